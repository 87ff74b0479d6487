"""What was logged once can be read for ever: a change of what a kind says brings the step from its old shape."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from options.models import Position
from policyhub.records import snapshots
from policyhub.records.models import Record, Revision, Version
from policyhub.records.review import approve, revert
from policyhub.records.revisions import proposal, revision
from policyhub.records.state import logged_states, model_of, shape_of, upcast
from policyhub.records.structure import record_models
from tests import builders as make
from tests.revisions.shapes import HERE, recorded, shape

ADVICE = """
What a state of {kind} says has changed. States that were logged before are read for ever:
1. add a step to UPCASTS of the model, a function that turns a state of shape {number} into one of the next
   (where only a field was added whose default is right for what was said before: lambda state: state);
2. run: python -m tests.revisions.shapes
3. read the change of tests/revisions/logs/, and commit it with the model and its migration."""


@pytest.mark.parametrize("model", record_models(), ids=lambda model: model._meta.label_lower)
def test_a_kind_is_written_in_the_shape_that_was_recorded(model: type[Record]):
    kind, number = model._meta.label_lower, shape_of(model)
    known = recorded().get(kind, {}).get(str(number))
    if known != shape(model):
        pytest.fail(ADVICE.format(kind=kind, number=number if known else number - 1), pytrace=False)


def restore(log: Path) -> int:
    """Store a log that was recorded; return its last number."""
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    revisions = {}
    for line in lines:
        instant = datetime.fromisoformat(line.pop("instant"))
        revisions[line["number"]] = Revision(
            number=line["number"], state="applied", origin="load", reason="?", public=True, digest="?",
            created_at=instant, instant=instant,
        )  # fmt: skip
    Revision.objects.bulk_create(revisions.values())
    for line in lines:
        line["stored_at"] = datetime.fromisoformat(line["stored_at"])
    Version.objects.bulk_create(Version(revision=revisions[line["number"]], **line) for line in lines)
    return max(revisions)


@pytest.mark.django_db
@pytest.mark.parametrize("log", sorted(HERE.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_log_of_every_past_shape_is_folded(log: Path, shelf: Path, settings: Any):
    settings.SNAPSHOTS_DIR = shelf
    curator = make.user(permissions=["accounts.see_drafts"])
    for number in range(1, restore(log) + 1):
        said: dict[Any, Any] = {}
        for version in Version.objects.filter(number__lte=number).order_by("number"):
            model = model_of(version.kind)
            assert model is not None, version.kind
            said[model, version.key] = version.after and upcast(model, version.after, version.shape)
        with snapshots.looking_at(number, curator):
            held = {(m, row.key): state for m in record_models() for row, state in logged_states(m.objects.all())}
        assert held == {name: state for name, state in said.items() if state is not None}
        assert {model for model, _ in held} == {*record_models()}


def renamed(state: dict[str, Any]) -> dict[str, Any]:
    """Bring a position of the shape that called its summary a gist to the next."""
    return {("summary" if name == "gist" else name): value for name, value in state.items()}


@pytest.fixture
def old_position(db: None, monkeypatch: pytest.MonkeyPatch) -> Position:
    """Return a position whose only version was written in a shape with other names."""
    with revision(reason="Then.") as edit:
        held = make.position(summary="Said then.")
    (version,) = [version for version in edit.versions if version.key == held.key]
    after = {("gist" if name == "summary" else name): value for name, value in version.after.items()}
    Revision.objects.filter(number__isnull=True).delete()
    copies = Version.objects.exclude(pk=version.pk).values()
    old = Version.objects.filter(pk=version.pk).values().get() | {"after": after}
    rows = [Version(**row) for row in (*copies, old)]
    row = Revision.objects.values().get()
    _empty_log()
    Revision.objects.create(**row)
    Version.objects.bulk_create(rows)
    monkeypatch.setattr(Position, "UPCASTS", (renamed,))
    return held


def _empty_log() -> None:
    """Take out what the log holds, as emptying the database does."""
    from django.db import connection

    from policyhub.records.models import Hand, Numbering

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            tables = ", ".join(model._meta.db_table for model in (Version, Hand, Revision))
            cursor.execute(f"TRUNCATE {tables} CASCADE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        else:
            row = Numbering.objects.values().get()
            Numbering.objects.all().delete()
            Version.objects.all().delete()
            Revision.objects.all().delete()
            Numbering.objects.create(**row)


def test_what_it_said_before_is_told_in_todays_shape(old_position: Position):
    with revision(reason="Now.") as edit:
        old_position.forms.create(form="air")
    (version,) = edit.versions
    assert (version.shape, version.before["summary"], version.after["summary"]) == (2, "Said then.", "Said then.")


def test_an_old_state_is_folded(old_position: Position, shelf: Path, settings: Any):
    settings.SNAPSHOTS_DIR = shelf / "made-up"
    with snapshots.looking_at(1, make.user(permissions=["accounts.see_drafts"])):
        assert Position.objects.get(slug=old_position.slug).summary == "Said then."


def test_an_old_state_is_restored(old_position: Position):
    with revision(reason="Now."):
        old_position.delete()
    version = Version.objects.get(action="delete")
    Version.objects.filter(pk=version.pk)  # written in the shape of today
    assert version.before["summary"] == "Said then."
    revert(version=version, by=make.user(), reason="It was right.")
    assert Position.objects.get(slug=old_position.slug).summary == "Said then."


def test_a_proposal_of_an_old_shape_is_applied(db: None, monkeypatch: pytest.MonkeyPatch):
    with revision(reason="Then."):
        held = make.position(public=True)
    with proposal(reason="Then.", by=make.user("author")) as edit:
        held.summary = "Said then."
        held.save()
    (version,) = edit.versions
    for name in ("before", "after"):
        state = getattr(version, name)
        state["gist"] = state.pop("summary")
    version.save()
    monkeypatch.setattr(Position, "UPCASTS", (renamed,))
    reviewer = make.user("reviewer", permissions=["accounts.review_changes"])
    assert edit.revision is not None
    approve(revision=edit.revision, by=reviewer, digest=edit.revision.digest)
    held.refresh_from_db()
    assert held.summary == "Said then."
