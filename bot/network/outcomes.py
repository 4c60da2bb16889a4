"""What can come of a sentence, a button or a reaction: frozen records, for `blocks` to put into words.

All days are in the owner's zone; `today` is the owner's day on which it was said. Names and texts are as typed,
unescaped. `change` is the id by which the outcome can be undone, None when nothing was changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from bot.language.meanings import Meaning, MonthDay
from bot.network.errors import RapportError
from bot.network.owners import OwnerSettings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as an answer names it. `matched_by` says how a typed name led here: `name`, `part` or `choice`."""

    id: int
    name: str
    slack_user: str | None = None
    company: str | None = None
    role: str | None = None
    last_interaction_on: date | None = None
    is_new: bool = False
    matched_by: str = "name"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something was written down. `meaning` is as carried out (days filled in, names as they are kept).

    `follow_up_on`, `next_check_in_on` and `cadence` speak of the first person; `held_until` is the day on which a
    reminder will really come when its own day is a day off, `held_time` when its hour is a quiet one. `extras` are
    codes of `blocks.answers`: `already_known`, `no_rhythm`, `default_rhythm`, `promise_not_found`, `plan_kept` …
    """

    meaning: Meaning
    people: tuple[Person, ...]
    today: date
    change: str | None
    next_check_in_on: date | None = None
    cadence: str | None = None
    follow_up_on: date | None = None
    held_until: date | None = None
    held_time: str | None = None
    extras: tuple[str, ...] = ()
    proposes: str | None = None  # another rhythm, for they are in touch far more often than theirs asks


@dataclass(frozen=True, slots=True)
class RhythmKept:
    """Another rhythm was proposed and declined."""

    person: Person
    cadence: str | None
    change: str


@dataclass(frozen=True, slots=True)
class WhichRow:
    """Several nudges stand in one message, and the words name none: which one is meant."""

    id: str
    rows: tuple[NudgeView, ...]
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Question:
    """What must be known first. `kind`: `which` (several go by the name), `near` (did you mean …), `new` candidates
    may be empty. The answer's button carries `id` and the candidate's id, or 0 for somebody new."""

    id: str
    kind: str
    name: str
    candidates: tuple[Person, ...]
    meaning: Meaning
    may_be_new: bool
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Several:
    """A line said several things: each outcome, in order. A question among them waits for its answer."""

    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """A part that could not be carried out, and why; nothing of it was stored. `meaning` is what was understood."""

    meaning: Meaning
    error: RapportError
    today: date | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing was stored. `suggestions` are example sentences that are near to what was typed.

    `answers_nudge`: it was said in the thread of a nudge that is still open.
    """

    text: str
    suggestions: tuple[str, ...]
    answers_nudge: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """A change was taken back (or, with `again`, put back).

    `by_hand` is `edit` or `remove` where it was made in a form about what stands on a page. Of an import `taken` says
    what became of it.
    """

    change: str
    meaning: Meaning
    again: bool = False
    today: date | None = None
    by_hand: str | None = None
    taken: ImportTaken | None = None


@dataclass(frozen=True, slots=True)
class ImportTaken:
    """What taking an import back (or putting it back) did.

    `people` went (or are here again), `known` are as they were before it (or after it); `stayed` were changed by their
    owner since, and so were left alone.
    """

    name: str | None
    people: int
    known: int
    stayed: int


