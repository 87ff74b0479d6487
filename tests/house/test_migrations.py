"""
No migration is missing, and after every one the database holds the rules that the models name then.

The rules are those that no migration of Django knows by itself: no overlap, what is never changed again, the
index of words, and the tally.

What was stored before a column was there is filled by the migration that adds it.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from options.tally_rule import Tallied
from policyhub.records.constraints import NoOverlap
from policyhub.records.folding import FoldedField
from policyhub.records.integrity import AppendOnly
from policyhub.records.sought import read
from policyhub.records.structure import record_models
from policyhub.records.text_index import WordIndex, in_fts5

ALIAS = "stepwise"

Rule = NoOverlap | AppendOnly | WordIndex | Tallied


def rules_of(state: ProjectState) -> list[Rule]:
    rules = [rule for model in state.models.values() for rule in model.options.get("constraints", [])]
    return [rule for rule in rules if isinstance(rule, Rule)]


def rules_of_the_models() -> list[Rule]:
    rules = [rule for model in apps.get_models() for rule in model._meta.constraints]
    return [rule for rule in rules if isinstance(rule, Rule)]


def wanted(rules: list[Rule], vendor: str) -> list[str]:
    """Return what must stand in the database: some triggers a rule on SQLite, one thing on PostgreSQL as a rule."""
    found: list[str] = []
    for rule in rules:
        if isinstance(rule, Tallied):
            found += rule.trigger_names(vendor)
        else:
            found += [rule.name] if vendor == "postgresql" else rule.trigger_names()
    return sorted(found)


def found(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the triggers that stand in the database, and on PostgreSQL the exclusion constraints and GIN indexes."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": (
            "SELECT conname FROM pg_constraint WHERE contype = 'x' "
            "UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal "
            "UNION SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%USING gin%'"
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        return sorted(name for (name,) in cursor.fetchall())


# --- The database of the suite --------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_database_holds_the_rules_of_the_models():
    assert {type(rule) for rule in rules_of_the_models()} == {NoOverlap, AppendOnly, WordIndex, Tallied}
    assert found(connection) == wanted(rules_of_the_models(), connection.vendor)


def test_a_sequence_is_made_of_foreign_keys():
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if isinstance(rule, NoOverlap):
                assert all(model._meta.get_field(name).many_to_one for name in rule.within), rule.name


# --- A database of its own, migrated step by step -------------------------------------------


@pytest.fixture
def empty(tmp_path, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """Yield a new SQLite database, whatever engine the suite runs on."""
    before = connections.settings
    config = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "stepwise.sqlite3")}
    connections.settings = connections.configure_settings({**before, ALIAS: config})
    with django_db_blocker.unblock():
        yield connections[ALIAS]
        connections[ALIAS].close()
    del connections[ALIAS]
    connections.settings = before


def migrate(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, ProjectState]]:
    """Apply one migration after the other, and yield its name and the state of the models after it."""
    executor = MigrationExecutor(connection)
    state = executor._create_project_state()
    executor.recorder.ensure_schema()
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True):
        state = executor.apply_migration(state, migration)
        yield f"{migration.app_label}.{migration.name}", state


def apply(
    operation: Operation, state: ProjectState, connection: BaseDatabaseWrapper, app: str = "options"
) -> ProjectState:
    """Carry out one operation of a migration, and return the state of the models after it."""
    after = state.clone()
    operation.state_forwards(app, after)
    with connection.schema_editor() as editor:
        operation.database_forwards(app, editor, state, after)
    return after


def test_the_rules_stand_after_every_migration(empty: BaseDatabaseWrapper):
    standing = [(name, found(empty), wanted(rules_of(state), "sqlite")) for name, state in migrate(empty)]
    assert [step for step in standing if step[1] != step[2]] == []
    assert standing[-1][1] == wanted(rules_of_the_models(), "sqlite")


@pytest.mark.parametrize(
    "operation",
    [
        pytest.param(migrations.AlterField("Position", "summary", models.TextField(null=True)), id="alter-a-column"),
        pytest.param(migrations.AddField("Position", "trial", models.TextField(default="x")), id="add-a-column"),
        pytest.param(migrations.RemoveField("Position", "quantity"), id="remove-a-column"),
        pytest.param(
            migrations.AddConstraint("Position", models.CheckConstraint(condition=~models.Q(unit="?"), name="trial")),
            id="add-a-constraint",
        ),
    ],
)
def test_the_rules_survive_when_a_table_is_rebuilt(empty: BaseDatabaseWrapper, operation: Operation):
    *_, (_, state) = migrate(empty)
    before = found(empty)
    with empty.cursor() as cursor:
        words = "INSERT INTO position_words (rowid, title_words, body_words) VALUES (7, ' left behind ', '')"
        cursor.execute(words)  # of a row that is not there, so that an index that is made anew does not have it
    apply(operation, state, empty)
    assert found(empty) == before
    with empty.cursor() as cursor:
        cursor.execute("SELECT rowid FROM position_words WHERE position_words MATCH %s", [in_fts5(read("left"))])
        rebuilt = not isinstance(operation, migrations.RemoveField)  # a column is dropped in place
        assert bool(cursor.fetchall()) is not rebuilt


REMOVABLE = [
    pytest.param("options", "Position", "position_no_overlap", id="no-overlap"),
    pytest.param("records", "Version", "version_append_only", id="append-only"),
    pytest.param("options", "Position", "position_words", id="words"),
]


@pytest.mark.parametrize(("app", "model", "name"), REMOVABLE)
def test_a_rule_that_a_migration_removes_is_gone_and_comes_back(
    empty: BaseDatabaseWrapper, app: str, model: str, name: str
):
    *_, (_, state) = migrate(empty)
    rule = next(rule for rule in rules_of(state) if rule.name == name)
    before = found(empty)
    state = apply(migrations.RemoveConstraint(model, rule.name), state, empty, app)
    assert found(empty) == [name for name in before if name not in rule.trigger_names()]
    apply(migrations.AddConstraint(model, rule), state, empty, app)
    assert found(empty) == before


@pytest.mark.django_db
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="on SQLite the test above asks the same of a database of its own"
)
@pytest.mark.parametrize(("app", "model", "name"), REMOVABLE)
def test_a_rule_that_a_migration_removes_is_gone_and_comes_back_on_postgresql(app: str, model: str, name: str):
    state = MigrationExecutor(connection).loader.project_state()
    rule = next(rule for rule in rules_of(state) if rule.name == name)
    before = found(connection)
    state = apply(migrations.RemoveConstraint(model, rule.name), state, connection, app)
    assert found(connection) == [name for name in before if name != rule.name]
    apply(migrations.AddConstraint(model, rule), state, connection, app)
    assert found(connection) == before


# --- Columns that are filled ----------------------------------------------------------------


BEFORE_FOLDING = {
    "sources": ("Source", {"slug": "a", "title": "Støre", "publisher": "Île", "language": "en", "kind": "press"}),
    "actors": ("Actor", {"code": "E3", "name": "Støre", "kind": "coalition"}),
    "options": ("Category", {"slug": "a", "name": "Støre", "definition": "“Île”"}),
}
"""A record of each application, as it was before records had folded texts."""


def test_what_was_stored_before_is_folded(empty: BaseDatabaseWrapper):
    for name, state in migrate(empty):
        application, step = name.split(".")
        if application in BEFORE_FOLDING and step == "0001_initial":
            kind, fields = BEFORE_FOLDING[application]
            state.apps.get_model(application, kind)._base_manager.using(ALIAS).create(**fields)
    rows = {
        app: apps.get_model(app, kind)._base_manager.using(ALIAS).get() for app, (kind, _) in BEFORE_FOLDING.items()
    }
    assert {app: row.folded for app, row in rows.items()} == {
        "sources": {"title": "store", "slug": "a", "publisher": "ile"},
        "actors": {"name": "store", "code": "e3"},
        "options": {"name": "store", "slug": "a", "definition": '"ile"'},
    }
    assert {app: (row.title_words, row.body_words) for app, row in rows.items()} == {
        "sources": (" store ", " a  ile "),
        "actors": (" store ", " e3 "),
        "options": (" store ", " a  ile "),
    }
    with empty.cursor() as cursor:
        for index in ("source_words", "actor_words", "category_words"):
            cursor.execute(f"SELECT rowid FROM {index} WHERE {index} MATCH 'store'")
            assert len(cursor.fetchall()) == 1


def test_every_record_has_folded_texts_and_only_records_do():
    has = {model for model in apps.get_models() if any(isinstance(f, FoldedField) for f in model._meta.fields)}
    assert has == {*record_models()}
