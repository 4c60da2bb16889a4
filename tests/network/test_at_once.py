"""Many who speak at once, and one person's words that arrive at once: nothing is lost, doubled or refused."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from bot.conversation import Conversation, Reply
from bot.network.owners import Owner
from bot.store.engine import Database
from bot.store.tables import ChangeRow, ContactRow, InteractionRow, OwnerRow
from tests.network.given import ANA, AT

CLIENTS = 16


def said_at_once(database: Database, deliveries: Sequence[tuple[Owner, str]]) -> list[Reply]:
    """Everybody logs a meeting at once, each delivery under its key."""
    conversation = Conversation(database)

    def say(delivery: tuple[Owner, str]) -> Reply:
        owner, key = delivery
        return conversation.answer(owner, "Priya at conference", at=AT, command="met", key=key)

    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(say, deliveries))


def test_somebodys_first_words_may_arrive_all_at_once(database: Database) -> None:
    replies = said_at_once(database, [(ANA, f"command:{place}") for place in range(CLIENTS)])

    assert all("Priya" in reply.text and reply.changed for reply in replies)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(OwnerRow)) == 1
        assert session.scalar(select(func.count()).select_from(ContactRow)) == 1
        assert session.scalar(select(func.count()).select_from(InteractionRow)) == CLIENTS
        assert sorted(session.scalars(select(ChangeRow.seq))) == list(range(1, CLIENTS + 1))


def test_one_delivery_that_arrives_many_times_at_once_is_carried_out_once(database: Database) -> None:
    replies = said_at_once(database, [(ANA, "command:1")] * CLIENTS)

    assert sum(reply.changed for reply in replies) == 1
    assert {reply.text for reply in replies} == {replies[0].text}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(InteractionRow)) == 1


def test_many_owners_at_once_wait_for_nobody_in_vain(database: Database) -> None:
    owners = [Owner(f"T{place % 3}", f"U{place}") for place in range(CLIENTS)]
    replies = said_at_once(database, [(owner, f"{owner.user}:{turn}") for turn in range(4) for owner in owners])

    assert all(reply.changed for reply in replies)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(ContactRow)) == CLIENTS
        assert session.scalar(select(func.count()).select_from(InteractionRow)) == 4 * CLIENTS
