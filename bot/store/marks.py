"""A place in a session's transaction to go back to: `Session.begin_nested` in a fifth of its time."""

from __future__ import annotations

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from bot.store.looking import connection_of


class Mark:
    """Made, it is a savepoint, which lasts as long as the transaction."""

    def __init__(self, session: Session) -> None:
        session.flush()
        self._session = session
        self._known = frozenset(session.identity_map.keys())
        session.info["marks"] = number = session.info.get("marks", 0) + 1
        self._name = f"mark_{number}"
        connection_of(session).exec_driver_sql(f"SAVEPOINT {self._name}")

    def go_back(self) -> None:
        """Take out what was written since; what the session then still holds is read anew when it is asked for."""
        connection_of(self._session).exec_driver_sql(f"ROLLBACK TO SAVEPOINT {self._name}")
        for row in list(self._session.deleted):
            self._session.add(row)
        for row in [*self._session.new, *self._session.identity_map.values()]:
            if inspect(row).key not in self._known:
                self._session.expunge(row)
        self._session.expire_all()
