"""Every table. Rows stay within `store` and `network`; what others get are the frozen records of `network`.

A person who uses Rapport is an *owner*, known by team and user, for user ids are unique in a workspace only. All else
belongs to one owner and names it first in its indexes. `_on` and `until` are dates in the owner's zone, `_at` are UTC
instants, durations are ISO 8601. `Words` columns hold what people typed, as typed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, MetaData, String, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.store.types import UtcDateTime, Words


class Row(DeclarativeBase):
    """The base of all tables; constraints are named, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012  # SQLAlchemy reads it from the class

    @classmethod
    def __table_cls__(cls, *args: Any, **options: Any) -> Table:
        """No id is ever given twice: SQLite would reuse that of a row taken back, which may be put back again."""
        return Table(*args, sqlite_autoincrement=True, **options)


def new_id() -> str:
    """An opaque id, fit for a button's value or a message's metadata: it says nothing of what it names."""
    return uuid4().hex


def _owned() -> Mapped[int]:
    return mapped_column(ForeignKey("owner.id", ondelete="CASCADE"))


def _of_contact() -> Mapped[int]:
    return mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)


class InstallationRow(Row):
    """A workspace, or an organisation (without a team), that installed the app with OAuth.

    One with a team, an organisation and no token is a workspace of an organisation that did: it uses that one's token.
    """

    __tablename__ = "installation"
    __table_args__ = (UniqueConstraint("enterprise", "team"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise: Mapped[str] = mapped_column(String(32), default="")
    team: Mapped[str] = mapped_column(String(32), default="", index=True)
    installed_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    bot_token: Mapped[str | None] = mapped_column(Words)
    bot_refresh_token: Mapped[str | None] = mapped_column(Words)
    bot_token_expires_at: Mapped[datetime | None]
    refreshing_until: Mapped[datetime | None]  # real time: one process is just exchanging the refresh token
    data: Mapped[str] = mapped_column(Words)  # slack_sdk's Installation as JSON, without its tokens


class WelcomeRow(Row):
    """The one message to whoever installed the app in a workspace, or (without a team) in an organisation.

    `state` is `planned`, `unknown` (posted, perhaps), `sent` or `failed`; claims and tries run on real time.
    """

    __tablename__ = "welcome"
    __table_args__ = (UniqueConstraint("enterprise", "team", "user"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    enterprise: Mapped[str] = mapped_column(String(32))
    team: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(32))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    tried_at: Mapped[datetime | None]  # when it may first have been posted
    try_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(64))


class OAuthStateRow(Row):
    """A state handed out by /slack/install, good once and for ten minutes."""

    __tablename__ = "oauth_state"

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime]


class OwnerRow(Row):
    """A person who uses Rapport, with their settings; unset ones are null and mean the defaults of `network.owners`."""

    __tablename__ = "owner"
    __table_args__ = (
        UniqueConstraint("team", "user"),
        Index("ix_owner_next_at", "next_at"),
        Index("ix_owner_deactivated_at", "deactivated_at"),
        Index("ix_owner_erase_at", "erase_at"),
        Index("ix_owner_profile_at", "profile_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    welcomed_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    erase_at: Mapped[datetime | None]  # "forget everything about me": final from then on
    dm_channel: Mapped[str | None] = mapped_column(String(32))
    locale: Mapped[str | None] = mapped_column(String(16))
    slack_zone: Mapped[str | None] = mapped_column(String(64))  # what Slack says
    profile_at: Mapped[datetime | None]  # when Slack was last asked
    away_until: Mapped[datetime | None]  # a vacation or sick status, or Do Not Disturb: whichever lasts longer
    dnd_until: Mapped[datetime | None]  # Do Not Disturb alone
    zone: Mapped[str | None] = mapped_column(String(64))  # set by hand: wins
    nudge_time: Mapped[str | None] = mapped_column(String(5))
    working_days: Mapped[str | None] = mapped_column(String(64))
    quiet_hours: Mapped[str | None] = mapped_column(String(16))
    daily_limit: Mapped[int | None]
    default_cadence: Mapped[str | None] = mapped_column(String(32))
    delivery: Mapped[str | None] = mapped_column(String(16))
    lead_days: Mapped[int | None]
    holidays: Mapped[str | None] = mapped_column(String(16))
    discreet: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[date | None]
    next_at: Mapped[datetime | None]  # when the clock must look at this owner again; null: nothing ahead


class HomeRow(Row):
    """The App Home of an owner who opened it: what is published there, and whether it still is to be shown anew."""

    __tablename__ = "home"
    __table_args__ = (Index("ix_home_stale", "stale"),)

    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), primary_key=True)
    opened_at: Mapped[datetime]
    hash: Mapped[str | None] = mapped_column(String(255))  # Slack's, of the view that was published last
    pages: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)  # section -> the page of it that is shown
    stale: Mapped[int] = mapped_column(default=0)  # changes that are not shown yet


