"""Who sees which records and parts."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from actors.models import Actor
from options.models import PositionCondition
from policyhub.records.publication import withdraw
from tests import builders

pytestmark = pytest.mark.django_db

ALL = ["AAA", "BBB", "CCC"]


@pytest.fixture
def one_of_each() -> None:
    """Make a draft, a published and a withdrawn record."""
    builders.actor("AAA")
    builders.actor("BBB", public=True)
    withdraw(record=builders.actor("CCC", public=True))


def seen(user: Any) -> list[str]:
    """Return the codes of the actors that `user` sees."""
    return [actor.code for actor in Actor.objects.visible_to(user).order_by("code")]


@pytest.mark.usefixtures("one_of_each")
class TestVisible:
    def test_published_keeps_what_is_public(self):
        assert [actor.code for actor in Actor.objects.published()] == ["BBB"]

    @pytest.mark.parametrize("caller", [None, AnonymousUser()], ids=["nobody", "anonymous"])
    def test_the_public_sees_what_is_published(self, caller: Any):
        assert seen(caller) == ["BBB"]

    @pytest.mark.parametrize("role", ["reader", "contributor", "reviewer", "publisher", "administrator"])
    def test_each_role_sees_drafts_and_withdrawn_records(self, role: str):
        assert seen(builders.user(roles=[role])) == ALL

    def test_staff_without_the_right_see_what_the_public_sees(self):
        assert seen(builders.user()) == ["BBB"]

    def test_the_right_alone_is_enough(self):
        assert seen(builders.user(permissions=["accounts.see_drafts"], is_staff=False)) == ALL

    def test_a_superuser_sees_everything(self):
        assert seen(builders.user(is_superuser=True)) == ALL

    def test_somebody_who_was_shut_out_sees_what_the_public_sees(self):
        assert seen(builders.user(roles=["reader"], is_active=False)) == ["BBB"]


def test_a_part_is_as_visible_as_what_it_points_to():
    terms = {builders.condition("draft"): "requires", builders.condition("public", public=True): "requires"}
    builders.position(terms=terms)
    visible = PositionCondition.objects.visible_to
    assert [link.condition.slug for link in visible(None)] == ["public"]
    assert visible(builders.user(permissions=["accounts.see_drafts"])).count() == 2
