"""The fold writes from the log exactly the rows that were there."""

import sqlite3
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from options.models import Condition, Measure, Position, Statement
from policyhub.records import fold, fold_files
from policyhub.records.fold import FoldError
from policyhub.records.models import Revision, Version
from policyhub.records.publication import publish, withdraw
from policyhub.records.snapshots import looking_at, snapshot
from policyhub.records.state import logged
from policyhub.records.structure import own_fields, parts_of, record_models
from policyhub.records.text_index import triggers
from policyhub.sources.models import Source
from tests import builders as make
from tests import worlds
from tests.clock.conftest import revise

pytestmark = pytest.mark.django_db


class Seer:
    """Somebody who sees drafts."""

    is_authenticated = True

    def has_perm(self, permission: str) -> bool:
        return True


SEER: Any = Seer()


def catalogue() -> dict[str, Any]:
    """Return all that the tables of the catalogue hold, by key, primary keys left out."""
    return {
        f"{model._meta.label_lower} {record.key}": (
            logged(record),
            record.created_at,
            record.updated_at,
            (record.folded, record.title_words, record.body_words),
            getattr(record, "holds_from", None),
            getattr(record, "stance_rank", None),
            {name: [plain(row) for row in getattr(record, name).all()] for name in parts_of(model)},
        )
        for model in record_models()
        for record in model._base_manager.all()
    }


def plain(part: Any) -> list[Any]:
    """Return every column of a part but its keys."""
    own = [str(getattr(part, field.name)) for field in own_fields(type(part))]
    return [*own, getattr(part, "holds_from", None)]


def history() -> list[tuple[Revision, dict[str, Any]]]:
    """Make a history with every kind of change; return each revision with what the tables then held."""
    worlds.public()
    call_command("baseline", verbosity=0, stdout=StringIO())
    begun = (Revision.objects.get(), catalogue())
    steps: list[Any] = [
        lambda: make.position(
            make.actor("POL", public=True),
            Measure.objects.get(slug="open-measure"),
            since=None,
            until=None,
            since_precision="unknown",
            amount="12.50",
            currency="EUR",
            amount_basis="ceiling",
        ),
        lambda: setattr_saved(Source.objects.get(slug="official-text"), published_on=make.day("2024-12-24")),
        lambda: publish(record=Position.objects.get(actor__code="POL")),
        lambda: Measure.objects.get(slug="open-measure").addressees.clear(),
        lambda: Condition.objects.get(slug="open-condition").states.all().delete(),
        lambda: withdraw(record=Statement.objects.get()),
        lambda: make.measure("passing", public=False),
        lambda: Measure.objects.get(slug="passing").delete(),
        lambda: make.measure("passing", title="Passing “again”, Støre"),
    ]
    return [begun, *((revise(step), catalogue()) for step in steps)]


def setattr_saved(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def test_every_number_gives_the_tables_as_they_were(tmp_path: Path, settings: Any) -> None:
    settings.SNAPSHOTS_DIR = tmp_path
    for revision, expected in history():
        with looking_at(revision, SEER):
            assert catalogue() == expected
        for path in tmp_path.glob("0*.sqlite3"):  # so that each is folded from nothing
            path.unlink()


def test_starting_from_an_older_number_gives_the_same(tmp_path: Path, settings: Any) -> None:
    settings.SNAPSHOTS_DIR = tmp_path
    made = history()
    for index in (2, 0, 4, 3, 9, 7):
        revision, expected = made[index]
        with looking_at(revision, SEER):
            assert catalogue() == expected


def test_only_what_has_a_version_in_between_is_written_anew(tmp_path: Path, settings: Any) -> None:
    settings.SNAPSHOTS_DIR = tmp_path
    made = history()
    base = snapshot(made[3][0], [], patient=True)
    later = snapshot(made[4][0], [], patient=True)
    with closing(sqlite3.connect(base)) as one, closing(sqlite3.connect(later)) as other:
        table = Measure._meta.db_table
        rows = [dict(raw.execute(f"SELECT slug, updated_at FROM {table}").fetchall()) for raw in (one, other)]
        keys = [dict(raw.execute(f"SELECT slug, id FROM {table}").fetchall()) for raw in (one, other)]
    assert {slug for slug in rows[0] if rows[0][slug] != rows[1][slug]} == {"open-measure"}
    assert keys[0] == keys[1]


def version(**values: Any) -> Version:
    """Store a version of an applied revision by hand."""
    number = Version.objects.count() + 1
    instant = "2026-01-01T00:00:00Z"
    made = {"state": "applied", "origin": "load", "public": True, "digest": "0", "created_at": instant}
    revision = Revision.objects.create(number=number, reason="x", instant=instant, **made)
    usual = {"action": "create", "shape": 1, "was": "", "becomes": "draft", "stored_at": instant}
    return Version.objects.create(revision=revision, number=number, **{**usual, **values})


def actor(code: str, **values: Any) -> dict[str, Any]:
    return {"code": code, "kind": "coalition", "name": code, **values}


def filled(number: int) -> None:
    """Fold the log up to a number."""
    snapshot(Revision.objects.get(number=number), [], patient=True)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        pytest.param(actor("A", nonsense=1), "actors.actor A: there is no nonsense in today's shape", id="a-field"),
        pytest.param(actor("A", part_of="B"), "actors.actor A.*'B'", id="a-reference"),
        pytest.param({"code": "A", "citations": 1}, "there is no citations", id="a-part"),
    ],
)
def test_a_state_that_today_cannot_hold_is_an_error_that_names_it(state: Any, told: str) -> None:
    version(kind="actors.actor", key="A", after=state)
    with pytest.raises(FoldError, match=told):
        filled(1)


