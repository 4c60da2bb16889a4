"""An outcome as its answer: what was understood first, then only what helps, with the buttons that go on from there."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatch

from bot.blocks import briefs, imports, lists, nudges, shown
from bot.blocks.days import rhythm, rhythm_label
from bot.blocks.errors import sentence
from bot.blocks.item_forms import edited_lines
from bot.blocks.kindness import kind_words, sorry
from bot.blocks.layout import Button, Part, composed
from bot.blocks.message import Message
from bot.blocks.names import choice, label, named, plain_name, who, work
from bot.blocks.person_forms import edited_line
from bot.blocks.phrases import gist
from bot.blocks.recorded import recorded_lines
from bot.blocks.text import code, counted, instant, listed, one_line, shorten, words
from bot.blocks.topics import is_sad
from bot.language.meanings import Meaning
from bot.network.errors import BadSettingError, MissingPartError
from bot.network.outcomes import (
    Answered,
    Brief,
    Cancelled,
    DueList,
    ExportAsked,
    ExportFailed,
    Failed,
    FileRefused,
    Forgotten,
    Found,
    HelpShown,
    ImportAsked,
    Imported,
    ImportPreview,
    ItemEdited,
    NotUnderstood,
    Outcome,
    Owed,
    Person,
    PersonEdited,
    Question,
    Recorded,
    RhythmKept,
    SettingsShown,
    Several,
    Stats,
    TriedAgain,
    Undone,
    Upcoming,
    WhichRow,
)

_RHYTHMS = ("P1M", "P3M", "P6M")
_WHEN = {"P1D": "Tomorrow", "P1W": "In a week", "P1M": "In a month"}
_CHOICES = 8
_SUGGESTIONS = 3
_PAGES = 5  # people found whose pages are a click away
_FACTS = frozenset({"cadence", "change", "details", "merge", "milestone", "note", "rename"})
_ITEMS = frozenset({"plan", "promise", "remind", "note"})
_DOING = {
    "log": "logging",
    "remind": "the reminder about",
    "plan": "the plan with",
    "cadence": "the rhythm for",
    "snooze": "snoozing",
    "pause": "the pause for",
    "resume": "resuming",
    "milestone": "the milestone of",
    "change": "the change for",
    "note": "the note on",
    "details": "the details of",
    "promise": "the promise with",
    "kept": "the kept promise with",
    "help": "the help with",
    "feedback": "the feedback with",
    "rename": "renaming",
    "merge": "merging",
    "forget": "forgetting",
}


def answer(outcome: Outcome) -> Message:
    """The message that answers an outcome, within Slack's limits whatever the outcome holds."""
    return composed(parts(outcome))


@singledispatch
def parts(outcome: Outcome) -> list[Part]:
    """An outcome's lines and buttons, piece by piece."""
    raise TypeError(f"no answer for {type(outcome).__name__}")


@parts.register
def _recorded(outcome: Recorded) -> list[Part]:
    buttons = []
    if outcome.change is not None:
        buttons = [
            _undo(outcome.meaning, outcome.change),
            *_edit(outcome, outcome.change),
            *_rhythms(outcome, outcome.change),
            *_days(outcome, outcome.change),
            *kind_words(outcome),
            *_proposal(outcome, outcome.change),
        ]
    return [Part(recorded_lines(outcome), tuple(buttons))]


def _proposal(outcome: Recorded, change: str) -> list[Button]:
    """A faster rhythm, where they are in touch far more often than theirs asks."""
    if outcome.proposes is None or not outcome.people:
        return []
    person, value = outcome.people[0], f"{outcome.people[0].id}:{change}"
    often = rhythm_label(outcome.proposes)
    return [
        Button(often, f"rhythm:{outcome.proposes}", value, f"{often} for {label(person)}"),
        Button("No thanks", "rhythm:keep", value, f"Keep the rhythm for {label(person)}"),
    ]


@parts.register
def _rhythm_kept(outcome: RhythmKept) -> list[Part]:
    undo = Button("Undo", "undo", outcome.change, f"Undo keeping the rhythm for {label(outcome.person)}")
    return [Part((f"Fine: {who(outcome.person)} stays at {rhythm(outcome.cadence)}.",), (undo,))]


