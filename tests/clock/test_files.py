"""The files of snapshots: made once, from the nearest older one, and kept within bounds."""

import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from options.models import Measure
from policyhub.records import fold_files
from policyhub.records.models import Version
from policyhub.records.snapshots import looking_at
from tests.clock.conftest import Ask, at, retitled

pytestmark = pytest.mark.django_db


def kept(folder: Path) -> list[str]:
    """Return the numbers of the snapshots that are kept."""
    return sorted(path.name.partition("-")[0].lstrip("0") for path in folder.glob("0*.sqlite3"))


# --- Files ------------------------------------------------------------------------------------


def test_a_snapshot_is_made_once(own_shelf: Path, monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    first = retitled(1)
    ask("measures/", known_at=at(first))
    monkeypatch.setattr(fold_files, "make", lambda *args: pytest.fail("made again"))
    ask("measures/", known_at=at(first))


def test_it_starts_from_the_nearest_older_one(own_shelf: Path, ask: Ask) -> None:
    made = [retitled(number) for number in range(4)]
    assert fold_files.work_for(made[3]) == 4 + Version.objects.exclude(kind="options.measure").count()
    ask("measures/", known_at=at(made[1]))
    ask("measures/", known_at=at(made[0]))
    assert fold_files.base_of(made[3])[1] == made[1].number
    assert fold_files.work_for(made[3]) == 2
    assert ask("measures/mnfu/", known_at=at(made[3]))["title"] == "Title 3"


def test_a_snapshot_of_another_log_is_never_used(own_shelf: Path, ask: Ask) -> None:
    first, second = retitled(1), retitled(2)
    ask("measures/", known_at=at(first))
    [path] = own_shelf.glob("0*.sqlite3")
    other = path.with_name(path.name.replace(first.id.hex, "0" * 32))
    path.rename(other)
    other.write_bytes(b"not a database")
    assert ask("measures/mnfu/", known_at=at(second))["title"] == "Title 2"
    assert ask("measures/mnfu/", known_at=at(first))["title"] == "Title 1"


def test_what_was_not_looked_at_for_longest_goes_first(own_shelf: Path, settings: Any, ask: Ask) -> None:
    settings.SNAPSHOTS_MOST = 4  # the template is one of them
    made = [retitled(number) for number in range(5)]
    for index in (0, 1, 2):
        ask("measures/", known_at=at(made[index]))
        time.sleep(0.01)
    ask("measures/", known_at=at(made[0]))
    time.sleep(0.01)
    ask("measures/", known_at=at(made[3]))
    assert {"1", "4"} < set(kept(own_shelf)) <= {"1", "2", "3", "4"}
    assert len(list(own_shelf.glob("*.sqlite3"))) == 4


def test_they_take_so_many_bytes_at_most(own_shelf: Path, settings: Any, ask: Ask) -> None:
    settings.SNAPSHOTS_MOST_BYTES = 1
    for number in range(3):
        ask("measures/", known_at=at(retitled(number)))
    assert len(list(own_shelf.glob("*.sqlite3"))) == 1


def test_one_that_is_deleted_while_it_is_looked_at_stays_readable(own_shelf: Path) -> None:
    first = retitled(1)
    with looking_at(first, None):
        for path in own_shelf.glob("*.sqlite3"):
            path.unlink()
        assert Measure.objects.get().title == "Title 1"


def test_what_a_killed_process_left_behind_is_cleared_away(own_shelf: Path, ask: Ask) -> None:
    (own_shelf / "half.part").write_bytes(b"half")
    ask("measures/", known_at=at(retitled(1)))
    assert list(own_shelf.glob("*.part")) == []


def test_only_this_installation_reads_them(own_shelf: Path, settings: Any, tmp_path: Path) -> None:
    settings.SNAPSHOTS_DIR = tmp_path / "new"
    assert fold_files.directory().stat().st_mode & 0o077 == 0


def test_a_fold_that_fails_leaves_nothing(own_shelf: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    first = retitled(1)
    monkeypatch.setattr("policyhub.records.fold.known", lambda *args: 1 / 0)
    client.raise_request_exception = False
    assert client.get("/api/v1/measures/", {"known_at": at(first)}).status_code == 500
    assert kept(own_shelf) == []
