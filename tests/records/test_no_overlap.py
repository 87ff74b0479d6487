"""Periods of one sequence never overlap: in the database, in validation, and after migrations."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import example, given
from hypothesis import strategies as st

from actors.models import Membership
from options.models import ConditionState, Position, Stage
from policyhub.records.constraints import NoOverlap
from tests import builders
from tests.builders import day
from tests.records.undone import attempt, undone

pytestmark = pytest.mark.django_db

Days = tuple[datetime.date | None, datetime.date | None]

CODES = ["DEU", "FRA"]
FIRST = datetime.date(2025, 1, 1)
DAYS = st.none() | st.integers(0, 4).map(lambda number: FIRST + datetime.timedelta(number))
SECOND = FIRST + datetime.timedelta(1)
PERIODS = st.tuples(DAYS, DAYS).filter(lambda period: None in period or period[0] < period[1])


def overlap(one: Days, other: Days) -> bool:
    """Tell whether two half-open periods share a day; this is the rule, in plain Python."""
    begins = [since or datetime.date.min for since, _ in (one, other)]
    ends = [until or datetime.date.max for _, until in (one, other)]
    return max(begins) < min(ends)


def precision(since: datetime.date | None) -> str:
    return "day" if since else "unknown"


def row(who: Any, what: Any, period: Days, publication: str = "published", slug: str = "") -> Position:
    """Return a position that is not stored yet."""
    since, until = period
    return Position(
        actor=who,
        measure=what,
        since=since,
        since_precision=precision(since),
        until=until,
        holds_from=since or (until - datetime.timedelta(1) if until else FIRST),
        publication=publication,
        slug=slug or f"row-{next(builders.NUMBERS)}",
        stance="supports",
        confidence="confirmed",
        summary="It said so.",
    )


def stored(position: Position) -> bool:
    """Put the row straight into the database; tell whether it was taken."""
    with attempt() as refusals:
        Position.objects.bulk_create([position])
    assert all(isinstance(refusal, IntegrityError) for refusal in refusals)
    return not refusals


def is_valid(position: Position) -> bool:
    """Tell whether validation takes the row; it says nothing else but that the period overlaps."""
    try:
        position.full_clean()
    except ValidationError as error:
        message = "Another published position of this actor covers part of the period."
        assert error.message_dict == {"since": [message]}
        return False
    return True


class TestTheDatabaseAndValidationTakeWhatTheRuleTakes:
    @example([((None, FIRST), "FRA", True), ((SECOND, None), "FRA", True), ((FIRST, SECOND), "FRA", True)])
    @given(st.lists(st.tuples(PERIODS, st.sampled_from(CODES), st.booleans()), max_size=6))
    def test_when_rows_are_added(self, rows: list[tuple[Days, str, bool]]):
        with undone():
            who = {code: builders.actor(code) for code in CODES}
            what, taken = builders.measure(), []
            for period, code, public in rows:
                free = not public or not any(overlap(period, other) for other, whose in taken if whose == code)
                position = row(who[code], what, period, "published" if public else "draft")
                assert is_valid(position) == free
                assert stored(position) == free
                if free and public:
                    taken.append((period, code))

    @example((None, FIRST), (SECOND, None), (FIRST, None))
    @given(PERIODS, PERIODS, PERIODS)
    def test_when_a_row_is_changed(self, first: Days, second: Days, changed: Days):
        with undone():
            who, what = builders.actor(), builders.measure()
            one, two = row(who, what, first), row(who, what, second)
            if not (stored(one) and stored(two)):
                return
            two = Position.objects.get(slug=two.slug)
            two.since, two.until = changed
            two.since_precision = precision(two.since)
            free = not overlap(first, changed)
            assert is_valid(two) == free
            with attempt() as refusals:
                two.save()
            assert (not refusals) == free

    @given(PERIODS, PERIODS)
    def test_when_a_draft_is_made_public_by_an_update(self, first: Days, second: Days):
        with undone():
            who, what = builders.actor(), builders.measure()
            stored(row(who, what, first))
            draft = row(who, what, second, "draft")
            assert stored(draft)
            with attempt() as refusals:
                Position.objects.filter(slug=draft.slug).update(publication="published")
            assert (not refusals) == (not overlap(first, second))


@pytest.mark.parametrize("kind", ["stages", "states", "memberships"])
def test_every_sequence_is_held(kind: str):
    def write(since: str) -> None:
        if kind == "stages":
            Stage.objects.create(measure=builders.measure(), status="agreed", since=day(since))
        elif kind == "states":
            ConditionState.objects.create(condition=builders.condition(), state="met", since=day(since))
        else:
            who = {"member": builders.actor(), "organisation": builders.actor("EU", kind="organisation")}
            Membership.objects.create(**who, since=day(since), publication="published")

    write("2025-01-01")
    with attempt() as refusals:
        write("2025-02-01")
    assert [type(refusal) for refusal in refusals] == [IntegrityError]


def test_the_refusal_names_the_constraint():
    who, what = builders.actor(), builders.measure()
    stored(row(who, what, (FIRST, None)))
    with attempt() as refusals:
        Position.objects.bulk_create([row(who, what, (FIRST, None))])
    assert "position_no_overlap" in str(refusals[0])


def test_validation_leaves_a_row_alone_whose_sequence_is_not_known_yet():
    rule = next(rule for rule in Position._meta.constraints if isinstance(rule, NoOverlap))
    stored(row(builders.actor(), builders.measure(), (FIRST, None)))
    rule.validate(Position, Position(actor=builders.actor(), since=FIRST, publication="published"))
    same = row(builders.actor(), builders.measure(), (FIRST, None))
    rule.validate(Position, same, exclude={"measure"})
    with pytest.raises(ValidationError):
        rule.validate(Position, same)
