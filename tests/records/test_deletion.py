"""What is or was public is kept for ever; a draft goes only where nothing names it."""

import pytest
from django.db.models import ProtectedError

from actors.models import Actor
from options.models import Condition, Position
from policyhub.records.publication import withdraw
from tests import builders as make

pytestmark = pytest.mark.django_db


def test_a_draft_goes_with_its_parts() -> None:
    position = make.position(terms={make.condition(): "requires"})
    position.delete()
    assert not Position.objects.exists()


def test_a_public_record_is_kept() -> None:
    position = make.position(public=True)
    with pytest.raises(ProtectedError, match="published"):
        position.delete()
    withdraw(record=position)
    with pytest.raises(ProtectedError, match="withdrawn"):
        Position.objects.get().delete()


@pytest.mark.parametrize("many", ["needs", "implies"])
def test_a_record_that_another_names_among_many_is_kept(many: str) -> None:
    other = make.actor() if many == "needs" else make.condition("other")
    condition = make.condition("named-in-a-list")
    getattr(condition, many).add(other)
    with pytest.raises(ProtectedError, match="named-in-a-list"):
        other.delete()
    assert list(getattr(Condition.objects.get(slug="named-in-a-list"), many).all()) == [other]


def test_a_record_that_a_part_names_is_kept() -> None:
    condition = make.condition()
    position = make.position(terms={condition: "requires"})
    with pytest.raises(ProtectedError, match=position.slug):
        condition.delete()


def test_of_several_all_go_or_none() -> None:
    make.actor("AAA")
    make.actor("BBB", public=True)
    with pytest.raises(ProtectedError):
        Actor.objects.all().delete()
    assert Actor.objects.count() == 2
    assert Actor.objects.filter(code="AAA").delete() == (1, {"actors.Actor": 1})
