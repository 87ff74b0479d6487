"""The overlap rule through migrations: tables that are rebuilt, the rule removed and added again."""

import datetime
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Q

from policyhub.records.constraints import NoOverlap
from tests.records.undone import attempt

pytestmark = pytest.mark.django_db(transaction=True)  # SQLite rebuilds tables outside transactions only

FIRST, LATER = datetime.date(2025, 1, 1), datetime.date(2025, 6, 1)


class Bench:
    """A table of its own, which the operations of migrations make and change."""

    def __init__(self) -> None:
        self.state = ProjectState()
        self.rule = NoOverlap(within=["place"], name="trial_no_overlap", condition=Q(public=True))

    def apply(self, operation: Operation) -> None:
        """Carry out one operation."""
        after = self.state.clone()
        operation.state_forwards("trials", after)
        with connection.schema_editor() as editor:
            operation.database_forwards("trials", editor, self.state, after)
        self.state = after

    def make(self) -> None:
        """Make the tables, with the rule."""
        key = ("id", models.BigAutoField(primary_key=True))
        place = models.ForeignKey("trials.Place", models.CASCADE)
        fields = [key, ("place", place), ("public", models.BooleanField(default=True)), ("note", models.TextField())]
        fields += [(name, models.DateField(null=True)) for name in ("since", "until")]
        self.apply(migrations.CreateModel("Place", [key]))
        self.apply(migrations.CreateModel("Trial", fields, options={"constraints": [self.rule]}))

    def remove_rule(self) -> None:
        self.apply(migrations.RemoveConstraint("Trial", self.rule.name))

    def add_rule(self) -> None:
        self.apply(migrations.AddConstraint("Trial", self.rule))

    def write(self, since: datetime.date | None, until: datetime.date | None = None, *, public: bool = True) -> bool:
        """Store a row; tell whether it was taken."""
        places, trials = (self.state.apps.get_model("trials", name).objects for name in ("Place", "Trial"))
        with attempt() as refusals:
            trials.create(place=places.get_or_create(pk=1)[0], since=since, until=until, public=public, note="")
        assert all(isinstance(refusal, IntegrityError) for refusal in refusals)
        return not refusals

    def standing(self) -> list[str]:
        """Return the triggers and exclusion constraints that hold the table."""
        query = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'trials_trial'",
            "postgresql": "SELECT conname FROM pg_constraint WHERE contype = 'x' AND conname LIKE 'trial%'",
        }[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(query)
            return [name for (name,) in cursor.fetchall()]

    def drop(self) -> None:
        """Remove the tables."""
        self.apply(migrations.DeleteModel("Trial"))
        self.apply(migrations.DeleteModel("Place"))


@pytest.fixture
def bench(transactional_db: None) -> Iterator[Bench]:
    """Yield the tables with the rule on them."""
    bench = Bench()
    bench.make()
    yield bench
    bench.drop()
    assert bench.standing() == []


def holds(bench: Bench) -> bool:
    """Tell whether the rule holds: a row is taken, an overlapping one is not, one beside it and a draft are."""
    taken = [bench.write(FIRST, LATER), bench.write(FIRST), bench.write(LATER), bench.write(FIRST, public=False)]
    return taken == [True, False, True, True]


def test_the_rule_holds_in_a_new_table(bench: Bench):
    assert holds(bench)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AlterField("Trial", "note", models.CharField(max_length=80)),
        migrations.AlterField("Trial", "since", models.DateField(null=True, db_index=True)),
        migrations.AddField("Trial", "more", models.TextField(default="x")),
        migrations.AddConstraint("Trial", models.CheckConstraint(condition=~Q(note="?"), name="trial_note")),
        migrations.AlterModelTable("Trial", "trials_trial"),
    ],
    ids=["another-type", "an-index", "a-new-column", "another-constraint", "nothing"],
)
def test_the_rule_survives_when_the_table_is_rebuilt(bench: Bench, operation: Operation):
    bench.apply(operation)
    assert holds(bench)


def test_the_rule_survives_when_the_table_is_renamed(bench: Bench):
    bench.apply(migrations.AlterModelTable("Trial", "trials_other"))
    assert holds(bench)
    bench.apply(migrations.AlterModelTable("Trial", "trials_trial"))


def test_a_populated_table_is_rebuilt_as_it_is(bench: Bench):
    assert [bench.write(None, FIRST), bench.write(FIRST, LATER), bench.write(LATER)] == [True, True, True]
    bench.apply(migrations.AlterField("Trial", "note", models.CharField(max_length=80)))
    assert bench.state.apps.get_model("trials", "Trial").objects.count() == 3


def test_a_rule_that_is_removed_leaves_nothing_behind_and_overlaps_are_taken(bench: Bench):
    assert len(bench.standing()) == {"sqlite": 2, "postgresql": 1}[connection.vendor]
    bench.remove_rule()
    assert bench.standing() == []
    assert [bench.write(FIRST), bench.write(FIRST)] == [True, True]


def test_a_rule_that_is_added_to_a_populated_table_holds(bench: Bench):
    bench.remove_rule()
    assert bench.write(None, FIRST)
    bench.add_rule()
    assert bench.write(None) is False
    assert holds(bench)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((FIRST, None), (LATER, None)),
        ((None, LATER), (None, FIRST)),
        ((None, None), (FIRST, LATER)),
        ((FIRST, LATER), (FIRST, LATER)),
    ],
    ids=["open-ends", "unknown-beginnings", "one-in-the-other", "the-same"],
)
def test_a_rule_is_not_added_over_rows_that_overlap(bench: Bench, one: tuple, other: tuple):
    bench.remove_rule()
    assert [bench.write(*one), bench.write(*other)] == [True, True]
    before = bench.state
    with pytest.raises(IntegrityError, match="trial_no_overlap"):
        bench.add_rule()
    bench.state = before
    assert bench.standing() == []
    assert bench.state.apps.get_model("trials", "Trial").objects.count() == 2


def test_a_rule_is_added_over_drafts_that_overlap(bench: Bench):
    bench.remove_rule()
    assert [bench.write(FIRST, public=False), bench.write(FIRST, public=False)] == [True, True]
    bench.add_rule()
    assert holds(bench)


def test_a_migration_writes_the_rule_down_as_it_is():
    rule = NoOverlap(within=["place"], name="trial_no_overlap", condition=Q(public=True), violation_error_message="No.")
    _, args, kwargs = rule.deconstruct()
    assert NoOverlap(*args, **kwargs) == rule
    assert rule != NoOverlap(within=["place"], name="trial_no_overlap", violation_error_message="No.")


def test_the_migrations_hold_every_rule_of_the_models():
    state = MigrationExecutor(connection).loader.project_state()
    rules = [rule for model in state.models.values() for rule in model.options.get("constraints", [])]
    names = sorted(rule.name for rule in rules if isinstance(rule, NoOverlap))
    assert names == ["conditionstate_no_overlap", "membership_no_overlap", "position_no_overlap", "stage_no_overlap"]
