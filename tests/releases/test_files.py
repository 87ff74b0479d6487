"""What stands in the files of a release, that they never change, and how one is taken back."""

import hashlib
import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from options.models import Measure
from policyhub.feed import releases
from policyhub.feed.models import Release
from policyhub.feed.releases import ReleaseError, make_release, number_of, retract
from policyhub.records.publication import withdraw
from policyhub.records.review import reject
from policyhub.records.revisions import proposal, revision
from policyhub.records.structure import record_models, tables
from tests import builders as make
from tests import worlds
from tests.releases.steps import ask, change

pytestmark = pytest.mark.django_db


def rows(release: Release, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(release.directory / release.file)) as raw:
        return raw.execute(query).fetchall()


# --- What stands in it --------------------------------------------------------------------------


def test_a_release_holds_what_is_public_and_tells_so(world: None):
    release = make_release(notes="The first one.")
    for model in record_models():
        stored = {key for (key,) in rows(release, f"SELECT {model.KEY} FROM {model._meta.db_table}")}
        assert stored == set(model.objects.published().values_list(model.KEY, flat=True)), model
    assert release.records == sum(model.objects.published().count() for model in record_models())
    assert rows(release, "SELECT name, number, notes FROM release") == [(release.name, 1, "The first one.")]
    parts = rows(release, "SELECT count(*) FROM options_measurecitation")
    assert parts == [(Measure.citations.rel.related_model.objects.count(),)]


def test_its_names_count_through_the_month(world: None):
    first = make_release()
    change(title="Another")
    second = make_release()
    assert re.fullmatch(r"\d{4}\.\d{2}\.1", first.name)
    assert second.name == first.name.removesuffix("1") + "2"


def test_its_tables_are_those_of_records_and_no_others(world: None):
    found = {name for (name,) in rows(make_release(), "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert found - {"sqlite_sequence"} == {*tables(), "release"}


def test_nothing_that_is_not_public_is_in_any_byte():
    worlds.public()
    worlds.hide("draft")
    worlds.hide("withdrawn")
    call_command("baseline", verbosity=0)
    writer = make.user("canary-writer", roles=["contributor"])
    critic = make.user("canary-critic", roles=["reviewer"])
    with revision(reason="Canary: out.", by=writer):
        withdrawn = make.measure("canary-slug", title="Canary of one that was public", public=True)
    with revision(reason="Canary: in again."):
        withdraw(record=withdrawn)
    measure = Measure.objects.get(slug="open-measure")
    with proposal(reason="Canary: proposed.", by=writer) as edit:
        measure.title = "Canary of a proposal"
        measure.save()
    reject(revision=edit.revision, by=critic, comment="Canary: no.")
    release = make_release()
    files = sorted(release.directory.iterdir())
    assert [file.name for file in files] == sorted(release.files)
    assert [file.name for file in files if worlds.CANARY.search(file.read_bytes().decode("latin-1"))] == []


def test_what_was_once_public_stands_in_it_as_it_was_last_public(world: None):
    change(title="Once said")
    change(title="Said now")
    release = make_release()
    assert b"Said now" in (release.directory / release.file).read_bytes()
    assert b"Once said" not in (release.directory / release.file).read_bytes()


# --- It never changes ---------------------------------------------------------------------------


def test_its_files_are_checked_by_its_checksums(world: None):
    release = make_release()
    sums = dict(reversed(line.split("  ")) for line in (release.directory / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {release.file, "NOTES.md"}
    for name, told in sums.items():
        assert hashlib.sha256((release.directory / name).read_bytes()).hexdigest() == told
    assert sums[release.file] == release.sha256


def test_later_changes_do_not_reach_it(world: None):
    release = make_release()
    before = {file.name: file.read_bytes() for file in release.directory.iterdir()}
    change(title="Later")
    make_release()
    assert {file.name: file.read_bytes() for file in release.directory.iterdir()} == before


def test_without_a_change_there_is_no_second_one(world: None):
    first = make_release()
    with pytest.raises(ReleaseError, match=f"Nothing changed since {first.name}"):
        make_release()
    assert Release.objects.count() == 1


def test_without_a_history_there_is_none():
    with pytest.raises(ReleaseError, match="no history"):
        make_release()


def test_what_a_run_left_that_was_cut_short_does_not_stop_the_next(world: None):
    first = make_release()
    (first.directory.with_name(f".{first.name.removesuffix('1')}2.part")).mkdir()
    change(title="More")
    second = make_release()
    assert hashlib.sha256((second.directory / second.file).read_bytes()).hexdigest() == second.sha256


def test_files_that_are_there_are_never_written_over(world: None):
    first = make_release()
    before = (first.directory / first.file).read_bytes()
    Release.objects.all().delete()  # as after an older backup of the database
    second = make_release()
    assert second.name == first.name.removesuffix("1") + "2"
    assert (first.directory / first.file).read_bytes() == before


def test_nothing_tells_when_a_record_was_first_a_draft(world: None):
    columns = {row[1] for row in rows(make_release(), 'PRAGMA table_info("options_measure")')}
    assert "updated_at" in columns
    assert "created_at" not in columns


def test_a_run_that_fails_leaves_nothing_behind(world: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(release: Release, counts: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(releases, "notes_of", full)
    with pytest.raises(ReleaseError, match="No space left"):
        make_release()
    assert Release.objects.count() == 0
    assert [*releases.places()[0].iterdir()] == []


# --- Taken back ---------------------------------------------------------------------------------


def test_one_is_retracted_whole_with_a_reason(world: None, django_capture_on_commit_callbacks: Any):
    release = make_release()
    with django_capture_on_commit_callbacks(execute=True):
        retract(release=release, reason="A quotation was too long.")
    assert not release.directory.exists()
    assert (release.directory.parent / ".retracted" / release.name / release.file).exists(), "it cannot be made again"
    told = ask(f"{release.name}/")
    assert told["files"] == []
    assert told["retracted"]["reason"] == "A quotation was too long."
    assert number_of(release.name) is None
    for address in (f"{release.name}/{release.file}", f"{release.name}...{release.name}/"):
        assert "A quotation was too long." in ask(address, status=410)["detail"]


def test_a_retraction_needs_a_reason(world: None):
    release = make_release()
    with pytest.raises(ReleaseError, match="Say why"):
        retract(release=release, reason="  ")
    assert Release.objects.get().retracted_at is None


def test_a_retraction_is_for_good(world: None):
    release = retract(release=make_release(), reason="Wrong.")
    with pytest.raises(ReleaseError, match="already"):
        retract(release=release, reason="Again.")
    for attempt in (lambda: Release.objects.update(retracted_at=None, retraction=""), lambda: release.delete()):
        with pytest.raises(IntegrityError, match="release_retracted_for_good"), transaction.atomic():
            attempt()


def test_a_new_one_of_the_same_number_may_follow_a_retracted_one(world: None):
    first = retract(release=make_release(), reason="Wrong notes.")
    assert make_release().number == first.number
