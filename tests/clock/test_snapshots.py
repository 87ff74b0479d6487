"""Snapshots are made once, kept within bounds, read by many, and written by nobody."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, connection, connections
from django.test import Client

from options.models import Measure
from policyhub.records import fold_files, guard, snapshots
from policyhub.records.models import Revision
from policyhub.records.router import looked_at
from policyhub.records.snapshots import NotReadyError, looking_at
from tests import builders as make
from tests.clock.conftest import Ask, at, retitled, revise

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"

# --- Looking ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_records_come_from_the_past_and_people_and_the_log_from_the_present(own_shelf: Path) -> None:
    first = retitled(1)
    retitled(2)
    make.user("somebody")
    with looking_at(first.number, None):
        assert Measure.objects.get().title == "Title 1"
        assert Measure.objects.get().citations.get().source.slug == "official-text"
        assert get_user_model().objects.count() == 1
        assert Revision.objects.count() == 2
    assert Measure.objects.get().title == "Title 2"


@pytest.mark.django_db
def test_lists_of_references_come_from_the_past(own_shelf: Path) -> None:
    first = revise(lambda: make.measure("mnfu").addressees.add(make.actor()))
    revise(Measure.objects.get().addressees.clear)
    with looking_at(first, make.user("curator", permissions=["accounts.see_drafts"])):
        assert [actor.code for actor in Measure.objects.get().addressees.all()] == ["FRA"]
        assert Measure.addressees.through.objects.count() == 1
    assert Measure.addressees.through.objects.count() == 0


@pytest.mark.django_db
def test_nothing_can_be_written_there(own_shelf: Path) -> None:
    first = retitled(1)
    with looking_at(first, None), guard.off("the database itself is asked"):
        with pytest.raises(OperationalError, match="readonly"):
            Measure.objects.update(presence="civilian")
        with pytest.raises(OperationalError, match="readonly"):
            make.actor("DEU")
    assert Measure.objects.get().presence == "none"


@pytest.mark.django_db
def test_the_present_is_back_afterwards_whatever_happened(own_shelf: Path) -> None:
    first, before = retitled(1), set(connections)
    with pytest.raises(ZeroDivisionError), looking_at(first, None):
        alias = looked_at.get()
        assert connections[alias].connection is not None
        raise ZeroDivisionError
    assert looked_at.get() == ""
    assert set(connections) == before
    assert not hasattr(connections._connections, alias)


@pytest.mark.django_db
def test_one_can_look_from_one_past_into_another_and_into_the_same(own_shelf: Path) -> None:
    first, second = retitled(1), retitled(2)
    with looking_at(second, None):
        with looking_at(first, None), looking_at(first, None):
            assert Measure.objects.get().title == "Title 1"
        assert Measure.objects.get().title == "Title 2"


@pytest.mark.django_db
def test_a_number_that_was_never_given_is_refused(own_shelf: Path) -> None:
    with pytest.raises(Revision.DoesNotExist), looking_at(7, None):
        pass
    assert list(own_shelf.glob("0*")) == []


# --- One at a time ----------------------------------------------------------------------------


@pytest.fixture
def busy(own_shelf: Path) -> Iterator[None]:
    """Let somebody else make a snapshot all the time."""
    release, started = threading.Event(), threading.Event()

    def hold() -> None:
        with fold_files.only_one(None):
            started.set()
            release.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    started.wait(5)
    yield
    release.set()
    thread.join()


@pytest.mark.django_db
def test_the_public_does_not_wait_long_for_others(busy: None, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(snapshots, "PATIENCE", 0.1)
    response = client.get("/api/v1/measures/", {"known_at": at(retitled(1))})
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert int(response["Retry-After"]) >= 1


@pytest.mark.django_db
def test_who_waits_gets_what_the_other_made(own_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = retitled(1)
    assert not fold_files.path_of(first, []).exists()
    fold_files.make(first, [])  # by somebody else, while this one waited for the lock
    monkeypatch.setattr(fold_files, "_fold", lambda *args: pytest.fail("folded again"))
    assert fold_files.make(first, []) == fold_files.path_of(first, [])


@pytest.mark.django_db(transaction=True)
def test_the_public_is_told_to_come_again_where_much_is_to_be_folded(
    own_shelf: Path, settings: Any, client: Client
) -> None:
    settings.SNAPSHOT_INLINE_RECORDS = 2
    first = retitled(1)
    response = client.get("/api/v1/measures/mnfu/", {"known_at": at(first)})
    assert response.status_code == 503
    assert response.json()["type"].endswith("/api/problems/not-ready/")
    assert int(response["Retry-After"]) >= 1
    for thread in list(snapshots.under_way.values()):
        thread.join(20)
    assert client.get("/api/v1/measures/mnfu/", {"known_at": at(first)}).json()["title"] == "Title 1"


@pytest.mark.django_db
def test_who_sees_drafts_waits(own_shelf: Path, settings: Any, ask: Ask, curator: Client) -> None:
    settings.SNAPSHOT_INLINE_RECORDS = 2
    assert ask("measures/mnfu/", who=curator, known_at=at(retitled(1)))["title"] == "Title 1"


@pytest.mark.django_db
def test_what_fails_in_the_background_is_told_in_the_log(
    own_shelf: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(fold_files, "make", lambda *args: 1 / 0)
    monkeypatch.setattr(connections, "close_all", lambda: None)
    snapshots._make(retitled(1))
    assert "could not be made" in caplog.text


# --- Many at once -----------------------------------------------------------------------------


def in_threads(number: int, work: Callable[[int], Any]) -> list[Any]:
    """Do some work in several threads; return what each came to."""
    results: list[Any] = []

    def run(index: int) -> None:
        try:
            results.append(work(index))
        except Exception as error:  # told by the test
            results.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_many_ask_while_snapshots_come_and_go(own_shelf: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SNAPSHOTS_MOST = 3
    monkeypatch.setattr(snapshots, "PATIENCE", 60)
    made = [retitled(number) for number in range(6)]

    def look(index: int) -> list[str]:
        wrong = []
        for step in range(100 if DEEP else 6):
            number = (index * 5 + step * 7) % len(made)
            with looking_at(made[number], AnonymousUser()):
                title = Measure.objects.visible_to(None).get().title
                if step % 3 == index % 3:
                    for path in own_shelf.glob("0*.sqlite3"):
                        path.unlink(missing_ok=True)
                again = Measure.objects.values_list("title", flat=True).get()
            if not title == again == f"Title {number}":
                wrong.append(f"{number}: {title}, {again}")
        return wrong

    assert in_threads(8, look) == [[]] * 8


@pytest.mark.django_db(transaction=True)
def test_many_who_ask_for_the_same_at_once_make_it_once(own_shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, folds, fold = retitled(1), list[int](), fold_files._fold
    monkeypatch.setattr(snapshots, "PATIENCE", 60)

    def counted(*args: Any) -> None:
        folds.append(1)
        time.sleep(0.2)
        fold(*args)

    monkeypatch.setattr(fold_files, "_fold", counted)

    def look(index: int) -> str:
        with looking_at(first, None):
            return str(Measure.objects.get().title)

    assert in_threads(6, look) == ["Title 1"] * 6
    assert folds == [1]


@pytest.mark.django_db
def test_the_impatient_are_told_by_an_exception(
    own_shelf: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SNAPSHOT_INLINE_RECORDS = 2
    monkeypatch.setattr(snapshots, "make_in_background", lambda revision: None)
    with pytest.raises(NotReadyError) as error, looking_at(retitled(1), None):
        pass
    assert error.value.seconds >= 1


HOLD = """
import fcntl, sys, time
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(60)
"""


def test_the_lock_goes_with_the_process(tmp_path: Path, settings: Any) -> None:
    settings.SNAPSHOTS_DIR = tmp_path
    words = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(fold_files.TakenError), fold_files.only_one(0.1):
            pass
        other.kill()
    with fold_files.only_one(5):
        pass


@pytest.mark.django_db
def test_snapshots_are_sqlite_on_every_engine(own_shelf: Path) -> None:
    with looking_at(retitled(1), None):
        assert connections[looked_at.get()].vendor == "sqlite"
    assert connection.vendor in ("sqlite", "postgresql")