@dataclass(frozen=True, slots=True)
class InteractionFact:
    """One time in touch. `others` are the names of who else was there."""

    on: date
    kind: str
    place: str | None = None
    about: str | None = None
    outcome: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneFact:
    """A day to celebrate: `on` as it was said, `next_on` the coming day, `years` how many it will be."""

    kind: str
    on: MonthDay | date | None
    about: str | None
    next_on: date | None = None
    years: int | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """Something owed, `mine` or `theirs`."""

    direction: str
    about: str | None
    due_on: date | None
    said_on: date
    name: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class ReminderFact:
    """A reminder or a plan ahead (`kind` is `reminder`, `follow_up` or the kind of contact).

    `others` are all who are in a plan, where it is told of as a whole.
    """

    kind: str
    on: date | None
    time: str | None
    about: str | None
    place: str | None = None
    name: str | None = None
    id: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteFact:
    """A fact worth remembering; with `next_time`, to be brought up at the next contact."""

    text: str
    next_time: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything worth knowing before talking to one person; newest first."""

    person: Person
    today: date
    email: str | None
    phone: str | None
    links: tuple[str, ...]
    aliases: tuple[str, ...]
    place: str | None
    channel: str | None
    via: tuple[str, ...]
    tags: tuple[str, ...]
    status: str | None
    cadence: str | None
    paused_until: date | None
    created_on: date
    next_check_in_on: date | None
    interactions: tuple[InteractionFact, ...]
    interaction_count: int
    plans: tuple[ReminderFact, ...]
    reminders: tuple[ReminderFact, ...]
    milestones: tuple[MilestoneFact, ...]
    promises: tuple[PromiseFact, ...]
    help: tuple[tuple[str, str | None, date], ...]  # direction, about, on
    feedback: tuple[tuple[str, str | None, date | None], ...]  # stage, about, on
    notes: tuple[NoteFact, ...]
    positions: tuple[tuple[str | None, str | None, date | None, date | None], ...]  # company, role, from, to


@dataclass(frozen=True, slots=True)
class Found:
    """Who fits what was asked. `why` says for each person, by place, what fitted (a day, a place, a note)."""

    meaning: Meaning
    people: tuple[Person, ...]
    why: tuple[str | None, ...]
    total: int
    today: date


@dataclass(frozen=True, slots=True)
class DuePerson:
    """Somebody due: `kind` as a nudge's, `due_on` in the owner's zone."""

    person: Person
    kind: str
    due_on: date
    about: str | None = None


@dataclass(frozen=True, slots=True)
class DueList:
    """Who is due until `until`, soonest first; `next_up` is the first after it when none is."""

    people: tuple[DuePerson, ...]
    until: date
    today: date
    total: int
    next_up: DuePerson | None


@dataclass(frozen=True, slots=True)
class Foretold:
    """A nudge that will come, at a time in the owner's zone; `is_shared`: in one message with others."""

    at: datetime
    nudge: NudgeView
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Milestones ahead, soonest first; and, where it is asked what is coming, the nudges that will be sent."""

    milestones: tuple[MilestoneFact, ...]
    until: date | None
    today: date
    meaning: Meaning
    nudges: tuple[Foretold, ...] = ()


@dataclass(frozen=True, slots=True)
class Owed:
    """Open promises."""

    promises: tuple[PromiseFact, ...]
    meaning: Meaning
    today: date


@dataclass(frozen=True, slots=True)
class Stats:
    """The state of a network: counts, no scores. `since` is the day from which `interactions` are counted."""

    people: int
    with_rhythm: int
    paused: int
    interactions: int
    people_met: int
    new_people: int
    since: date
    today: date
    due_soon: int
    promises_mine: int
    promises_theirs: int
    companies: tuple[tuple[str, int], ...]
    tags: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, int], ...]
    help_given: int
    help_received: int


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """The settings in force; after a change, `changed` is its name and `change` undoes it."""

    settings: OwnerSettings
    changed: str | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who goes for good at `until` (UTC) unless it is undone; no `name`: everything of the owner's."""

    name: str | None
    counts: tuple[tuple[str, int], ...]  # what goes: ("interactions", 12) …
    until: datetime
    change: str | None


@dataclass(frozen=True, slots=True)
class PersonEdited:
    """What is known of a person was changed by hand: the fields of `person_form` that are another than before."""

    person: Person
    fields: tuple[str, ...]
    change: str | None


