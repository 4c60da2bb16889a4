"""All benchmarks at their small sizes, as one table: `python -m benchmarks` (`make bench`), some three minutes.

The large sizes: `python -m benchmarks.tick --full`, and so with `deliver` and `transfer`.
"""

from __future__ import annotations

from importlib import import_module

from benchmarks.rows import Row, table
from bot import telemetry

NAMES = ("front", "parse", "tick", "deliver", "transfer")


def main() -> None:
    """Run each and print its rows under its name."""
    telemetry.set_up(level="error")
    rows: list[Row] = []
    for name in NAMES:
        print(f"{name} …", flush=True)
        rows += import_module(f"benchmarks.{name}").measure()
    print(table(rows))
    missed = [row.what for row in rows if not row.is_met]
    print(f"\n{len(missed)} of {sum(row.most is not None for row in rows)} targets missed")


if __name__ == "__main__":
    main()