@parts.register
def _which_row(outcome: WhichRow) -> list[Part]:
    """Which of several nudges is meant, one button each."""
    names = [who(one.person) if one.person else words(one.about, 80) or "that" for one in outcome.rows]
    buttons = [
        Button(label(one.person) if one.person else one.about or "That one", f"choose:{one.id}", outcome.id)
        for one in outcome.rows[:_CHOICES]
    ]
    buttons.append(Button("Cancel", "choose:cancel", outcome.id, "Cancel, store nothing"))
    return [Part((f"Which one do you mean: {listed(names, 'or')}?",), tuple(buttons))]


def _undo(meaning: Meaning, change: str) -> Button:
    return Button("Undo", "undo", change, f"Undo {_doing(meaning)}")


def _edit(outcome: Recorded, change: str) -> list[Button]:
    """The form of what was written down; of facts about one person, the page on which they can be edited."""
    meaning = outcome.meaning
    if meaning.intent == "log":
        return [Button("Edit", "edit", change, f"Edit {_doing(meaning)}")]
    is_one = meaning.intent == "plan" or len(outcome.people) < 2
    is_item = meaning.intent in _ITEMS and is_one and bool(meaning.about or meaning.intent != "note")
    edit = [Button("Edit", "edit:item", f"change:{change}", f"Edit {_doing(meaning)}")] if is_item else []
    is_fact = meaning.intent in _FACTS and len(outcome.people) == 1
    return [*edit, *([_page(outcome.people[0])] if is_fact else [])]


def _doing(meaning: Meaning) -> str:
    """What a change did, where no mark-up is read: `logging Priya`."""
    whom = listed([plain_name(name) for name in meaning.people], most=3) or listed(meaning.tags, most=3)
    doing = _DOING.get(meaning.intent)
    if doing is None:
        return "this"
    return f"{doing} {whom}" if whom else f"this {meaning.intent}"


def _rhythms(outcome: Recorded, change: str) -> list[Button]:
    """Other rhythms for somebody new; for several at once the words are there (`check in with Ana monthly`)."""
    if outcome.meaning.intent != "log" or outcome.meaning.every is not None or len(outcome.people) != 1:
        return []
    person = outcome.people[0]
    if not person.is_new and "default_rhythm" not in outcome.extras:
        return []
    others = [every for every in _RHYTHMS if every != outcome.cadence]
    others += ["none"] if outcome.cadence is not None else []
    value = f"{person.id}:{change}"
    return [
        Button(rhythm_label(every), f"rhythm:{every}", value, f"{rhythm_label(every)} for {label(person)}")
        for every in others
    ]


def _days(outcome: Recorded, change: str) -> list[Button]:
    """Days for what was said without one."""
    if "ask_when" not in outcome.extras:
        return []
    return [Button(text, f"when:{span}", change, f"Remind me {text.lower()}") for span, text in _WHEN.items()]


@parts.register
def _question(outcome: Question) -> list[Part]:
    shown_people = outcome.candidates[:_CHOICES]
    waiting = gist(outcome.meaning, outcome.today)
    lines = (_asked(outcome), f"Nothing is stored yet; once I know who, I'll note: {waiting}." if waiting else "")
    buttons = [Button(choice(person, outcome.today), f"choose:{person.id}", outcome.id) for person in shown_people]
    if outcome.may_be_new:
        name = plain_name(outcome.name)
        buttons.append(Button("Someone new", "choose:0", outcome.id, f"{name} is someone new"))
    buttons.append(Button("Cancel", "choose:cancel", outcome.id, "Cancel, store nothing"))
    return [Part(lines, tuple(buttons))]


def _asked(outcome: Question) -> str:
    name = named(outcome.name)
    choices = listed([_told_apart(person) for person in outcome.candidates[:_CHOICES]], "or")
    more = len(outcome.candidates) - _CHOICES
    rest = (
        f" There {'is' if more == 1 else 'are'} {counted(more, 'other')}; the full name finds them." if more > 0 else ""
    )
    if not outcome.candidates:
        return f"I don't know {name} yet. Is that someone new?"
    if outcome.kind == "which":
        return f"Which {name} do you mean: {choices}?{rest}"
    return f"I don't know {name} yet. Did you mean {choices}?{rest}"


def _told_apart(person: Person) -> str:
    job = work(person.company, person.role)
    return f"{who(person)} ({job})" if job else who(person)


@parts.register
def _several(outcome: Several) -> list[Part]:
    """One form does not hold several things that were said in one line, so there is no Edit."""
    said = [part for each in _new_once(outcome.outcomes) for part in parts(each)]
    alone = ("edit", "edit:item", "person:open")
    return [replace(part, buttons=tuple(one for one in part.buttons if one.action not in alone)) for part in said]


