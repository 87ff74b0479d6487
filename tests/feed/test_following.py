"""A reader who follows the feed while others write misses nothing and is told nothing twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.test import Client

from policyhub.sources.models import Source
from tests import builders as make
from tests.feed.conftest import asking, edit
from tests.records.conftest import shared  # noqa: F401  # a fixture

WRITERS, EDITS = 3, 8


def write(writer: int) -> None:
    """Make some sources public, each in a revision of its own."""
    try:
        for number in range(EDITS):
            with edit():
                make.source(f"paper-{writer}-{number}", public=True)
    finally:
        connection.close()


def follow(stop: Any) -> list[tuple[int, str]]:
    """Read on until everything was written and read."""
    found, address = [], "changes/?page_size=2"
    try:
        while True:
            done = stop()
            page = asking(Client())(address)
            found += [(one["number"], one["key"]) for one in page["results"]]
            if done and page["next"] == address:
                return found
            address = page["next"]
    finally:
        connection.close()


def test_a_reader_misses_nothing_while_others_write(shared: None) -> None:  # noqa: F811
    with ThreadPoolExecutor(WRITERS + 1) as threads:
        writers = [threads.submit(write, number) for number in range(WRITERS)]
        reader = threads.submit(follow, lambda: all(writer.done() for writer in writers))
        for writer in writers:
            writer.result(timeout=120)
        found = reader.result(timeout=120)
    assert len(found) == WRITERS * EDITS
    assert [number for number, _ in found] == sorted({number for number, _ in found})
    assert {key for _, key in found} == set(Source.objects.published().values_list("slug", flat=True))
