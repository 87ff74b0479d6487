"""
Making releases: a file with what the public sees, made from nothing but what the public sees.

The log is folded over public states alone, so nothing else was ever in the file: no draft, no person, no
reason of a change. A release never changes; one that should not have been made is retracted whole.
"""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from policyhub.feed.models import Release
from policyhub.feed.redaction import without_hidden
from policyhub.records import fold, fold_files
from policyhub.records.folding import COLUMNS
from policyhub.records.models import Revision
from policyhub.records.structure import record_models, tables
from policyhub.records.vocabularies import Publication, RevisionState

Progress = Callable[[str], None]

LICENCE = "Summaries and coding: CC BY 4.0, The PolicyHub authors. Facts are free. Quotations remain their authors'."

LEFT_OUT = {*COLUMNS, "created_at"}
"""Columns that the public does not see: texts as they are searched, and when a record was first a draft."""


class ReleaseError(ValidationError):
    """The release cannot be made or retracted; nothing was changed."""


def make_release(*, notes: str = "", progress: Progress = lambda text: None) -> Release:
    """
    Make a release of the catalogue as the public sees it now, under the next name of the month (UTC).

    Raises ReleaseError where nothing was ever applied, or nothing changed since the newest release that holds.
    """
    newest = Revision.objects.filter(state=RevisionState.APPLIED).order_by("-number").first()
    if newest is None or newest.number is None or newest.instant is None:
        raise ReleaseError("The catalogue has no history yet; there is nothing to release.")
    with fold_files.only_one(None):
        standing = Release.objects.filter(number=newest.number, retracted_at=None).first()
        if standing is not None:
            raise ReleaseError(f"Nothing changed since {standing.name}.")
        release = Release(name=next_name(), number=newest.number, instant=newest.instant, made_at=timezone.now())
        release.notes = notes.strip()
        try:
            write_files(release, progress)
        except (OSError, sqlite3.OperationalError) as error:
            raise ReleaseError(f"The files could not be written: {error}.") from error
        release.full_clean()
        release.save()
    return release


def next_name() -> str:
    """Return the name of the next release of this month; one whose files are there is taken, whatever became of it."""
    month = timezone.now().strftime("%Y.%m")
    taken = {*Release.objects.filter(name__startswith=f"{month}.").values_list("name", flat=True)}
    taken |= {path.name for place in places() for path in place.glob(f"{month}.*")}
    numbers = [name.rpartition(".")[2] for name in taken]
    return f"{month}.{max((int(number) for number in numbers if number.isdigit()), default=0) + 1}"


def places() -> tuple[Path, Path]:
    """Return where the files of releases lie, and where those of retracted ones are kept out of reach."""
    return Path(settings.RELEASES_DIR), Path(settings.RELEASES_DIR) / ".retracted"


@transaction.atomic
def retract(*, release: Release, reason: str) -> Release:
    """
    Take a release back whole, and say why: its files are given out no more, and its name stays taken.

    Raises ReleaseError without a reason, and where it was retracted before.
    """
    stored = Release.objects.select_for_update().get(pk=release.pk)
    if stored.retracted_at is not None:
        raise ReleaseError("It is retracted already.")
    if not reason.strip():
        raise ReleaseError({"retraction": ["Say why it is retracted."]})
    stored.retracted_at, stored.retraction = timezone.now(), reason.strip()
    stored.save()
    transaction.on_commit(lambda: put_away(stored))
    return stored


def put_away(release: Release) -> None:
    """Move the files of a release out of reach: they are kept, for they cannot be made again."""
    aside = places()[1]
    aside.mkdir(mode=0o700, exist_ok=True)
    if release.directory.exists():
        release.directory.rename(aside / release.name)


def number_of(name: str) -> int | None:
    """Return the number that a release holds; None where there is no such release, or it was retracted."""
    return Release.objects.filter(name=name, retracted_at=None).values_list("number", flat=True).first()


# --- Files ------------------------------------------------------------------------------------


