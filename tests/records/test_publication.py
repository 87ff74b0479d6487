"""What publishing asks of a record, where a new period finds its place, and what withdrawing refuses."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from actors.models import Actor
from options.models import Category, Measure, Option, Position
from policyhub.records.publication import publish, withdraw
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db


def refused(record: Any) -> dict[str, list[str]]:
    """Return why `record` cannot be published, by field."""
    with pytest.raises(ValidationError) as caught:
        publish(record=record)
    return caught.value.message_dict


def period(since: str | None, until: str | None = None, *, public: bool = True, stance: str = "supports") -> Position:
    """Return a position of one actor on one measure, in the same sequence each time."""
    return builders.position(
        builders.actor(public=True),
        builders.measure(public=True),
        stance,
        since=since and day(since),
        since_precision="day" if since else "unknown",
        until=until and day(until),
        public=public,
    )


def stored() -> list[tuple[str | None, str | None]]:
    """Return the published periods in order of time."""
    rows = Position.objects.published().values_list("since", "until")
    days = [tuple(end and end.isoformat() for end in row) for row in rows]
    return sorted(days, key=lambda row: row[0] or "")


class TestANewPeriod:
    def test_closes_the_one_before(self):
        period("2025-01-01")
        period("2025-06-01")
        assert stored() == [("2025-01-01", "2025-06-01"), ("2025-06-01", None)]

    def test_shortens_one_before_that_ends_later(self):
        period("2025-01-01", "2025-12-31")
        period("2025-06-01")
        assert stored() == [("2025-01-01", "2025-06-01"), ("2025-06-01", None)]

    def test_leaves_one_that_has_ended_as_it_is(self):
        period("2025-01-01", "2025-02-01")
        period("2025-06-01")
        assert stored() == [("2025-01-01", "2025-02-01"), ("2025-06-01", None)]

    def test_ends_where_the_next_one_begins(self):
        period("2025-06-01")
        period("2025-09-01")
        period("2025-01-01")
        assert stored() == [("2025-01-01", "2025-06-01"), ("2025-06-01", "2025-09-01"), ("2025-09-01", None)]

    def test_fits_in_between_two_neighbours(self):
        period("2025-01-01")
        period("2025-09-01")
        period("2025-06-01")
        assert stored() == [("2025-01-01", "2025-06-01"), ("2025-06-01", "2025-09-01"), ("2025-09-01", None)]

    def test_keeps_its_own_end_before_the_next_one(self):
        period("2025-09-01")
        period("2025-01-01", "2025-02-01")
        assert stored() == [("2025-01-01", "2025-02-01"), ("2025-09-01", None)]

    def test_of_unknown_beginning_comes_first(self):
        period("2025-06-01")
        period(None)
        assert stored() == [(None, "2025-06-01"), ("2025-06-01", None)]

    def test_closes_one_of_unknown_beginning(self):
        period(None)
        period("2025-06-01")
        assert stored() == [(None, "2025-06-01"), ("2025-06-01", None)]

    def test_is_refused_on_the_first_day_of_another(self):
        first = period("2025-06-01")
        second = period("2025-06-01", public=False)
        assert refused(second) == {"since": [f"{first.key} begins on the same day."]}
        assert stored() == [("2025-06-01", None)]

    def test_is_refused_where_another_one_has_no_known_beginning_either(self):
        first = period(None)
        assert refused(period(None, public=False)) == {"since": [f"{first.key} has no known first day either."]}

    def test_is_no_neighbour_of_a_draft(self):
        draft = period("2025-01-01", public=False)
        period("2025-06-01")
        draft.refresh_from_db()
        assert draft.until is None

    @pytest.mark.parametrize("other", ["actor", "measure"])
    def test_is_no_neighbour_of_another_sequence(self, other: str):
        first = period("2025-01-01")
        make = {"actor": builders.actor, "measure": builders.measure}[other]
        who_and_what = {"actor": first.actor, "measure": first.measure} | {
            other: make("DEU" if other == "actor" else "x", public=True)
        }
        builders.position(who_and_what["actor"], who_and_what["measure"], since=day("2025-06-01"), public=True)
        assert stored() == [("2025-01-01", None), ("2025-06-01", None)]

    def test_finds_its_place_among_memberships_too(self):
        who, where = builders.actor(public=True), builders.actor("EU", kind="organisation", public=True)
        first = builders.membership(who, where, role="candidate", since=day("2020-01-01"), public=True)
        builders.membership(who, where, since=day("2025-01-01"), public=True)
        first.refresh_from_db()
        assert first.until == day("2025-01-01")


class TestPublishingRefuses:
    def test_a_reference_to_a_draft(self):
        builders.source(public=True)
        position = builders.position(builders.actor("FRA"), builders.measure(public=True))
        assert refused(position) == {"actor": ["actor FRA is not published."]}

    def test_a_reference_to_a_withdrawn_record(self):
        builders.source(public=True)
        who = builders.actor("FRA", public=True)
        position = builders.position(who, builders.measure(public=True))
        withdraw(record=who)
        position.refresh_from_db()
        assert refused(position) == {"actor": ["actor FRA is not published."]}

    def test_one_of_many_references_to_a_draft(self):
        condition = builders.condition()
        builders.source(public=True)
        condition.needs.set([builders.actor("FRA", public=True), builders.actor("DEU")])
        assert refused(condition) == {"needs": ["actor DEU is not published."]}

    def test_a_reference_of_a_part_to_a_draft(self):
        builders.source(public=True)
        terms = {builders.condition(): "requires"}
        position = builders.position(builders.actor(public=True), builders.measure(public=True), terms=terms)
        assert refused(position) == {"conditions": ["condition ceasefire is not published."]}

    def test_a_citation_of_a_draft(self):
        assert refused(builders.condition()) == {"citations": ["source official-text is not published."]}

    @pytest.mark.parametrize("role", ["contradicts", "context"])
    def test_a_claim_that_nothing_supports(self, role: str):
        builders.source(public=True)
        condition = builders.condition()
        condition.citations.update(role=role)
        assert refused(condition) == {"citations": ["A supporting citation is needed."]}

    def test_an_option_without_a_core_measure(self):
        option = builders.option(core=[builders.measure(public=True)])
        option.members.update(role="optional")
        assert refused(option) == {"members": ["An option has at least one core measure."]}

    def test_what_is_not_valid(self):
        record = builders.category()
        Category._base_manager.update(name="")
        assert list(refused(record)) == ["name"]

    def test_everything_that_is_wrong_at_once(self):
        condition = builders.condition(jurisdiction=builders.actor("FRA"))
        condition.citations.update(role="context")
        assert sorted(refused(condition)) == ["citations", "jurisdiction"]

    def test_and_leaves_the_neighbour_and_the_record_as_they_were(self):
        first = period("2025-01-01")
        second = period("2025-06-01", public=False)
        Position._base_manager.filter(pk=second.pk).update(summary="")  # found only after room was made
        assert list(refused(second)) == ["summary"]
        assert (second.publication, second.until) == ("draft", None)
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.until, second.publication) == (None, "draft")


class TestWithdrawing:
    def test_hides_the_record_and_keeps_it(self):
        record = builders.category(public=True)
        withdraw(record=record)
        assert Category.objects.get().publication == "withdrawn"

    def test_lists_what_still_refers_to_it(self):
        position = builders.position(public=True)
        statement = builders.statement(position.actor, public=True)
        with pytest.raises(ValidationError) as caught:
            withdraw(record=position.actor)
        keys = ", ".join(sorted([position.key, statement.key]))
        assert caught.value.message_dict == {"publication": [f"Still referred to by {keys}."]}
        position.actor.refresh_from_db()
        assert position.actor.publication == "published"

    def test_lists_what_refers_to_it_through_a_part(self):
        option = builders.option(public=True)
        with pytest.raises(ValidationError, match=rf"Still referred to by {option.key}\."):
            withdraw(record=Measure.objects.get())

    def test_lists_what_refers_to_it_among_many(self):
        who = builders.actor(public=True)
        condition = builders.condition()
        condition.needs.add(who)
        builders.source(public=True)
        publish(record=condition)
        with pytest.raises(ValidationError, match=r"Still referred to by ceasefire\."):
            withdraw(record=who)

    def test_is_not_held_up_by_drafts(self):
        builders.source(public=True)
        position = builders.position(builders.actor(public=True), builders.measure(public=True))
        withdraw(record=position.actor)
        assert position.actor.publication == "withdrawn"

    def test_leaves_a_gap_that_can_be_filled(self):
        period("2025-01-01")
        withdraw(record=period("2025-06-01"))
        period("2025-06-01")
        assert stored() == [("2025-01-01", "2025-06-01"), ("2025-06-01", None)]

    def test_is_no_end_publishing_brings_it_back(self):
        record = builders.category(public=True)
        withdraw(record=record)
        publish(record=record)
        assert Category.objects.get().publication == "published"


def test_an_option_can_be_published_once_it_has_a_core_measure():
    builders.option(public=True)
    assert Option.objects.published().count() == 1


class TestTheCopyInHand:
    """Every decision is taken on the stored row, not on what was read before."""

    def test_publishing_keeps_what_was_corrected_meanwhile(self):
        builders.source(public=True)
        stale = builders.position(builders.actor(public=True), builders.measure(public=True))
        Position._base_manager.update(summary="Corrected.", stance="opposes")
        publish(record=stale)
        stored = Position.objects.get()
        assert (stored.summary, stored.stance, stored.publication) == ("Corrected.", "opposes", "published")

    def test_withdrawing_keeps_what_was_corrected_meanwhile(self):
        stale = builders.position(public=True)
        Position._base_manager.update(summary="Corrected.")
        withdraw(record=stale)
        assert Position.objects.get().summary == "Corrected."

    def test_a_deleted_record_does_not_come_back(self):
        ghost = builders.actor("GHO")
        Actor.objects.filter(code="GHO").delete()
        with pytest.raises(ValidationError, match="deleted meanwhile"):
            publish(record=ghost)
        assert not Actor.objects.exists()

    @pytest.mark.parametrize("step", [publish, withdraw])
    def test_a_step_is_taken_once(self, step):
        record = builders.actor(public=step is withdraw)
        step(record=record)
        with pytest.raises(ValidationError, match="It is"):
            step(record=record)


class TestOthersThatChange:
    def test_publishing_names_the_period_that_it_closed(self):
        first, second = period("2025-01-01"), period("2025-06-01", public=False)
        assert publish(record=second) == [first]

    def test_withdrawing_names_the_period_that_ends_there(self):
        first, second = period("2025-01-01"), period("2025-06-01")
        second.refresh_from_db()
        assert withdraw(record=second) == [first]

    def test_a_period_is_not_cut_in_two(self):
        period("2025-01-01", "2026-01-01")
        inside = period("2025-03-01", "2025-04-01", public=False)
        assert list(refused(inside)) == ["until"]
        assert Position.objects.published().get().until == day("2026-01-01")

    def test_a_period_of_unknown_beginning_is_not_left_without_a_day(self):
        period(None)  # it counts from the day of its source, 2025-03-02
        assert list(refused(period("2020-01-01", public=False))) == ["since"]
