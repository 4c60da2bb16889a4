"""The fixtures that every room's tests may use."""

from tests.databases import database, database_url, postgres, postgres_url, sqlite_template, sqlite_url

__all__ = ["database", "database_url", "postgres", "postgres_url", "sqlite_template", "sqlite_url"]
