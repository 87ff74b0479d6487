"""
The files of snapshots: how they are named, made one at a time, and kept within bounds.

    template.{recipe}.sqlite3                            all tables, no row
    {number}-{revision}.{recipe}.sqlite3                 the catalogue at a number
    {number}-{revision}-{hidden}.{recipe}.sqlite3        the same without what the public may not see any more

The recipe is a sign of all code that decides what stands in them; the revision tells two logs with the
same numbers apart. A file is written aside and moved into place, and never changed after that.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
import time
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import ConnectionHandler

from policyhub.records import fold, folding, guard, state, text_index
from policyhub.records.fold_public import Name, keep_public
from policyhub.records.models import Revision, Version
from policyhub.records.models.derived import derived_models
from policyhub.records.structure import parts_of, record_models

ENDING = ".sqlite3"
ATTEMPTS = 5
"""How often a file is begun again because what it is copied from was deleted."""

FILLING = (
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA foreign_keys = OFF; "
    # What was said before a rule was made is told as it was said. References are checked at the end, once.
    "PRAGMA ignore_check_constraints = ON; PRAGMA cache_size = -100000;"
)
"""How a file is filled that nobody reads before it is finished."""


class TakenError(Exception):
    """Another one makes a snapshot, for longer than was waited."""


def directory() -> Path:
    """Return where the files lie; only this installation reads them, since they hold drafts."""
    path = Path(settings.SNAPSHOTS_DIR)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def path_of(revision: Revision, hidden: list[Name]) -> Path:
    """Return where the snapshot of a revision lies, or is to lie, without the `hidden` records."""
    less = f"-{hashlib.sha256(repr(hidden).encode()).hexdigest()[:16]}" if hidden else ""
    return directory() / f"{revision.number:012}-{revision.id.hex}{less}.{recipe()}{ENDING}"


@cache
def recipe() -> str:
    """Return a sign of what decides how a log is folded: migrations, models, how texts are folded."""
    kinds = [one for model in record_models() for one in (model, *parts_of(model).values())]
    modules = {sys.modules[name] for kind in kinds for name in (kind.__module__,)} | {fold, folding, state, text_index}
    modules |= {module for model in derived_models() for module in (sys.modules[model.__module__], *model.MADE_BY)}
    files = {Path(str(module.__file__)) for module in modules}
    for label in {kind._meta.app_label for kind in kinds}:
        files |= {*(Path(apps.get_app_config(label).path) / "migrations").glob("*.py")}
    found = hashlib.sha256(f"{unicodedata.unidata_version}".encode())
    for file in sorted(files):
        found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]


# --- One at a time ----------------------------------------------------------------------------


@contextmanager
def only_one(wait: float | None) -> Iterator[None]:
    """
    Let one thread of one process make files at a time; raise TakenError after `wait` seconds (None: never).

    The lock goes with the process that holds it, so a killed one leaves nothing behind but an unfinished file.
    """
    until = time.monotonic() + (wait or 0)
    with (directory() / "lock").open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait is None else fcntl.LOCK_NB))
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise TakenError from None
                time.sleep(0.02)
        for unfinished in directory().glob("*.part"):
            unfinished.unlink()
        yield


@contextmanager
def finished(path: Path) -> Iterator[Path]:
    """Yield a place aside to write a file; it is moved to `path` once all of it is on the disk."""
    aside = path.with_suffix(".part")
    try:
        yield aside
    except BaseException:
        aside.unlink(missing_ok=True)  # what is half done would only take room
        raise
    on_disk(aside)
    aside.rename(path)
    on_disk(path.parent)


def on_disk(path: Path) -> None:
    """Wait until a file, or the list of names in a folder, would outlast a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make(revision: Revision, hidden: list[Name], using: str = DEFAULT_DB_ALIAS) -> Path:
    """Make the snapshot of a revision, unless somebody did meanwhile; called by the only one that makes files."""
    path, attempts = path_of(revision, hidden), ATTEMPTS
    while not path.exists():
        try:
            _make_public(revision, hidden, using) if hidden else _fold(revision, path, using)
        except FileNotFoundError:  # somebody empties the folder, as everybody may
            attempts -= 1
            if not attempts:
                raise
    make_room(keep=path)
    return path