class TagRow(Row):
    """What an owner set for a tag: a rhythm, a pause."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("owner_id", "tag"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    tag: Mapped[str] = mapped_column(String(255))
    cadence: Mapped[str | None] = mapped_column(String(32))
    paused_until: Mapped[date | None]


class ContactRow(Row):
    """A person in an owner's network."""

    __tablename__ = "contact"
    __table_args__ = (
        Index("ix_contact_owner_id_due", "owner_id", "next_check_in_on"),
        Index("ix_contact_owner_id_thanks", "owner_id", "thanks_on"),
        Index("ix_contact_owner_id_slack_user", "owner_id", "slack_user"),
        Index("ix_contact_owner_id_key", "owner_id", "key"),
        Index("ix_contact_forgotten_at", "forgotten_at"),
        Index("ix_contact_profile_at_slack_user", "profile_at", "slack_user"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)  # the name, folded by `names.key`
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    slack_user: Mapped[str | None] = mapped_column(String(32))
    email: Mapped[str | None] = mapped_column(Words)
    phone: Mapped[str | None] = mapped_column(Words)
    links: Mapped[list[str]] = mapped_column(JSON, default=list)
    company: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    place: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(String(16))
    via: Mapped[list[str]] = mapped_column(JSON, default=list)
    status: Mapped[str | None] = mapped_column(String(16))
    zone: Mapped[str | None] = mapped_column(String(64))
    profile_at: Mapped[datetime | None]  # when a Slack member's profile was last read
    cadence: Mapped[str | None] = mapped_column(String(32))  # a duration, "none", or null: no rhythm (yet)
    cadence_is_own: Mapped[bool] = mapped_column(default=False)  # else it is the owner's default, which a tag's beats
    paused_until: Mapped[date | None]
    snoozed_until: Mapped[date | None]  # what a snooze set `next_check_in_on` to: it holds while both are the same
    created_on: Mapped[date]
    last_interaction_on: Mapped[date | None]
    next_check_in_on: Mapped[date | None]
    thanks_on: Mapped[date | None]  # the follow-up that a first meeting asks for by itself
    asked_on: Mapped[date | None]  # the `next_check_in_on` that a nudge was written for
    rhythm_kept_on: Mapped[date | None]  # when another rhythm was proposed and declined
    forgotten_at: Mapped[datetime | None]


class ContactNameRow(Row):
    """The words by which a contact (kind `n`) or its company (`c`) is looked up: the folded name and its words."""

    __tablename__ = "contact_name"
    __table_args__ = (Index("ix_contact_name_owner_id_word", "owner_id", "word"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(1), primary_key=True)
    word: Mapped[str] = mapped_column(Text, primary_key=True)
    owner_id: Mapped[int] = _owned()


class ContactTagRow(Row):
    """A tag on a contact."""

    __tablename__ = "contact_tag"
    __table_args__ = (Index("ix_contact_tag_owner_id_tag", "owner_id", "tag"),)

    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(255), primary_key=True)
    owner_id: Mapped[int] = _owned()


class InteractionRow(Row):
    """One time in touch, with everyone who was there. With the outcome `no_answer` it was only tried."""

    __tablename__ = "interaction"
    __table_args__ = (Index("ix_interaction_owner_id_on", "owner_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    place: Mapped[str | None] = mapped_column(Words)
    about: Mapped[str | None] = mapped_column(Words)
    outcome: Mapped[str | None] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime]


class InteractionPersonRow(Row):
    """Who was there."""

    __tablename__ = "interaction_person"
    __table_args__ = (Index("ix_interaction_person_contact_id", "contact_id"),)

    interaction_id: Mapped[int] = mapped_column(ForeignKey("interaction.id", ondelete="CASCADE"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True)
    owner_id: Mapped[int] = _owned()


class PlanRow(Row):
    """A contact still to come."""

    __tablename__ = "plan"
    __table_args__ = (Index("ix_plan_owner_id_on", "owner_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    contact_id: Mapped[int] = _of_contact()
    on: Mapped[date | None]
    time: Mapped[str | None] = mapped_column(String(5))
    kind: Mapped[str] = mapped_column(String(16))
    place: Mapped[str | None] = mapped_column(Words)
    about: Mapped[str | None] = mapped_column(Words)
    done_on: Mapped[date | None]
    asked_on: Mapped[date | None]  # the day that a brief was written for
    after_on: Mapped[date | None]  # the day that "how did it go?" was written for
    group_id: Mapped[str | None] = mapped_column(String(32))  # one plan with several people: the same for each of them


class ReminderRow(Row):
    """One nudge on one day. `kind` is `reminder`, or `follow_up` when a log asked for it; it may be about nobody."""

    __tablename__ = "reminder"
    __table_args__ = (Index("ix_reminder_owner_id_on", "owner_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    on: Mapped[date | None]
    time: Mapped[str | None] = mapped_column(String(5))
    about: Mapped[str | None] = mapped_column(Words)
    done_on: Mapped[date | None]
    asked_on: Mapped[date | None]  # the day that a nudge was written for


class MilestoneRow(Row):
    """A day to celebrate. `on` is `YYYY-MM-DD`, `--MM-DD` or null; `next_on` the next day a nudge may be due for."""

    __tablename__ = "milestone"
    __table_args__ = (Index("ix_milestone_owner_id_next_on", "owner_id", "next_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    contact_id: Mapped[int] = _of_contact()
    kind: Mapped[str] = mapped_column(String(24))
    on: Mapped[str | None] = mapped_column(String(10))
    about: Mapped[str | None] = mapped_column(Words)
    next_on: Mapped[date | None]
    led_on: Mapped[date | None]  # the day that was announced ahead


class PromiseRow(Row):
    """Something owed: `mine` to them, `theirs` to the owner."""

    __tablename__ = "promise"
    __table_args__ = (Index("ix_promise_owner_id_due_on", "owner_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    contact_id: Mapped[int] = _of_contact()
    direction: Mapped[str] = mapped_column(String(8))
    about: Mapped[str | None] = mapped_column(Words)
    said_on: Mapped[date]
    due_on: Mapped[date | None]
    kept_on: Mapped[date | None]
    asked_on: Mapped[date | None]  # the day that a nudge was written for


class HelpRow(Row):
    """Help `given` or `received`."""

    __tablename__ = "help"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int] = _of_contact()
    direction: Mapped[str] = mapped_column(String(8))
    about: Mapped[str | None] = mapped_column(Words)
    on: Mapped[date]


class FeedbackRow(Row):
    """Feedback asked (`ask`), had (`got`) or acted on (`acted`); `next_on` is when its next question is due."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_owner_id_next_on", "owner_id", "next_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = _owned()
    contact_id: Mapped[int] = _of_contact()
    stage: Mapped[str] = mapped_column(String(8))
    about: Mapped[str | None] = mapped_column(Words)
    on: Mapped[date | None]
    next_on: Mapped[date | None]


class NoteRow(Row):
    """A fact worth remembering; with `next_time`, to be brought up at the next contact."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int] = _of_contact()
    on: Mapped[date]
    text: Mapped[str] = mapped_column(Words)
    next_time: Mapped[bool] = mapped_column(default=False)


class PositionRow(Row):
    """Where a contact works or worked."""

    __tablename__ = "position"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)
    contact_id: Mapped[int] = _of_contact()
    company: Mapped[str | None] = mapped_column(Text)
    role: Mapped[str | None] = mapped_column(Text)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]


TOGETHER = "together"  # the kind of a message that holds several nudges
REVIEW = "review"  # the kind of the week's review, which is about nobody


def _index_where_set(column: str) -> Index:
    """An index of the few rows in which a column holds anything: the many others cost nothing.

    On PostgreSQL the migration alone says so: here it would make every process load that dialect, SQLite's too.
    """
    return Index(f"ix_nudge_{column}", column, sqlite_where=text(f"{column} IS NOT NULL"))


class NudgeRow(Row):
    """One message to its owner, written down before it is sent; `occasion` makes it the only one of its kind.

    State: `planned` (due, unsent) -> `claimed` (a sender holds it until `claimed_until`, real time) -> `sent`;
    `unknown` when an answer was lost (to be looked for by metadata first); `failed` at the end of the attempts;
    `dropped` when what it was about has gone. `answered` is how its owner answered.

    Nudges that come in one message name in `group_id` the row of that message, of the kind `together` and about nobody:
    it alone is claimed, looked for and found, and what becomes of it becomes of them. A nudge that a weekly review
    lists names it in `review_id`.
    """

    __tablename__ = "nudge"
    __table_args__ = (
        UniqueConstraint("owner_id", "kind", "occasion"),
        Index("ix_nudge_state_try_at", "state", "try_at"),
        Index("ix_nudge_message", "team", "channel", "ts"),
        Index("ix_nudge_owner_id_planned_on", "owner_id", "planned_on"),
        Index("ix_nudge_owner_id_again_on", "owner_id", "again_on"),
        Index("ix_nudge_stale", "stale"),
        _index_where_set("group_id"),
        _index_where_set("review_id"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner_id: Mapped[int] = _owned()
    team: Mapped[str] = mapped_column(String(32))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    occasion: Mapped[str] = mapped_column(String(96))
    source_id: Mapped[int | None]  # the reminder, milestone, promise, plan or feedback that it is about
    due_on: Mapped[date]  # the day that it was due for
    planned_on: Mapped[date]  # the owner's day on which it was written down: counts towards the daily limit
    planned_at: Mapped[datetime]  # the instant it was due as of: what `sent_at` says
    state: Mapped[str] = mapped_column(String(16), default="planned")
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_at: Mapped[datetime | None]  # real time
    claimed_until: Mapped[datetime | None]  # real time
    try_at: Mapped[datetime | None]  # real time: not before
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None]
    answered: Mapped[str | None] = mapped_column(String(16))  # done, no_answer, snoozed, skipped, stopped
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(64))  # the reaction, or `button`, `words`
    reactions: Mapped[dict[str, list[Any]]] = mapped_column(JSON, default=dict)  # name -> [event_ts, is it there]
    again_on: Mapped[date | None]  # a snooze: asked again on that day
    asked_again: Mapped[bool] = mapped_column(default=False)  # and was
    change_id: Mapped[str | None] = mapped_column(String(32))  # what the answer changed: undone with it
    proposes: Mapped[str | None] = mapped_column(String(32))  # another rhythm, which the answer suggests
    adapted_by: Mapped[str | None] = mapped_column(String(32))  # the change that took it up
    group_id: Mapped[str | None] = mapped_column(String(32))  # the `together` whose message it stands in
    review_id: Mapped[str | None] = mapped_column(String(32))  # the review that lists it
    stale: Mapped[bool] = mapped_column(default=False)  # its message does not yet say what became of it


class ChangeRow(Row):
    """What one command changed, row by row, so that it can be undone and redone exactly."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_owner_id_seq", "owner_id", "seq"),
        Index("ix_change_at", "at"),
        Index("ix_change_message", "owner_id", "message"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner_id: Mapped[int] = _owned()
    at: Mapped[datetime]
    seq: Mapped[int]  # 1, 2, 3 … within the owner: the order of what was said
    intent: Mapped[str] = mapped_column(String(16))
    meaning: Mapped[str] = mapped_column(Words)  # JSON, as carried out
    chosen: Mapped[str] = mapped_column(Words)  # JSON: folded name -> contact id, for saying it again but right
    rows: Mapped[str] = mapped_column(Words)  # JSON, by `journal`
    contacts: Mapped[list[int]] = mapped_column(JSON, default=list)
    message: Mapped[str | None] = mapped_column(String(64))  # channel:ts of the direct message that said it
    undone_at: Mapped[datetime | None]
    replaces: Mapped[str | None] = mapped_column(String(32))  # the change that this one corrects


class ImportRow(Row):
    """What an import wrote in bulk, beside the rows of its change, so that all of it can be taken back: `imports`."""

    __tablename__ = "import"

    change_id: Mapped[str] = mapped_column(ForeignKey("change.id", ondelete="CASCADE"), primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)
    written: Mapped[str] = mapped_column(Words)  # JSON: what was added and changed
    removed: Mapped[str | None] = mapped_column(Words)  # JSON: what taking it back removed, to be put back


class QuestionRow(Row):
    """What the bot asked back ("which Priya?"), with the meaning that waits for the answer."""

    __tablename__ = "question"
    __table_args__ = (
        Index("ix_question_owner_id_asked_at", "owner_id", "asked_at"),
        Index("ix_question_asked_at", "asked_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    owner_id: Mapped[int] = _owned()
    asked_at: Mapped[datetime]
    meaning: Mapped[str] = mapped_column(Words)  # JSON
    chosen: Mapped[str] = mapped_column(Words)  # JSON: name -> contact id, or 0 for somebody new
    name: Mapped[str | None] = mapped_column(Words)  # who is asked about
    source: Mapped[str] = mapped_column(String(16))
    message: Mapped[str | None] = mapped_column(String(64))
    nudge_id: Mapped[str | None] = mapped_column(String(32))
    answered_at: Mapped[datetime | None]


class SeenDeliveryRow(Row):
    """What Slack delivered already, with the answer it got: a second delivery has no second effect."""

    __tablename__ = "seen_delivery"
    __table_args__ = (Index("ix_seen_delivery_at", "at"),)

    team: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("owner.id", ondelete="CASCADE"), index=True)
    reply: Mapped[str | None] = mapped_column(Words)  # JSON


def put(row: Row, **values: Any) -> None:
    """Write what is new into a row: what is written as it was would still be compared, column by column, in a flush."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def table_of(row: type[Row]) -> Table:
    """The plain table of a mapped class, for statements of Core."""
    table = row.__table__
    assert isinstance(table, Table)  # noqa: S101  # every row of ours maps one plain table
    return table


def columns(row: type[Row]) -> dict[str, Any]:
    """The columns of a table by their names."""
    return {column.name: column for column in row.__table__.columns}
