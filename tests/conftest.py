"""The fixtures that every room's tests may use."""

from hypothesis import settings

from tests.databases import database, database_url, postgres, postgres_url, sqlite_template, sqlite_url

__all__ = ["database", "database_url", "postgres", "postgres_url", "sqlite_template", "sqlite_url"]

settings.register_profile("rapport", deadline=None)  # what is right is no less so on a busy machine
settings.load_profile("rapport")