def write_files(release: Release, progress: Progress) -> None:
    """Write the files of a release aside and move them into place; fill in its size, checksum and records."""
    place, _ = places()
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    aside = place / f".{release.name}.part"
    shutil.rmtree(aside, ignore_errors=True)  # what a run left that was cut short
    aside.mkdir()
    try:
        fill(release, aside, progress)
        aside.replace(release.directory)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    fold_files.on_disk(place)


def fill(release: Release, aside: Path, progress: Progress) -> None:
    """Write the files of a release into a folder."""
    database = aside / release.file
    progress(f"Folding the log up to revision {release.number} ...")
    counts = write_database(release, database)
    release.records, release.size = sum(counts.values()), database.stat().st_size
    release.sha256 = checksum(database)
    progress("Writing notes and checksums ...")
    (aside / "NOTES.md").write_text(notes_of(release, counts), encoding="utf-8")
    sums = [f"{checksum(aside / name)}  {name}\n" for name in (release.file, "NOTES.md")]
    (aside / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")
    for file in aside.iterdir():
        file.chmod(0o444)
        fold_files.on_disk(file)


def write_database(release: Release, path: Path) -> dict[str, int]:
    """
    Write the public records at the number of a release as a SQLite database; return how many there are by kind.

    Its tables are plain ones, so that any program reads them: what the catalogue's own check with functions
    that only Django adds to SQLite is left behind, as is what it keeps for searching alone.
    """
    filled = path.with_suffix(".filled")
    shutil.copyfile(fold_files.template(), filled)
    with fold_files.filling(filled) as raw:
        public = {*fold.newest(release.number).filter(becomes=Publication.PUBLISHED).values_list("kind", "key")}
        fold.fill(raw, release.number, public=lambda model, state: without_hidden(model, state, public))
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("ATTACH ? AS filled", [str(filled)])
        raw.execute("BEGIN")
        for table in sorted(tables()):
            copy(raw, table)
        describe(raw, release)
        raw.execute("COMMIT")
        counts = {str(model._meta.verbose_name_plural): count(raw, model._meta.db_table) for model in record_models()}
    filled.unlink()
    return counts


def copy(raw: sqlite3.Connection, table: str) -> None:
    """Make a table as it is in the filled database, less its checks, with all its rows."""
    columns = {row[1]: row[2] for row in raw.execute(f'PRAGMA filled.table_xinfo("{table}")') if row[1] not in LEFT_OUT}
    leads = {row[3]: row[2] for row in raw.execute(f'PRAGMA filled.foreign_key_list("{table}")')}
    told = []
    for name, sort in columns.items():
        end = f' REFERENCES "{leads[name]}" ("id")' if name in leads else " PRIMARY KEY" if name == "id" else ""
        told.append(f'"{name}" {sort.split()[0]}{end}')
    names = ", ".join(f'"{name}"' for name in columns)
    raw.execute(f'CREATE TABLE "{table}" ({", ".join(told)})')
    raw.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM filled."{table}" ORDER BY "id"')


def count(raw: sqlite3.Connection, table: str) -> int:
    """Return how many rows a table has."""
    return int(raw.execute(f'SELECT count(*) FROM main."{table}"').fetchone()[0])


def describe(raw: sqlite3.Connection, release: Release) -> None:
    """Write into the file what it is."""
    raw.execute("CREATE TABLE release (name TEXT, number INTEGER, instant TEXT, licence TEXT, notes TEXT)")
    row = [release.name, release.number, release.instant.isoformat(), LICENCE, release.notes]
    raw.execute("INSERT INTO release VALUES (?, ?, ?, ?, ?)", row)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def notes_of(release: Release, counts: dict[str, Any]) -> str:
    """Return the notes of a release as Markdown."""
    listed = "\n".join(f"- {number} {name}" for name, number in counts.items())
    return (
        f"# PolicyHub {release.name}\n\n"
        f"The public catalogue at revision {release.number}, applied {release.instant:%Y-%m-%d %H:%M} UTC. "
        f"{LICENCE}\n\n{listed}\n\n{release.notes}".rstrip()
        + "\n"
    )
