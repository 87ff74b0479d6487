"""Who belongs to what on a day."""

import pytest

from actors.models import Actor
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db


def members(text: str) -> list[str]:
    """Return the codes of the members of the EU on that day."""
    return [actor.code for actor in Actor.objects.members_of("EU", day(text)).order_by("code")]


def join(code: str, *, public: bool = True, **fields: object) -> None:
    eu = builders.actor("EU", kind="organisation", public=True)
    builders.membership(builders.actor(code, public=True), eu, public=public, **fields)


def test_a_member_belongs_from_the_day_of_accession_until_the_day_before_it_is_out():
    join("GBR", since=day("1973-01-01"), until=day("2020-02-01"))
    days = ["1972-12-31", "1973-01-01", "2020-01-31", "2020-02-01"]
    assert [members(text) for text in days] == [[], ["GBR"], ["GBR"], []]


def test_a_candidate_becomes_a_member_on_the_day_of_accession():
    join("HRV", since=day("2004-06-18"), role="candidate")
    join("HRV", since=day("2013-07-01"))
    assert [members(text) for text in ("2013-06-30", "2013-07-01")] == [[], ["HRV"]]


@pytest.mark.parametrize("role", ["member", "permanent-member", "elected-member"])
def test_who_takes_part_in_decisions_is_a_member(role: str):
    join("FRA", role=role)
    assert members("2025-03-02") == ["FRA"]


@pytest.mark.parametrize("role", ["candidate", "observer", "partner"])
def test_who_does_not_is_none(role: str):
    join("FRA", role=role)
    assert members("2025-03-02") == []


def test_a_membership_that_is_not_public_does_not_count():
    builders.source(public=True)
    join("FRA", public=False)
    assert members("2025-03-02") == []


def test_members_of_something_else_are_not_members():
    nato = builders.actor("NATO", kind="organisation", public=True)
    builders.membership(builders.actor("USA", public=True), nato, public=True)
    assert members("2025-03-02") == []


def test_states_are_those_of_that_kind():
    builders.actor("FRA")
    builders.actor("EU", kind="organisation")
    assert [actor.code for actor in Actor.objects.states()] == ["FRA"]
