"""Snapshots when something goes wrong: files cut short, no room, and more who ask than can be served."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from options.models import Measure
from policyhub.records import fold_files, snapshots
from policyhub.records.snapshots import NotReadyError, looking_at
from tests.clock.conftest import retitled


@pytest.mark.django_db
def test_a_file_that_was_cut_to_nothing_is_made_anew(own_shelf: Path) -> None:
    first, second = retitled(1), retitled(2)
    with looking_at(first, AnonymousUser()):
        pass
    (torn,) = own_shelf.glob("0*.sqlite3")
    torn.write_bytes(b"")
    for one, title in ((second, "Title 2"), (first, "Title 1")):
        with looking_at(one, AnonymousUser()):
            assert Measure.objects.get().title == title


@pytest.mark.django_db(transaction=True)
def test_many_moments_asked_for_at_once_start_one_thread(own_shelf: Path, settings: Any) -> None:
    settings.SNAPSHOT_INLINE_RECORDS = 0
    made = [retitled(number) for number in range(5)]
    with fold_files.only_one(None):  # whoever makes one waits
        for one in made:
            with pytest.raises(NotReadyError), looking_at(one, AnonymousUser()):
                raise AssertionError("it was there")
        assert len([thread for thread in snapshots.under_way.values() if thread.is_alive()]) == 1


@pytest.mark.django_db
def test_without_room_the_public_is_told_to_come_again(
    own_shelf: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    first = retitled(1)
    monkeypatch.setattr(fold_files, "_fold", full)
    with pytest.raises(NotReadyError), looking_at(first, AnonymousUser()):
        raise AssertionError("it was made")
    assert "could not be made" in caplog.text
