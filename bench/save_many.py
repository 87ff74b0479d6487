"""
How long 1,000 positions take in one revision, against 1,000 bare saves in one transaction.

Run with `make bench`, or `python bench/save_many.py`; DATABASE_URL may name a PostgreSQL server. Both are
measured alternately in one run; read the ratio.
"""

import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.large import milliseconds, set_up

ROUNDS, SIZE, MOST = 4, 1000, 5


def main() -> None:
    """Print the medians of both and their ratio."""
    set_up()
    from django.db import connection, transaction

    from options.models import Position
    from policyhub.accounts.models import User
    from policyhub.records import guard
    from policyhub.records.revisions import change

    author = User.objects.get(username="author")

    def write(rows: list[Any]) -> None:
        for held in rows:
            held.summary = f"It says more of {held.pk}."
            held.save()

    def bare(rows: list[Any]) -> None:
        with guard.off("the rival"), transaction.atomic():
            write(rows)

    def logged(rows: list[Any]) -> None:
        with change(by=author, reason="Says more.") as edit:
            edit.announce_all(Position, [held.pk for held in rows])
            write(rows)

    times: dict[Any, list[float]] = {bare: [], logged: []}
    for turn in range(ROUNDS * 2):
        way = (bare, logged)[turn % 2]
        rows = list(Position.objects.order_by("pk")[turn * SIZE : (turn + 1) * SIZE])
        times[way].append(milliseconds(way, rows))
    slow, fast = statistics.median(times[logged]), statistics.median(times[bare])
    print(f"{connection.vendor}, {SIZE} positions at once, medians of {ROUNDS}, milliseconds")
    verdict = "under" if slow < fast * MOST else "OVER"
    print(f"bare {fast:.0f}   logged {slow:.0f}   ratio {slow / fast:.1f}   {verdict} {MOST}")


if __name__ == "__main__":
    main()
