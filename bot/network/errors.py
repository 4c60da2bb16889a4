"""What can be wrong with what was asked. Each error is a fact with a class of its own; its sentence is in `blocks`."""

from __future__ import annotations


class RapportError(Exception):
    """Something a person can put right. `code` is what a log shows; no message holds anybody's words."""

    code = "error"

    def __init__(self) -> None:
        super().__init__(self.code)


class UnknownPersonError(RapportError):
    """Nobody in the owner's network goes by `name`; `near` are names that are like it."""

    code = "unknown_person"

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.name = name
        self.near = near


class NobodyNamedError(RapportError):
    """The sentence needs a person and names none."""

    code = "nobody_named"

    def __init__(self, intent: str) -> None:
        super().__init__()
        self.intent = intent


class MissingPartError(RapportError):
    """The sentence lacks a part that its intent needs: `part` is `day`, `rhythm`, `about`, `to` or `value`."""

    code = "missing_part"

    def __init__(self, intent: str, part: str, name: str | None = None) -> None:
        super().__init__()
        self.intent = intent
        self.part = part
        self.name = name


class BadSettingError(RapportError):
    """`value` is no value of `setting`."""

    code = "bad_setting"

    def __init__(self, setting: str, value: str) -> None:
        super().__init__()
        self.setting = setting
        self.value = value


class NothingToUndoError(RapportError):
    """There is nothing (more) to take back, or what the button named is done already."""

    code = "nothing_to_undo"


class NothingToCorrectError(RapportError):
    """The last thing done, of this intent, has nothing that the correction gives anew."""

    code = "nothing_to_correct"

    def __init__(self, intent: str) -> None:
        super().__init__()
        self.intent = intent


class NothingOpenError(RapportError):
    """There is no nudge, promise or plan that this could answer."""

    code = "nothing_open"

    def __init__(self, intent: str, name: str | None = None) -> None:
        super().__init__()
        self.intent = intent
        self.name = name


class NotYoursError(RapportError):
    """A button, a reaction or a view named something that is not the owner's, or no longer there."""

    code = "not_yours"


class AlreadyAnsweredError(RapportError):
    """An old button: what it would have done was done before."""

    code = "already_answered"


class TooFarError(RapportError):
    """A day or a rhythm that leads out of the calendar."""

    code = "too_far"