def _new_once(outcomes: tuple[Outcome, ...]) -> list[Outcome]:
    """Somebody is new in the first thing said about them only."""
    met: set[int] = set()
    told: list[Outcome] = []
    for each in outcomes:
        if isinstance(each, Recorded):
            people = tuple(replace(one, is_new=one.is_new and one.id not in met) for one in each.people)
            told.append(replace(each, people=people))
            met |= {one.id for one in people}
        else:
            told.append(each)
    return told


@parts.register
def _failed(outcome: Failed) -> list[Part]:
    """What was understood, what of it was not, and what to do, in one paragraph."""
    meaning, error = outcome.meaning, outcome.error
    doubts = tuple(words(doubt, 80) for doubt in meaning.doubts if words(doubt))
    if meaning.intent == "settings" and isinstance(error, MissingPartError):
        return [Part((sentence(BadSettingError(meaning.setting or "", " ".join(meaning.doubts))),))]
    tried = "" if meaning.intent in _SAID_BY_ERROR else gist(meaning, outcome.today)
    said = [
        f"Not done: {tried}." if tried else "",
        *(f"I couldn't place “{doubt}”." for doubt in doubts),
        sentence(error),
    ]
    return [Part((" ".join(part for part in said if part),))]


_SAID_BY_ERROR = frozenset({"settings", "done", "skip", "undo", "correct"})


@parts.register
def _not_understood(outcome: NotUnderstood) -> list[Part]:
    text = words(outcome.text)
    tries = [one_line(line) for line in outcome.suggestions if one_line(line) not in ("", "help")][:_SUGGESTIONS]
    first = f"I didn't understand “{text}”, so nothing was stored." if text else "There was nothing for me to read."
    if outcome.answers_nudge:
        return [Part((first, f"To answer the nudge: {_ANSWERS}"))]
    if is_sad(outcome.text):
        return [sorry(outcome.text, first)]
    first = _POLITE.get(one_line(outcome.text).strip("!.,?:) ").casefold(), first)
    hint = f"For instance: {' · '.join(code(line) for line in tries)}" if tries else ""
    buttons = [
        Button(line, f"try:{place}", shorten(line, 2000), f"Try: {line}") for place, line in enumerate(tries, start=1)
    ]
    return [Part((first, hint), (*buttons, Button("Help", f"try:{len(tries) + 1}", "help", "Show what I understand")))]


_ANSWERS = " · ".join(map(code, ("done", "no answer yet", "tomorrow", "next week", "skip", "stop")))
_HELLO = "Hello! Tell me in one line whom you met, and I'll remember it."
_WELCOME = "You're welcome!"
_POLITE = {
    **dict.fromkeys(("hello", "hi", "hey", "hello there", "hi there", "good morning", "good afternoon"), _HELLO),
    **dict.fromkeys(("thanks", "thank you", "thx", "ty", "cheers", "thanks a lot", "thank you so much"), _WELCOME),
}


@parts.register
def _undone(outcome: Undone) -> list[Part]:
    if outcome.taken is not None:
        action, spoken = ("undo", "Undo") if outcome.again else ("redo", "Redo")
        button = Button(spoken, action, outcome.change, f"{spoken} the import")
        return [Part(imports.taken_lines(outcome.taken, again=outcome.again), (button,))]
    said = gist(outcome.meaning, outcome.today)
    if outcome.by_hand is not None:
        said = f"{_BY_HAND.get(outcome.by_hand, 'your edit of')} {said or 'it'}"
    if outcome.again:
        return [Part((f"Put back: {said or 'your last change'}.",), (_undo(outcome.meaning, outcome.change),))]
    redo = Button("Redo", "redo", outcome.change, f"Redo {_doing(outcome.meaning)}")
    return [Part((f"Undone: {said or 'your last change'}.",), (redo,))]


_BY_HAND = {"edit": "your edit of", "remove": "removing"}


@parts.register
def _forgotten(outcome: Forgotten) -> list[Part]:
    what = listed([counted(count, _singular(noun)) for noun, count in outcome.counts if count])
    goes = f", with {what}" if what and outcome.name is not None else f": {what}" if what else ""
    whom = f"{named(outcome.name)}{goes}" if outcome.name is not None else f"everything of yours{goes}"
    first = f"Forgotten: {whom}. Gone for good at {instant(outcome.until)}; until then you can undo it."
    if outcome.change is None:
        return [Part((first,))]
    spoken = f"Undo forgetting {plain_name(outcome.name) if outcome.name is not None else 'everything'}"
    return [Part((first,), (Button("Undo", "undo", outcome.change, spoken),))]


