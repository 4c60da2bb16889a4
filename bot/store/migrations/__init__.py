"""Alembic's environment and versions. `schema.migrate` is the way in."""
