"""
How long a page of 500 changes takes, at the beginning and deep in the feed, against a plain list by offset.

Run with `make bench`, or `python bench/read_changes.py`; DATABASE_URL may name a PostgreSQL server. Both
are measured alternately in one run; read the ratio. The rival reads the same rows of the log, whoever asks,
and writes them as JSON; it knows no visibility.
"""

import json
import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.large import milliseconds, set_up

ROUNDS, PAGE, DEEP, MOST = 15, 500, 200, 50


def main() -> None:
    """Print the medians of both, at the beginning and deep in the feed, and their ratio."""
    set_up()
    from django.db import connection
    from django.test import Client

    from policyhub.accounts.models import User
    from policyhub.records.models import Version

    client = Client()
    client.force_login(User.objects.create_superuser("reader"))  # the large catalogue holds drafts too

    def page(address: str) -> Any:
        return client.get(address).json()

    def plain(offset: int) -> str:
        rows = Version.objects.filter(number__isnull=False).order_by("number", "kind", "key")
        found = rows.values("number", "kind", "key", "action", "revision__instant")[offset : offset + PAGE]
        return json.dumps(list(found), default=str)

    first = f"/api/v1/changes/?page_size={PAGE}"
    deep = first
    for _ in range(DEEP):
        deep = page(deep)["next"]
    print(f"{connection.vendor}, a page of {PAGE} changes, medians of {ROUNDS}, milliseconds")
    for name, address, offset in (("first page", first, 0), (f"page {DEEP + 1}", deep, DEEP * PAGE)):
        assert len(page(address)["results"]) == PAGE
        feed, rival = [], []
        for _ in range(ROUNDS):
            feed.append(milliseconds(page, address))
            rival.append(milliseconds(plain, offset))
        ours, theirs = statistics.median(feed), statistics.median(rival)
        verdict = "under" if ours < MOST else "OVER"
        print(f"{name:>10}: feed {ours:6.1f}   plain {theirs:6.1f}   ratio {ours / theirs:.2f}   {verdict} {MOST}")


if __name__ == "__main__":
    main()