def _singular(noun: str) -> str:
    """`interactions` as `interaction`; of people, `contact`, so that "s" makes its plural."""
    return "contact" if noun == "people" else words(noun, 40).removesuffix("s") or "thing"


@parts.register
def _edited(outcome: PersonEdited) -> list[Part]:
    undo = (Button("Undo", "undo", outcome.change, "Undo this edit"),) if outcome.change is not None else ()
    return [Part((edited_line(who(outcome.person), outcome.fields),), undo)]


@parts.register
def _item_edited(outcome: ItemEdited) -> list[Part]:
    spoken = f"Undo {'removing' if outcome.is_removed else 'the edit of'} this {outcome.kind}"
    undo = (Button("Undo", "undo", outcome.change, spoken),) if outcome.change is not None else ()
    return [Part(edited_lines(outcome), undo)]


def _page(person: Person, text: str = "Open page") -> Button:
    """The way to a person's page."""
    return Button(text, "person:open", str(person.id), f"Open the page of {label(person)}")


@parts.register
def _brief(outcome: Brief) -> list[Part]:
    return [Part(briefs.brief_lines(outcome), (_page(outcome.person),))]


@parts.register
def _found(outcome: Found) -> list[Part]:
    few = outcome.people if len(outcome.people) <= _PAGES else ()
    pages = (replace(_page(one, label(one)), action=f"person:open:{place}") for place, one in enumerate(few, start=1))
    return [Part(lists.found_lines(outcome), tuple(pages))]


@parts.register
def _due(outcome: DueList) -> list[Part]:
    return [Part(lists.due_lines(outcome))]


@parts.register
def _upcoming(outcome: Upcoming) -> list[Part]:
    return [Part(lists.upcoming_lines(outcome))]


@parts.register
def _owed(outcome: Owed) -> list[Part]:
    return [Part(lists.owed_lines(outcome))]


@parts.register
def _stats(outcome: Stats) -> list[Part]:
    return [Part(lists.stats_lines(outcome))]


@parts.register
def _settings(outcome: SettingsShown) -> list[Part]:
    undo = (Button("Undo", "undo", outcome.change, "Undo this setting"),) if outcome.change is not None else ()
    return [Part(shown.settings_lines(outcome), undo)]


@parts.register
def _help(outcome: HelpShown) -> list[Part]:
    return [Part(shown.help_lines(outcome))]


@parts.register
def _import(_outcome: ImportAsked) -> list[Part]:
    choose = Button("Choose a file", "import:open", "-", "Choose a file of contacts to import", is_primary=True)
    return [Part(shown.import_lines(), (choose,))]


@parts.register
def _export(outcome: ExportAsked) -> list[Part]:
    others = _EXPORTS if outcome.people else ()
    return [Part(shown.export_lines(outcome), others)]


_EXPORTS = (
    Button("CSV for a spreadsheet", "export:csv", "csv", "Export as CSV too"),
    Button("vCard for address books", "export:vcard", "vcard", "Export as vCard too"),
    Button("Calendar", "export:ics", "ics", "Export as a calendar too"),
)


@parts.register
def _export_failed(_outcome: ExportFailed) -> list[Part]:
    return [Part(shown.export_failed_lines())]


@parts.register
def _preview(outcome: ImportPreview) -> list[Part]:
    return [Part(imports.preview_lines(outcome), imports.preview_buttons(outcome))]


@parts.register
def _imported(outcome: Imported) -> list[Part]:
    spoken = f"Undo the import of {shorten(one_line(outcome.name), 40) or 'this file'}"
    undo = (Button("Undo", "undo", outcome.change, spoken),) if outcome.change is not None else ()
    return [Part(imports.imported_lines(outcome), undo)]


@parts.register
def _refused(outcome: FileRefused) -> list[Part]:
    return [Part(imports.refused_lines(outcome))]


@parts.register
def _cancelled(_outcome: Cancelled) -> list[Part]:
    return [Part(("Fine, nothing was stored.",))]


@parts.register
def _tried_again(outcome: TriedAgain) -> list[Part]:
    about = f" about {named(outcome.name)}" if outcome.name else ""
    return [Part((f"I'll try again to send you the nudge{about}, in a moment.",))]


@parts.register
def _answered(outcome: Answered) -> list[Part]:
    return [nudges.answered_part(outcome.nudge, outcome.said), *(part for each in outcome.then for part in parts(each))]
