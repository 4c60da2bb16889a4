"""What a sentence is said in: when, where, to whom it may refer. Read by every rule, changed by none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.language.known import Known
from bot.language.meanings import Command
from bot.language.words import MANY


@dataclass(frozen=True, slots=True)
class Scene:
    """`now` is in the speaker's zone. `one` is the last single person named, `many` those last named together."""

    now: datetime
    today: date
    command: Command
    day_first: bool
    known: Known
    one: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    follows: bool = False  # something else was said before it on the same line
    whole_names: bool = False  # a question that takes no day: "who is Mark Friday"

    def meant_by(self, pronoun: str) -> tuple[str, ...]:
        """Whom "she" or "them" means here; nobody by name in a nudge's thread, where it is the nudge's person."""
        return self.many if pronoun in MANY else self.one

    def after(self, people: tuple[str, ...]) -> Scene:
        """The scene for what the line says next, when these people were just named."""
        one = people if len(people) == 1 else self.one
        return Scene(
            self.now, self.today, self.command, self.day_first, self.known, one, people or self.many, follows=True
        )
