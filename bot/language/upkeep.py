"""Keeping the book in order.

`rename`, `merge`, `forget`, `undo`, `correct`, `settings`, `import`, `export`, `help_me`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.language.day import MONTHS
from bot.language.draft import Draft
from bot.language.followups import follow_up
from bot.language.meanings import Intent
from bot.language.patterns import SLOTS, Match, rule
from bot.language.people import read_name, read_people
from bot.language.text import Line
from bot.language.when import clock, rhythm, when
from bot.language.words import CLOSERS, MARKS, MEDIA, words

_ENDS = MARKS | CLOSERS | {"and", "then", ""}


_BOOKS = words("network contacts list people book records contact")


def ended(line: Line, i: int) -> bool:
    """Whether nothing of weight follows."""
    return line.low[i] in _ENDS


def _new_name(m: Match, draft: Draft) -> Draft | None:
    """The rest up to a comma or the next command is the new name."""
    line, end = m.line, m.end
    found = read_name(line, m.end, replace(m.scene, whole_names=True))
    if found:
        draft.to, end = found
    else:
        while end < line.size and line.low[end] not in _ENDS:
            end += 1
        draft.to = line.said(m.end, end)
    draft.at = end
    return draft if draft.to else None


@rule(
    "rename {name} to|into|as|->|→|=>|:",
    "change {names} name to|into",
    "{people} 's name is [actually|really]",
    "{people} is|'s actually|really called|named",
    "change {name} to",
    "call {name} :",
)
def rename(m: Match) -> Draft | None:
    line = m.line
    if (
        line.low[m.start] == "change"
        and "name" not in line.low[m.start : m.end]
        and not (line.cap[m.end] or line.low[m.end].isalpha())
    ):
        return None
    if line.low[m.end] in ("every", "monthly", "weekly", "quarterly", "a", "once", "twice", "daily", "yearly"):
        return None
    draft = m.draft("rename")
    if not draft.people:
        draft.people.append(m.slots.get("name") or m.slots["names"])
    return _new_name(m, draft)


@rule(
    "merge|combine|fold {people} into|->",
    "merge|combine|fold {name} into|to|with|and|->|&|in|,",
    "{people} is|are the same [person] [as] [{others}]",
)
def merge(m: Match) -> Draft | None:
    draft = m.draft("merge")
    if "name" in m.slots:
        draft.people.append(m.slots["name"])
        return _new_name(m, draft)
    if len(draft.people) > 1 and m.line.low[m.end - 1] in ("into", "->"):
        return _new_name(m, draft)
    if m.line.low[m.end - 1] in ("into", "->"):
        return None  # one name may hold a day, which the other pattern allows
    names = [*draft.people, *(m.slots["others"].names if "others" in m.slots else ())]
    if len(names) != 2:
        return None
    draft.people, draft.to = names[:1], names[1]
    return draft


@rule(
    "forget|delete|remove|erase|drop [everything|all|anything] [you] [know] [about|on|of] {whole}",
    "forget|delete|remove|erase [the] [contact|record|records|data|entry] [of|about|for|on] {whole}",
    "forget|delete|remove|erase {owner} data|record|records|entry|profile|contact|everything",
)
def forget(m: Match) -> Draft | None:
    line = m.line
    if line.low[m.end] == "'s" or (line.low[m.start] == "forget" and line.low[m.start + 1] in ("to", "it", "that")):
        return None
    draft = m.draft("forget")
    if line.low[m.end : m.end + 2] in (["from", "my"], ["from", "the"]) and line.low[m.end + 2] in _BOOKS:
        draft.at = m.end + 3
    return draft if line.low[m.start] not in ("drop", "remove") or ended(line, draft.at) else None


@rule(
    "forget|delete|remove|erase|wipe everything|all|me|myself [about|of] [me|mine|my|everything] "
    "[data|contacts|network]",
    "forget|delete|remove|erase|wipe [all|everything] [of|about] my|me|mine [data|contacts|network|account|everything]",
    "forget|delete|remove|erase|wipe all|everything [you] [know|have] about|on me",
    "delete|erase|wipe [all] [the] data|account|everything",
)
def forget_all(m: Match) -> Draft | None:
    return m.draft("forget") if ended(m.line, m.end) else None


@rule(
    "undo|revert|oops|whoops|oopsie|ooops|ups|scratch [that|it|this|last|the] [last|one] [one|"
    "thing|action|entry] [please]",
    "take that|it|this|the back [again]",
    "take back [that|it|this|the] [last] [one|thing]",
    "never mind|mind",
    "nevermind",
    "cancel that|this|it|last [one]",
    "cancel the last [one|thing]",
    "undo [the] last|that|it [one|thing|log|entry|command|change|action]",
)
def undo(m: Match) -> Draft | None:
    line = m.line
    draft = m.draft("undo")
    while line.low[draft.at] in words(
        "! . , please undo that it oops the last one my bad pls sorry this revert thing entry"
    ):
        draft.at += 1
    return draft if draft.at >= line.size or line.low[m.start] in ("undo", "take") else None


_AGAIN = words(", : i meant mean it was with actually not said wait sorry no oh oops rather that")
CORRECTION = words("day time place company topic medium tag rhythm follow")


@rule(
    "actually|sorry|no|nope|correction|wait|oops|rather|well|wrong [,|:] [actually|sorry] [,] [it|that|"
    "this] was|is|were [actually|not] [with|about]",
    "actually|sorry|no|nope|correction|wait|rather [,|:] [actually|sorry|i] [,] [mean|meant]",
    "i meant|mean [to] [say|:]",
    "meant [to] [say|:]",
    "make it|that",
    "it|that was [actually]",
    "change it|that to",
    "should be|have [been]",
    "not {people} [,] [but|it] [was] [{others}]",
    "it should be|have [been]",
)
def correct(m: Match) -> Draft | None:
    """`actually it was Thursday`, `no, Priya Shah`, `make it 4pm`: whatever is given anew."""
    line = m.line
    said = line.low[m.start : m.end]
    if (m.end >= line.size and said[0] != "not") or (
        m.scene.follows and said[0] not in ("actually", "correction", "make")
    ):
        return None
    if said[0] in ("it", "that", "should", "meant") and (m.start > 0 and m.scene.follows):
        return None
    draft = m.draft("correct", "back" if {"was", "were"} & set(said) else "ahead", CORRECTION)
    draft.look = "back" if "was" in said or "were" in said else "ahead"
    others = m.slots.get("others")
    kind = SLOTS["kind"](line, m.end, m.scene) if said == ["no"] else None
    if kind and line.low[kind[1]] in ("with", "w/"):
        return None  # "no meeting with Meera today"
    if said[0] == "not":  # "not Ana, Lee"
        draft.people = list(others.names) if others else draft.people[1:]
        return draft if draft.people and ended(line, draft.at) else None
    if said[0] == "no" and line.low[m.end] in words(
        "more rhythm nudges answer reply one response problem worries thanks need luck longer cadence way idea"
    ):
        return None
    return _anew(draft, said)


def _anew(draft: Draft, said: list[str]) -> Draft | None:
    """The field that is given: a kind, a day, a place, people; anything else is `about`."""
    line = draft.line
    at = draft.at
    while line.low[at] in _AGAIN and line.low[at + 1]:
        draft.look = "back" if line.low[at] == "was" else draft.look
        at += 1
    draft.at = at
    if line.low[at] in ("about", "at", "on", "in", "from", "@", "re", "over", "by", "to"):
        if line.low[at] == "to":
            draft.at += 1
        return draft
    if "was" not in said and line.low[at] in MONTHS and ended(line, at + 1) and said[0] in ("no", "nope", "sorry"):
        draft.people, draft.at = [line.raw[at]], at + 1
        return draft
    for read in (follow_up, rhythm, clock, when):
        if (end := read(draft, at)) > 0:
            draft.at = end
            return draft
    return _how(draft, at) or _whom_or_what(draft, at, said)


def _how(draft: Draft, at: int) -> Draft | None:
    """`it was lunch`, `make it a call`."""
    line = draft.line
    kind = SLOTS["kind"](line, at, draft.scene)
    if kind and (ended(line, kind[1]) or line.low[kind[1]] in ("with", "w/", "on", "at", "not", "about")):
        draft.kind, draft.at = kind
        draft.takes = draft.takes | {"with"}
        return draft
    if line.low[at] in MEDIA and ended(line, at + 1):
        draft.kind, draft.at = MEDIA[line.low[at]], at + 1
        return draft
    return None


def _whom_or_what(draft: Draft, at: int, said: list[str]) -> Draft | None:
    line, scene = draft.line, draft.scene
    found = read_people(line, at, scene, pronouns=False)
    meant = "meant" in said or "mean" in said or "meant" in line.low[max(0, at - 2) : at]
    if found and (ended(line, found.end) or line.low[found.end] in ("not", "at", "on", "from", "in")):
        known = scene.known.person(line.low, at) > 0 or line.raw[at].startswith("<@")
        if known or not meant:
            draft.people, draft.at = list(found.names), found.end
            if said[0] == "make" and not known:
                return None
            return draft
    if line.low[at] == "rhythm" or (said[0] in ("it", "that") and not meant):
        return None
    if said[0] in ("no", "wait", "nope", "sorry") and not meant and "was" not in said:
        return None
    draft.at, draft.mode, draft.keep = at, "topic", False
    draft.takes = frozenset()
    return draft


_TRANSFER = words(
    """
    a an all as can contacts connections copy csv data do export everything file files for from google history i
    ics import in json linkedin list me monica more my network of our out outlook people please pls some the
    them these this those to vcard vcf want would now again into rapport you how it and with help use here work
    works
    """
)


_FILES = (".csv", ".vcf", ".json", ".ics", ".zip")


def simple(m: Match, intent: Intent) -> Draft:
    """A command that takes nothing: what it is usually said with adds nothing either, any other word stays."""
    draft = m.draft(intent)
    while draft.at < m.line.size and (
        m.line.low[draft.at] in _TRANSFER or m.line.low[draft.at] in _ENDS or m.line.low[draft.at].endswith(_FILES)
    ):
        draft.at += 1
    return draft


@rule(
    "[how] [want|like|need|to|can|could|would|please|do] [to|i|we|you|would] [to|do|like] [to|i] import|"
    "upload [a|an|my|the|some|all|from|contacts|connections|csv|linkedin|vcard|google|data|file|"
    "people|more]"
)
def import_(m: Match) -> Draft | None:
    if m.scene.follows and m.line.low[m.start] != "import":
        return None
    return simple(m, "import")


@rule(
    "[how] [want|like|need|to|can|could|would|please|do] [to|i|we|would|you] [to|do|like] [to|i] export|"
    "download [a|an|my|the|all|everything|data|contacts|network|as|to]",
    "give me [all] my data",
    "[get|send] [me] [a] copy of my data",
    "backup [my] [data]",
)
def export(m: Match) -> Draft | None:
    return simple(m, "export")


@rule(
    "help [me] [please|pls|!|?]",
    "?",
    "[how] how does|do this|it|i|you|rapport [thing|bot|app|tool] work|works|use [this|it|you|rapport]",
    "what can|do you|i|rapport do|say|type|ask [here|you|with] [this]",
    "commands|manual|usage|instructions|howto|docs",
    "show [me] [the] help|commands",
    "who are you",
    "how to use [this]",
    "what is this|rapport",
    "what are you|the [commands]",
    "i need help",
)
def help_me(m: Match) -> Draft | None:
    line = m.line
    if line.low[m.start] == "help" and not ended(line, m.end) and line.low[m.end] not in ("with", "using", "on"):
        return None
    if line.low[m.start] == "help" and line.low[m.end] in ("on", "with", "using") and line.cap[m.end + 1]:
        return None
    if line.low[m.start] in ("commands", "manual", "usage", "instructions", "docs") and not ended(line, m.end):
        return None
    return simple(m, "help_me")
