"""What a benchmark reports: a row a measurement, beside its baseline of the same run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measurement: `ours` and `beside` in `unit`; `most` is the target of the ratio, without `beside` of `ours`."""

    what: str
    ours: float
    beside: float | None = None
    than: str = ""
    most: float | None = None
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        return None if self.beside is None else self.ours / self.beside

    @property
    def is_met(self) -> bool:
        """Whether the target is kept; a row without one only informs."""
        measured = self.ours if self.ratio is None else self.ratio
        return self.most is None or measured <= self.most

    def cells(self) -> tuple[str, ...]:
        beside = "" if self.beside is None else f"{self.beside:.3f} {self.unit}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        unit = "" if self.ratio is not None else f" {self.unit}"
        target = "" if self.most is None else f"<= {self.most:g}{unit} {'ok' if self.is_met else 'MISSED'}"
        return (self.what, f"{self.ours:.3f} {self.unit}", self.than, beside, ratio, target)


def table(rows: Iterable[Row]) -> str:
    """The rows in columns, as a terminal shows them."""
    lines = [("what", "ours", "beside", "", "ratio", "target"), *(row.cells() for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
