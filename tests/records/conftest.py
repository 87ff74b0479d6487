"""A database that several threads write to, each with a connection of its own."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections

from policyhub.records.revisions import revision

Race = Callable[..., list[Any]]


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """
    Let every thread open the same database.

    The SQLite database of the suite lies in memory and belongs to one thread: it is copied to a file,
    and for the time of the test the file is the default database.
    """
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, config = connections["default"], connections.settings["default"]
    in_memory.ensure_connection()
    file = tmp_path / "shared.sqlite3"
    with sqlite3.connect(file) as copy:
        in_memory.connection.backup(copy)
    copy.close()
    monkeypatch.setitem(connections.settings, "default", {**config, "NAME": str(file)})
    connections["default"] = connections.create_connection("default")
    yield
    connections["default"].close()
    connections["default"] = in_memory


@pytest.fixture
def race(shared: None) -> Race:
    """Return a function that starts others at the same moment and tells how each ended."""

    def run(*competitors: Callable[[], Any]) -> list[Any]:
        start = Barrier(len(competitors))

        def compete(competitor: Callable[[], Any]) -> Any:
            try:
                connection.ensure_connection()
                start.wait(timeout=20)
                with revision(reason="One of several at the same moment."):
                    return competitor()
            except ValidationError as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(len(competitors)) as threads:
            return list(threads.map(compete, competitors))

    return run