def _fold(revision: Revision, path: Path, using: str) -> None:
    base, above = base_of(revision, using)
    with finished(path) as aside:
        shutil.copyfile(base or template(), aside)
        with filling(aside) as raw:
            fold.fill(raw, int(revision.number or 0), above=above, using=using)


def _make_public(revision: Revision, hidden: list[Name], using: str) -> None:
    whole = path_of(revision, [])
    if not whole.exists():
        _fold(revision, whole, using)
    with finished(path_of(revision, hidden)) as aside:
        shutil.copyfile(whole, aside)
        with filling(aside) as raw:
            for model in derived_models():
                model.follow(raw)
            keep_public(raw, hidden)
            for model in derived_models():
                model.settle(raw)
            fold.check_references(raw)


@contextmanager
def filling(path: Path) -> Iterator[sqlite3.Connection]:
    """
    Open a file to fill it, in one transaction.

    By the driver itself: no guard stands before a file that is no catalogue yet.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.executescript(FILLING)
        raw.execute("BEGIN")
        yield raw
        raw.execute("COMMIT")


def base_of(revision: Revision, using: str = DEFAULT_DB_ALIAS) -> tuple[Path | None, int]:
    """Return the nearest older snapshot of the same log and its number; None and 0 where there is none."""
    older: dict[tuple[int, str], Path] = {}
    for path in directory().glob(f"*.{recipe()}{ENDING}"):
        number, _, of = path.name.partition(".")[0].partition("-")
        empty = path.stat().st_size == 0
        if number.isdigit() and "-" not in of and int(number) < int(revision.number or 0) and not empty:
            older[int(number), of] = path
    numbers = Revision.objects.using(using).filter(number__in={number for number, _ in older})
    known = {(number or 0, pk.hex) for number, pk in numbers.values_list("number", "id")}
    nearest = max(known & older.keys(), default=None)  # a file of another log is passed over
    return (older[nearest], nearest[0]) if nearest else (None, 0)


def work_for(revision: Revision, using: str = DEFAULT_DB_ALIAS) -> int:
    """Return how many versions are to be folded for the snapshot of a revision; 0 where it is there."""
    if path_of(revision, []).exists():
        return 0
    _, above = base_of(revision, using)
    return Version.objects.using(using).filter(number__gt=above, number__lte=revision.number).count()


def make_room(*, keep: Path) -> None:
    """Delete what was not looked at for longest, until what is left is within bounds; open files stay readable."""
    ages = []
    for path in directory().glob(f"*{ENDING}"):
        with suppress(FileNotFoundError):
            ages.append((path.stat().st_mtime, path.stat().st_size, path))
    kept, room = 0, settings.SNAPSHOTS_MOST_BYTES
    for _, size, path in sorted(ages, key=lambda found: (found[2] != keep, -found[0])):
        kept, room = kept + 1, room - size
        if path != keep and (kept > settings.SNAPSHOTS_MOST or room < 0):
            path.unlink(missing_ok=True)


# --- The template -----------------------------------------------------------------------------


def template() -> Path:
    """Return an empty database with the tables of today, made by the migrations once for each recipe."""
    path = directory() / f"template.{recipe()}{ENDING}"
    if path.exists():
        path.touch()
        return path
    with finished(path) as aside:
        connection = new_connection(aside.stem, str(aside), {"init_command": FILLING})
        connections[aside.stem] = connection
        try:
            with guard.off("the tables of a snapshot"):
                _migrate(connection)
        finally:
            connection.close()
            del connections[aside.stem]
    return path


def _migrate(connection: Any) -> None:
    executor = MigrationExecutor(connection)
    labels = sorted({model._meta.app_label for model in record_models()})
    executor.migrate([leaf for label in labels for leaf in executor.loader.graph.leaf_nodes(label)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        # They hold rules of writing, which a snapshot does not see; but those that keep the words stay.
        for name in {name for (name,) in cursor.fetchall()} - set(text_index.triggers()):
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def new_connection(alias: str, name: str, options: dict[str, Any] | None = None) -> Any:
    """Return a connection of this thread to a SQLite file; no setting names it, and no other thread knows it."""
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options or {}}
    return ConnectionHandler({DEFAULT_DB_ALIAS: {**config}, alias: config}).create_connection(alias)
