"""Everything of a person, or of a workspace, gone: and nothing of anybody else."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.network.erasing import Erased, erase
from bot.network.owners import Owner
from bot.store.engine import Database
from bot.store.tables import InstallationRow, Row, SeenDeliveryRow
from tests.transfer.networks import ANA, AT, BEN, fill, taken_out

ELSEWHERE = Owner("T2", "U1")
NOTHING = Erased(owners=0, people=0, interactions=0, nudges=0)


def rows(database: Database) -> dict[str, int]:
    """How many rows there are in each table that holds any."""
    with database.reading() as session:
        counts = {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Row.metadata.sorted_tables
        }
    return {name: count for name, count in counts.items() if count}


def erased(database: Database, team: str, user: str | None = None) -> Erased:
    with database.writing() as session:
        return erase(session, team, user)


def test_a_person_goes_with_everything(database: Database) -> None:
    fill(database, ANA)

    assert erased(database, "T1", "U1") == Erased(owners=1, people=5, interactions=4, nudges=1)
    assert rows(database) == {}


def test_nobody_else_loses_anything(database: Database) -> None:
    fill(database, BEN)
    before = taken_out(database, BEN)

    assert erased(database, "T1", "U1") == NOTHING
    assert erased(database, "T2") == NOTHING
    assert taken_out(database, BEN) == before


def test_a_workspace_goes_with_everybody_and_keeps_its_installation(database: Database) -> None:
    fill(database, BEN)
    with database.writing() as session:
        session.add(InstallationRow(team="T1", installed_at=AT, data="{}"))
        session.add(SeenDeliveryRow(team="T1", key="Ev1", at=AT))
        session.add(SeenDeliveryRow(team="T2", key="Ev1", at=AT))

    assert erased(database, "T1").owners == 1
    assert rows(database) == {"installation": 1, "seen_delivery": 1}
