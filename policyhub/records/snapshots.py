"""
Snapshots: the catalogue as it was at a number, in a read-only database that any query can be sent to.

    with looking_at(412, request.user):
        Measure.objects.visible_to(request.user)

They repeat what the log says, and can be deleted at any time. A thread opens its own connection for as
long as it looks, under an alias that no other thread knows: the settings of connections are not touched.
"""

import logging
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError, connections
from django.utils.connection import ConnectionDoesNotExist

from policyhub.records import fold_files as files
from policyhub.records.fold_public import Name, hidden_since
from policyhub.records.models import Revision
from policyhub.records.querysets import Caller, sees_drafts
from policyhub.records.router import looked_at
from policyhub.records.vocabularies import RevisionState

logger = logging.getLogger(__name__)

READ_ONLY = "?mode=ro&immutable=1"
"""How a finished file is opened: nobody writes it again, so it needs no lock."""

RATE = 15_000
"""Versions that are folded in a second, at least; by it a caller is told how long to wait."""

TROUBLE = 60
"""Seconds after which to ask again where a snapshot cannot be made for lack of room or rights."""

PATIENCE = 2.0
"""Seconds for which one who does not see drafts waits while another snapshot is made."""


class NotReadyError(Exception):
    """The snapshot is being made; `seconds` tells after how long to ask again."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"The snapshot is being made; ask again in {seconds} seconds.")


@contextmanager
def looking_at(at: Revision | int, caller: Caller) -> Iterator[None]:
    """
    Send every read of records to the catalogue as it was when the revision `at` was applied.

    Who does not see drafts is not shown what was withdrawn since. Raises NotReadyError where such a
    caller would have to wait long, and Revision.DoesNotExist where no such revision was applied.
    """
    revision = at if isinstance(at, Revision) else Revision.objects.get(number=at, state=RevisionState.APPLIED)
    patient = sees_drafts(caller)
    hidden = [] if patient else hidden_since(int(revision.number or 0))
    with _connected(revision, hidden, patient=patient) as alias:
        token = looked_at.set(alias)
        try:
            yield
        finally:
            looked_at.reset(token)


@contextmanager
def _connected(revision: Revision, hidden: list[Name], *, patient: bool) -> Iterator[str]:
    """Open the snapshot in this thread, made first where it is not there; yield the alias of the connection."""
    alias = files.path_of(revision, hidden).stem
    try:
        connections[alias]
    except ConnectionDoesNotExist:
        pass
    else:  # this thread looks at it already
        yield alias
        return
    connection = _opened(revision, hidden, alias, patient=patient)
    connections[alias] = connection
    try:
        yield alias
    finally:
        connection.close()
        del connections[alias]


def _opened(revision: Revision, hidden: list[Name], alias: str, *, patient: bool) -> Any:
    """Return an open connection; it can be read to its end also if the file is deleted meanwhile."""
    while True:
        path = snapshot(revision, hidden, patient=patient)
        connection = files.new_connection(alias, f"{path.as_uri()}{READ_ONLY}", {"init_command": "PRAGMA query_only=1"})
        try:
            connection.ensure_connection()
            if is_whole(connection):
                return connection
        except OperationalError:
            if path.exists():
                raise
            continue  # it was deleted to make room between being found and being opened
        connection.close()
        path.unlink(missing_ok=True)


def is_whole(connection: Any) -> bool:
    """Tell whether a file holds tables: one that a loss of power cut to nothing is made anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")
        return cursor.fetchone() is not None


def snapshot(revision: Revision, hidden: list[Name], *, patient: bool) -> Path:
    """Return the file of a snapshot, made where it is not there: at once, or in the background for the impatient."""
    path = files.path_of(revision, hidden)
    with suppress(FileNotFoundError):
        os.utime(path)  # what is looked at is kept longest
        return path
    work = 0 if patient else files.work_for(revision)
    if work > settings.SNAPSHOT_INLINE_RECORDS:
        make_in_background(revision)
        raise NotReadyError(1 + work // RATE)
    try:
        with files.only_one(None if patient else PATIENCE):
            return files.make(revision, hidden)
    except files.TakenError:
        raise NotReadyError(1 + work // RATE) from None
    except (OSError, sqlite3.OperationalError):  # the disk is full, or the folder cannot be written
        logger.exception("The snapshot of revision %s could not be made.", revision.number)
        raise NotReadyError(TROUBLE) from None


# --- In the background ------------------------------------------------------------------------

under_way: dict[str, threading.Thread] = {}
"""The threads of this process that make snapshots, by the revision."""

_starting = threading.Lock()


def make_in_background(revision: Revision) -> None:
    """Have the snapshot of a revision made by a thread of its own, unless this process is making one already."""
    with _starting:
        if not any(thread.is_alive() for thread in list(under_way.values())):
            thread = threading.Thread(target=_make, args=[revision], name=f"snapshot-{revision.number}", daemon=True)
            under_way[revision.id.hex] = thread
            thread.start()


def _make(revision: Revision) -> None:
    try:
        with files.only_one(None):
            files.make(revision, [])
    except Exception:  # nobody else would hear of it: whoever asks again starts it again
        logger.exception("The snapshot of revision %s could not be made.", revision.number)
    finally:
        under_way.pop(revision.id.hex, None)
        connections.close_all()