def test_a_list_that_names_what_is_not_there_is_an_error() -> None:
    state = {"slug": "c", "title": "C", "kind": "ceasefire", "nature": "political", "summary": "?", "needs": ["X"]}
    version(kind="options.condition", key="c", after=state)
    with pytest.raises(FoldError, match=r"options\.condition c, needs: 'X'"):
        filled(1)


def test_a_reference_to_what_was_deleted_is_an_error() -> None:
    version(kind="actors.actor", key="A", after=actor("A"))
    version(kind="actors.actor", key="B", after=actor("B", part_of="A"))
    filled(2)
    version(kind="actors.actor", key="A", action="delete", before=actor("A"), after=None, becomes="")
    with pytest.raises(FoldError, match="actors_actor"):
        filled(3)


def test_a_kind_of_which_the_product_knows_nothing_is_passed_over() -> None:
    version(kind="options.forgotten", key="a", after={"slug": "a"})
    version(kind="actors.actor", key="A", after=actor("A"))
    with looking_at(2, SEER):
        assert [record.key for record in make.Actor.objects.all()] == ["A"]


def test_a_state_of_an_older_shape_is_brought_to_todays(monkeypatch: pytest.MonkeyPatch) -> None:
    version(kind="actors.actor", key="A", after={"code": "A", "sort": "coalition", "name": "Alpha"})
    steps = (
        lambda state: {name: value for name, value in state.items() if name != "sort"} | {"kind": state["sort"]},
        lambda state: {**state, "name": state["name"].upper()},
    )
    monkeypatch.setattr(make.Actor, "UPCASTS", steps)
    version(kind="actors.actor", key="B", shape=3, after=actor("B"))
    with looking_at(2, SEER):
        assert {record.code: (record.kind, record.name) for record in make.Actor.objects.all()} == {
            "A": ("coalition", "ALPHA"),
            "B": ("coalition", "B"),
        }


def test_what_a_later_rule_forbids_is_told_as_it_was_said() -> None:
    version(kind="actors.actor", key="no code", after=actor("no code"))
    with looking_at(1, SEER):
        assert make.Actor.objects.get().code == "no code"


def test_the_template_has_the_tables_of_the_migrations_and_no_row() -> None:
    with fold_files.only_one(None):
        path = fold_files.template()
    with closing(sqlite3.connect(path)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        wanted = {model._meta.db_table for model in record_models()}
        assert wanted < tables
        assert all(raw.execute(f"SELECT count(*) FROM {name}").fetchone() == (0,) for name in wanted)
        found = {name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert found == {*triggers()}


def test_a_snapshot_has_the_indexes_of_the_template() -> None:
    version(kind="actors.actor", key="A", after=actor("A"))
    with fold_files.only_one(None):
        template = fold_files.template()
    found = []
    for path in (template, snapshot(Revision.objects.get(), [], patient=True)):
        with closing(sqlite3.connect(path)) as raw:
            found.append({*raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'")})
    assert found[0] == found[1]
    assert any("stance_rank" in (sql or "") for _, sql in found[0])


def test_the_recipe_changes_with_what_decides_the_fold(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fold_files.recipe()
    fold_files.recipe.cache_clear()
    assert fold_files.recipe() == before
    monkeypatch.setattr("unicodedata.unidata_version", "0")
    fold_files.recipe.cache_clear()
    assert fold_files.recipe() != before
    fold_files.recipe.cache_clear()


def test_proposals_are_no_part_of_the_past() -> None:
    version(kind="actors.actor", key="A", after=actor("A"))
    made = {"state": "proposed", "origin": "admin", "public": False, "digest": "0"}
    waiting = Revision.objects.create(reason="x", created_at="2026-01-01T00:00:00Z", **made)
    usual = {"action": "create", "shape": 1, "becomes": "draft", "stored_at": "2026-01-01T00:00:00Z"}
    Version.objects.create(revision=waiting, kind="actors.actor", key="B", after=actor("B"), **usual)
    with looking_at(1, SEER):
        assert make.Actor.objects.count() == 1
    assert fold.newest(1).count() == 1
    assert connection.vendor in ("sqlite", "postgresql")
