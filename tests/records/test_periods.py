"""On which days something is so, and from which day it counts where its beginning is not known."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from actors.models import Actor, Membership
from options.models import Condition, ConditionState, Measure, Position, Stage
from tests import builders
from tests.builders import day
from tests.records.undone import attempt, undone

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2025, 1, 1)
DAYS = st.integers(0, 30).map(lambda number: FIRST + datetime.timedelta(number))


def undated(**fields: object) -> Position:
    """Return a position whose first day is not known."""
    return builders.position(since=None, since_precision="unknown", **fields)


def on(text: str) -> bool:
    """Tell whether the only position there is held on that day."""
    return Position.objects.valid_on(day(text)).exists()


def stage() -> Stage:
    return Stage.objects.create(measure=builders.measure(), status="proposed", since_precision="unknown")


def state() -> ConditionState:
    return ConditionState.objects.create(condition=builders.condition(), state="met", since_precision="unknown")


def member() -> Membership:
    where = builders.actor("EU", kind="organisation")
    return builders.membership(builders.actor(), where, since=None, since_precision="unknown")


RESTING_ON_EVIDENCE = {Position: undated, Measure: stage, Condition: state, Membership: member}


class TestValidOn:
    def test_it_is_so_from_its_first_day_until_the_day_before_its_last(self):
        builders.position(since=day("2025-03-02"), until=day("2025-09-04"))
        days = ["2025-03-01", "2025-03-02", "2025-09-03", "2025-09-04"]
        assert [on(text) for text in days] == [False, True, True, False]

    def test_without_a_last_day_it_still_is(self):
        builders.position(since=day("2025-03-02"))
        assert on("9999-12-31")

    def test_without_a_known_first_day_it_counts_from_its_evidence_and_never_before(self):
        undated(until=day("2025-09-04"))
        days = ["0001-01-01", "2025-03-01", "2025-03-02", "2025-09-03", "2025-09-04"]
        assert [on(text) for text in days] == [False, False, True, True, False]

    @given(st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=4), DAYS)
    def test_it_is_the_half_open_interval(
        self, periods: list[tuple[datetime.date, datetime.date | None]], asked: datetime.date
    ):
        sound = [(since, until) for since, until in periods if until is None or since < until]
        with undone():
            for since, until in sound:
                builders.position(since=since, until=until)
            found = Position.objects.valid_on(asked).values_list("since", "until")
            wanted = [period for period in sound if period[0] <= asked and (period[1] is None or asked < period[1])]
            assert sorted(found, key=str) == sorted(wanted, key=str)


class TestHoldsFrom:
    def test_its_first_day_where_that_is_known(self):
        assert builders.position(since=day("2025-05-05")).holds_from == day("2025-05-05")

    def test_else_the_earliest_of_its_supporting_sources(self):
        Stage.objects.create(measure=builders.measure(), status="proposed", since=day("2019-01-01"))
        position = undated()
        for slug, published, role in [
            ("late", "2025-02-02", "supports"),
            ("early", "2024-01-01", "supports"),
            ("other", "2020-01-01", "context"),
            ("denial", "2020-01-01", "contradicts"),
        ]:
            position.citations.create(source=builders.source(slug, published_on=day(published)), role=role)
        position.settle()
        position.refresh_from_db()
        assert position.holds_from == day("2024-01-01")

    def test_else_the_first_stage_of_its_measure(self):
        builders.source(published_on=None)
        measure = builders.measure()
        for since in ("2023-05-01", "2022-05-01"):
            until = day(since).replace(month=6)
            Stage.objects.create(measure=measure, status="proposed", since=day(since), until=until)
        assert undated(what=measure).holds_from == day("2022-05-01")

    def test_else_the_day_on_which_it_was_recorded(self):
        builders.source(published_on=None)
        assert undated().holds_from == timezone.now().date()

    def test_the_day_of_recording_stays_when_it_is_stored_again_later(self):
        builders.source(published_on=None)
        position = undated()
        Position.objects.update(created_at=datetime.datetime(2024, 1, 1, 12, tzinfo=datetime.UTC))
        position.refresh_from_db()
        position.save()
        assert position.holds_from == day("2024-01-01")

    def test_of_a_stage_the_evidence_of_its_measure(self):
        stage = Stage.objects.create(measure=builders.measure(), status="proposed", since_precision="unknown")
        assert stage.holds_from == builders.DAY

    @pytest.mark.parametrize(("observed", "wanted"), [("2024-06-01", "2024-06-01"), ("2025-06-01", "2025-03-02")])
    def test_of_a_state_the_evidence_of_its_condition_or_an_earlier_observation(self, observed: str, wanted: str):
        state = ConditionState.objects.create(
            condition=builders.condition(), state="unmet", since_precision="unknown", observed_on=day(observed)
        )
        assert state.holds_from == day(wanted)

    def test_of_a_membership_its_evidence_else_the_day_of_recording(self):
        who, where = builders.actor(), builders.actor("EU", kind="organisation")
        first = builders.membership(who, where, since=None, since_precision="unknown")
        assert first.holds_from == builders.DAY
        builders.source(published_on=None)
        first.citations.all().delete()
        first.settle()
        assert first.holds_from == timezone.now().date()


class TestHoldsFromIsNeverWrong:
    def test_a_row_without_it_is_not_taken(self):
        who, what = builders.actor(), builders.measure()
        row = Position(actor=who, measure=what, slug="bare", stance="open", confidence="inferred", since=FIRST)
        with pytest.raises(IntegrityError, match="holds_from"):
            Position.objects.bulk_create([row])

    def test_a_first_day_does_not_move_without_it(self):
        builders.position()
        with attempt() as refusals:
            Position.objects.update(since=day("2024-01-01"))
        assert "position_holds_from_since" in str(refusals[0])
        Position.objects.update(since=day("2024-01-01"), holds_from=day("2024-01-01"))

    def test_it_moves_with_the_first_day_where_only_that_is_stored(self):
        position = builders.position()
        position.since = day("2024-01-01")
        position.save(update_fields=["since"])
        assert Position.objects.get().holds_from == day("2024-01-01")

    def test_it_is_nothing_that_validation_asks_for(self):
        position = builders.position()
        position.since = day("2024-01-01")
        position.full_clean()
        position.pk, position.slug, position.holds_from, position._state.adding = None, "", None, True
        position.full_clean()


class TestSettling:
    def held_from(self) -> datetime.date | None:
        return Position.objects.get().holds_from

    def test_when_a_citation_is_added_or_taken_away(self):
        position = undated()
        earlier = position.citations.create(source=builders.source("early", published_on=day("2024-01-01")))
        position.settle()
        assert self.held_from() == day("2024-01-01")
        earlier.delete()
        position.settle()
        assert self.held_from() == builders.DAY

    def test_when_the_day_of_a_source_changes(self):
        undated()
        source = builders.source()
        source.published_on = day("2023-03-03")
        source.save()
        assert self.held_from() == day("2023-03-03")

    def test_when_a_stage_of_the_measure_changes(self):
        builders.source(published_on=None)
        measure = builders.measure()
        undated(what=measure)
        stage = Stage.objects.create(measure=measure, status="proposed", since=day("2022-05-01"))
        measure.settle()
        assert self.held_from() == day("2022-05-01")
        stage.since = day("2021-05-01")
        stage.save()
        measure.settle()
        assert self.held_from() == day("2021-05-01")

    def test_when_the_day_of_a_source_moves_the_first_stage_of_the_measure(self):
        dated, bare = builders.source("dated"), builders.source(published_on=None)
        measure = builders.measure()
        measure.citations.update(source=dated)
        Stage.objects.create(measure=measure, status="proposed", since_precision="unknown")
        position = undated(what=measure)
        assert (position.citations.get().source, self.held_from()) == (bare, builders.DAY)
        dated.published_on = day("2023-03-03")
        dated.save()
        assert Stage.objects.get().holds_from == self.held_from() == day("2023-03-03")

    @pytest.mark.parametrize(
        ("kind", "make"), RESTING_ON_EVIDENCE.items(), ids=[kind.__name__ for kind in RESTING_ON_EVIDENCE]
    )
    def test_the_record_counts_as_changed_when_its_answer_does_and_only_then(
        self, kind: type, make: Callable[[], object]
    ):
        make()
        long_ago = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
        kind.objects.update(updated_at=long_ago)
        source = builders.source()
        for text, changed in [("2025-03-02", False), ("2023-03-03", True)]:
            source.published_on = day(text)
            source.save()
            assert (kind.objects.get().updated_at != long_ago) == changed

    def test_a_source_whose_day_stays_settles_nothing(self, django_assert_num_queries: object):
        undated()
        source = builders.source()
        Position.objects.update(holds_from=FIRST)
        source.title = "Another title"
        with django_assert_num_queries(2):
            source.save()
        assert self.held_from() == FIRST

    def test_a_known_first_day_is_left_alone(self):
        builders.position(since=day("2025-05-05"))
        source = builders.source()
        source.published_on = day("2020-01-01")
        source.save()
        assert self.held_from() == day("2025-05-05")

    @given(
        st.none() | DAYS,
        st.dictionaries(st.sampled_from("abc"), st.tuples(st.none() | DAYS, st.booleans())),
        st.none() | DAYS,
    )
    def test_in_any_order_of_events(
        self,
        since: datetime.date | None,
        sources: dict[str, tuple[datetime.date | None, bool]],
        stage: datetime.date | None,
    ):
        """Write everything without a day, then give each its day: the result is that of the rule."""
        with undone():
            builders.source(published_on=None)
            measure = builders.measure()
            position = undated(what=measure)
            for slug, (published, supports) in sources.items():
                source = builders.source(slug, published_on=None)
                position.citations.create(source=source, role="supports" if supports else "context")
                source.published_on = published
                source.save()
            if stage:
                Stage.objects.create(measure=measure, status="proposed", since=stage)
                measure.settle()
            position.refresh_from_db()
            position.since = since
            position.since_precision = "day" if since else "unknown"
            position.save()
            evidence = min(
                (published for published, supports in sources.values() if supports and published), default=None
            )
            assert self.held_from() == (since or evidence or stage or timezone.now().date())


class TestClean:
    def test_a_period_ends_after_it_begins(self):
        position = Position(since=day("2025-01-02"), until=day("2025-01-02"))
        assert "The period must end after it begins." in errors_of(position)["until"]

    @pytest.mark.parametrize(("since", "precision"), [(None, "day"), (FIRST, "unknown")])
    def test_the_precision_says_whether_the_first_day_is_known(self, since: datetime.date | None, precision: str):
        wanted = "Without a first day the precision is `unknown`; with one it is not."
        assert wanted in errors_of(Position(since=since, since_precision=precision))["since_precision"]


def errors_of(record: Position) -> dict[str, list[str]]:
    """Return what `clean` says, by field."""
    with pytest.raises(ValidationError) as caught:
        record.clean()
    return caught.value.message_dict


def test_text_is_ordered_by_code_point_on_both_engines():
    for code in ("ABC", "AB-C", "ABD", "AB"):
        builders.actor(code, kind="coalition")
    builders.actor("ZZZ", name="a")
    builders.actor("YYY", name="B")
    codes = Actor.objects.filter(kind="coalition").order_by("code").values_list("code", flat=True)
    assert list(codes) == ["AB", "AB-C", "ABC", "ABD"]
    names = Actor.objects.filter(kind="state").order_by("name").values_list("name", flat=True)
    assert list(names) == ["B", "a"]