@dataclass(frozen=True, slots=True)
class ItemEdited:
    """A plan, a promise, a reminder or a note (`kind`) was changed by hand, or removed.

    `said` is what it says now (of one removed: what it said), `changed` its fields that are another than before, each
    with what it was. `people` are those whom it is about, `held` is as in `Recorded`.
    """

    kind: str
    said: Meaning
    people: tuple[Person, ...]
    today: date
    change: str | None
    changed: tuple[FieldChange, ...] = ()
    is_removed: bool = False
    held_until: date | None = None
    held_time: str | None = None


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a form, with its value before and after: a day, names, a text or code, a yes or no."""

    field: str
    before: FieldValue
    after: FieldValue


FieldValue = date | tuple[str, ...] | str | bool | None


@dataclass(frozen=True, slots=True)
class HelpShown:
    """How it works. `command` is where it was asked."""

    command: str
    nudge_time: str


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """How to bring contacts in."""


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """How to take everything out."""

    people: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What had been asked about is not done after all: nothing was stored."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What a file would bring in: `added` people who are not here yet, `known` who are; nothing is stored yet.

    `file` is Slack's id of it, which the answer's buttons carry. `problems` are its parts that cannot be read: where
    and why. `is_ours`: our own export, which brings settings and histories back as they were.
    """

    file: str
    name: str
    added: int
    known: int
    problems: tuple[tuple[str, str], ...]
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: people added, people who were here already, records added to their histories.

    `warm` is how many of them were picked to be kept in touch with, `cadence` how often.
    """

    name: str
    added: int
    known: int
    records: int
    problems: tuple[tuple[str, str], ...]
    warm: int = 0
    cadence: str | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class FileRefused:
    """A file that could not be taken in.

    `code`: `unreadable` (with its `reason`), `too_large`, `gone`, `not_shown`, `no_contacts`, `no_answer`.
    """

    name: str
    code: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExportFailed:
    """The export could not be brought into the direct messages."""


@dataclass(frozen=True, slots=True)
class TriedAgain:
    """A nudge that Slack did not take is tried once more; whom it is about, if anybody."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Answered:
    """A nudge was answered (or its answer taken back): what its message now says is composed from `NudgeView`.

    `said` is the answer's own meaning, where it was given in words.
    """

    nudge: NudgeView
    then: tuple[Outcome, ...] = ()
    said: Meaning | None = None


@dataclass(frozen=True, slots=True)
class NudgeView:
    """One nudge as its owner reads it, from facts read when it is shown.

    `today` is the owner's day. `reason_last` is the last time in touch before the nudge; `about` what a reminder or a
    promise is about; `on` the day that a milestone, a promise or a plan falls on, `place` where a plan is.
    `stage` is of a plan `before` or `after`, of feedback `ask` (still to be asked), `asked`, `got`, `acted`.
    `tried_on`: they were tried then, after `reason_last`, and did not answer. `moved_on`: they changed their work then.
    `is_ahead`: the milestone is announced, and comes once more on its day.
    `answered`: None, `done`, `no_answer`, `snoozed`, `skipped`, `stopped`.
    """

    id: str
    kind: str  # check_in, follow_up, reminder, milestone, promise, plan, feedback, review
    person: Person | None
    today: date
    due_on: date
    on: date | None = None
    time: str | None = None
    place: str | None = None
    about: str | None = None
    first_met: InteractionFact | None = None  # the first interaction, for a follow-up after a first meeting
    reason_last: InteractionFact | None = None
    tried_on: date | None = None
    cadence: str | None = None
    status: str | None = None
    moved_on: date | None = None
    via: tuple[str, ...] = ()  # who introduced them
    milestone: str | None = None
    years: int | None = None
    is_belated: bool = False
    is_ahead: bool = False
    direction: str | None = None
    stage: str | None = None
    channel: str | None = None
    team: str | None = None  # the owner's workspace, in which `person.slack_user` is
    email: str | None = None
    phone: str | None = None
    links: tuple[str, ...] = ()
    bring_up: tuple[str, ...] = ()  # what was noted for the next time
    i_owe: tuple[str, ...] = ()
    they_owe: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()  # notes that help to write
    answered: str | None = None
    answered_on: date | None = None
    again_on: date | None = None
    next_check_in_on: date | None = None
    change: str | None = None
    is_unsent: bool = False  # it could not be delivered (yet): a review says so
    proposes: str | None = None  # another rhythm, which its answer suggests
    is_adapted: bool = False  # and which was taken up


