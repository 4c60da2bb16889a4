"""What goes wrong on purpose: lost answers, refusals, slowness. `web_api` asks here before it carries a call out."""

import random
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["lose_answer", "drop", "status", "error", "rate_limit", "latency"]
KINDS = ("lose_answer", "drop", "status", "error", "rate_limit", "latency")


@dataclass
class Fault:
    """A trouble that meets calls of one method (or `*`), of one team, about one user, or of all.

    `lose_answer` lets the call take effect and closes the connection; `drop` closes it before any effect; `status`
    answers that HTTP status, after the effect if `effect`; `error` answers `ok: false` with that code; `rate_limit`
    answers 429 with `retry_after` whole seconds; `latency` adds so many `seconds` and leaves the rest as it is.
    The first `after` calls are spared, then `times` of them are met (None: all), each with `probability`.
    """

    method: str = "*"
    kind: Kind = "error"
    team: str | None = None
    user: str | None = None
    times: int | None = None
    probability: float = 1.0
    after: int = 0
    status: int = 503
    effect: bool = False
    error: str = "internal_error"
    retry_after: int = 1
    seconds: float = 0.0
    met: int = field(default=0, init=False)
    """How many calls it has met so far."""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such kind of fault: {self.kind}")

    def fits(self, method: str, team: str | None, about: set[str]) -> bool:
        """Whether the call is one that it is meant for."""
        if self.method not in ("*", method) or (self.team is not None and self.team != team):
            return False
        return self.user is None or self.user in about

    def strikes(self) -> bool:
        """Whether it meets this call, which fits; counts."""
        if self.after > 0:
            self.after -= 1
            return False
        if self.times is not None and self.met >= self.times:
            return False
        if random.random() >= self.probability:  # noqa: S311 - no secret
            return False
        self.met += 1
        return True


class Faults:
    """The faults that are in force, in the order of their adding."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; the same object tells later how many calls it has met."""
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """End all faults."""
        self.active.clear()

    def meeting(self, method: str, team: str | None, about: set[str]) -> list[Fault]:
        """The faults that meet this call, about these people: latencies, and at most one of the others."""
        met: list[Fault] = []
        for fault in tuple(self.active):
            decided = any(other.kind != "latency" for other in met)
            if (fault.kind == "latency" or not decided) and fault.fits(method, team, about) and fault.strikes():
                met.append(fault)
        return met
