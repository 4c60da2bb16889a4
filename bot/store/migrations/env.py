"""How Alembic reaches the database: over the connection that `schema.migrate` hands it."""

from __future__ import annotations

from alembic import context

from bot.store.tables import Row

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True)
context.run_migrations()