@dataclass(frozen=True, slots=True)
class TogetherView:
    """All nudges of one message, in their order."""

    nudges: tuple[NudgeView, ...]


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review of a week, as its owner reads it.

    `touched` are those the owner was in touch with in the week before, `asked` the nudges that wait for an answer,
    `coming` what comes in the rest of the week that begins. `asks` is how many check-ins a week the rhythms ask for and
    how many are kept, where that is far less; `is_adapted` says that all rhythms were made longer for that.
    """

    id: str
    today: date
    touched: tuple[Person, ...] = ()
    asked: tuple[NudgeView, ...] = ()
    promises: tuple[PromiseFact, ...] = ()
    coming: tuple[tuple[date, NudgeView], ...] = ()
    asks: tuple[int, int] | None = None
    is_adapted: bool = False


Outcome = (
    Recorded
    | RhythmKept
    | Question
    | WhichRow
    | Several
    | Failed
    | NotUnderstood
    | Undone
    | Brief
    | Found
    | DueList
    | Upcoming
    | Owed
    | Stats
    | SettingsShown
    | Forgotten
    | PersonEdited
    | ItemEdited
    | HelpShown
    | ImportAsked
    | ExportAsked
    | ExportFailed
    | ImportPreview
    | Imported
    | FileRefused
    | Cancelled
    | TriedAgain
    | Answered
)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list: page `number`, from 0, of `size` rows. With `or_more`, `total` is the least there is."""

    rows: tuple[T, ...] = ()
    total: int = 0
    number: int = 0
    size: int = 8
    or_more: bool = False


@dataclass(frozen=True, slots=True)
class DueNow:
    """Something due, as its nudge says it; one with no id is not written yet. `promise` is the one that it asks for.

    `item` is the claim of the plan, the promise or the reminder that it is about, by which a form opens it.
    """

    nudge: NudgeView
    promise: int | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class RestingFact:
    """Whom or what no nudge comes about for now: somebody, a tag, or (`nudge`) what was put off and is about nobody.

    `kind` is `paused` or `snoozed`; without `until` it is until further notice. `about` is what was put off.
    """

    kind: str
    until: date | None
    person: Person | None = None
    tag: str | None = None
    nudge: str | None = None
    about: str | None = None


@dataclass(frozen=True, slots=True)
class FailedNudge:
    """A nudge that Slack did not take, and its code for why."""

    nudge: NudgeView
    code: str | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """What the App Home shows its owner, each list a page of it.

    `in_touch` counts the people since `since`. `is_first`: there is nothing yet. `erased_at`: everything goes then
    (UTC), unless the change `erasure` is undone.
    """

    today: date
    settings: OwnerSettings
    due: Page[DueNow] = Page()
    next_up: DuePerson | None = None
    failed: Page[FailedNudge] = Page()
    milestones: Page[MilestoneFact] = Page()
    plans: Page[ReminderFact] = Page()
    reminders: Page[ReminderFact] = Page()
    mine: Page[PromiseFact] = Page()
    theirs: Page[PromiseFact] = Page()
    resting: Page[RestingFact] = Page()
    people: int = 0
    with_rhythm: int = 0
    in_touch: int = 0
    since: date | None = None
    is_first: bool = False
    erased_at: datetime | None = None
    erasure: str | None = None
