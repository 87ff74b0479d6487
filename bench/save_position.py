"""
How long one person's edit of one position takes, against the same writes without guard and log.

Run with `make bench`, or `python bench/save_position.py`; DATABASE_URL may name a PostgreSQL server. Both
are measured alternately in one run; read the ratio.
"""

import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.large import milliseconds, set_up

ROUNDS, MOST = 60, 20


def main() -> None:
    """Print the medians of both and their ratio."""
    set_up()
    from django.db import connection, transaction

    from options.models import Position
    from policyhub.accounts.models import User
    from policyhub.records import guard
    from policyhub.records.revisions import change
    from policyhub.sources.models import Source

    author, source = User.objects.get(username="author"), Source.objects.get(slug="s-0")

    def write(held: Any, citation: Any, term: Any) -> None:
        held.summary, held.confidence = "It says more.", "reported"
        held.save()
        citation.delete()
        held.citations.create(source=source)
        held.forms.create(form="sea")
        term.role = "limits"
        term.save()

    def bare(*rows: Any) -> None:
        with guard.off("the rival"), transaction.atomic():
            write(*rows)

    def logged(*rows: Any) -> None:
        with change(by=author, reason="Says more."):
            write(*rows)

    times: dict[str, list[float]] = {"bare": [], "logged": []}
    for held in Position.objects.order_by("pk")[1 : 4000 * ROUNDS // 2 : 2000][: ROUNDS * 2]:
        way = "bare" if len(times["bare"]) <= len(times["logged"]) else "logged"
        rows = (held, held.citations.get(), held.conditions.get())
        times[way].append(milliseconds({"bare": bare, "logged": logged}[way], *rows))
    slow, fast = statistics.median(times["logged"]), statistics.median(times["bare"])
    print(f"{connection.vendor}, one position with its parts, medians of {len(times['logged'])}, milliseconds")
    verdict = "under" if slow < MOST else "OVER"
    print(f"bare {fast:.1f}   logged {slow:.1f}   ratio {slow / fast:.1f}   {verdict} {MOST}")


if __name__ == "__main__":
    main()
