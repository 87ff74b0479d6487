"""What `clean` says, and beside which field."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from actors.models import Actor, Membership
from options.models import Category, Condition, Instrument, MeasureCondition, Position, PositionCondition, Statement
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db


def said(record: Any, way: str = "clean") -> dict[str, list[str]]:
    """Return what is said of the record, by field; empty if nothing is."""
    try:
        getattr(record, way)()
    except ValidationError as error:
        return error.message_dict
    return {}


def eu() -> Actor:
    return builders.actor("EU", kind="organisation")


LOW = "A stance if met belongs to a stance of rank 1 or below."
NEEDS = "A currency or a basis needs an amount."
UNIT = "A number and its unit stand together."

CASES: list[tuple[Callable[[], Any], dict[str, str]]] = [
    (
        lambda: Actor(code="EU", kind="organisation", iso_alpha2="EU"),
        {"iso_alpha2": "Only a state has an ISO 3166-1 code."},
    ),
    (
        lambda: Actor(code="UNSC", kind="institution"),
        {"part_of": "An institution is part of a state, an organisation or a coalition."},
    ),
    (
        lambda: Membership(member=builders.actor(), organisation=builders.actor("DEU"), since=builders.DAY),
        {"organisation": "A state has no members."},
    ),
    (
        lambda: Membership(member=eu(), organisation=eu(), since=builders.DAY),
        {"member": "Nothing is a member of itself."},
    ),
    (
        lambda: Condition(organ=builders.actor()),
        {"organ": "The organ is an institution, such as a parliament."},
    ),
    (
        lambda: Instrument(in_force_from=day("2025-01-02"), in_force_until=day("2025-01-02")),
        {"in_force_until": "The period must end after it begins."},
    ),
    (lambda: Statement(quote="We will."), {"language": "A quote has a language."}),
    (lambda: Position(since=builders.DAY, stance="supports", stance_if_met="leads"), {"stance_if_met": LOW}),
    (
        lambda: Position(since=builders.DAY, amount=1),
        {
            "currency": "An amount has a currency.",
            "amount_basis": "An amount has a basis; `not-stated` where the source does not say.",
        },
    ),
    (lambda: Position(since=builders.DAY, currency="EUR"), {"amount": NEEDS}),
    (
        lambda: Position(since=builders.DAY, amount_basis="ceiling"),
        {"amount": NEEDS},
    ),
    (lambda: Position(since=builders.DAY, number=1), {"unit": UNIT}),
    (lambda: Position(since=builders.DAY, unit="tanks"), {"unit": UNIT}),
    (
        lambda: PositionCondition(position=builders.position(), role="opens"),
        {"role": "`opens` is a way out of a stance of rank 1 or below."},
    ),
]


@pytest.mark.parametrize(("make", "wanted"), CASES, ids=[f"{next(iter(case[1]))}-{n}" for n, case in enumerate(CASES)])
def test_what_is_wrong_is_said_beside_its_field(make: Callable[[], Any], wanted: dict[str, str]):
    assert said(make()) == {field: [message] for field, message in wanted.items()}


def test_nothing_is_part_of_itself():
    who = builders.actor()
    who.part_of = who
    assert said(who) == {"part_of": ["Nothing is part of itself."]}


def test_nothing_is_part_of_itself_by_way_of_another():
    top, below = eu(), builders.actor("EU-COM", kind="institution", part_of=eu())
    top.part_of = below
    assert said(top) == {"part_of": ["Nothing is part of itself."]}


def test_a_category_does_not_lie_below_itself():
    top = builders.category("top")
    below = builders.category("below", parent=builders.category("middle", parent=top))
    top.parent = below
    assert said(top) == {"parent": ["A category cannot lie below itself."]}
    assert said(Category.objects.get(slug="below")) == {}


def test_a_ring_above_a_category_is_no_reason_to_wait_for_ever():
    one = builders.category("one")
    two = builders.category("two", parent=one)
    Category.objects.filter(pk=one.pk).update(parent=two)
    assert said(Category(slug="three", name="Three", definition="?", parent=two)) == {}
    assert said(Category.objects.get(slug="one")) == {"parent": ["A category cannot lie below itself."]}


def test_a_way_out_is_no_reason_to_publish_a_stance_that_backs():
    position = builders.position(stance="open", terms={builders.condition(): "opens"})
    assert position.publication_problems() == {}
    position.stance = "supports"
    way_out = "`opens` is a way out of a stance of rank 1 or below."
    assert position.publication_problems() == {"conditions": [way_out]}
    position.conditions.update(group=1)
    position.conditions.create(condition=builders.condition("other"), role="limits", group=1)
    mixed = "Group 1 has several roles; a group has one."
    assert position.publication_problems() == {"conditions": [mixed, way_out]}


@pytest.mark.parametrize(
    ("field", "beside"), [("amount", {"currency": "EUR", "amount_basis": "one-off"}), ("number", {"unit": "tanks"})]
)
def test_a_number_is_given_back_as_it_was_stored(field: str, beside: dict[str, str]):
    largest = Decimal("9999999999999.99")
    position = builders.position(**{field: largest}, **beside)
    assert said(position, "full_clean") == {}
    position.refresh_from_db()
    assert getattr(position, field) == largest
    setattr(position, field, largest * 10)
    assert list(said(position, "full_clean")) == [field]


@pytest.mark.parametrize("stance", ["open", "undecided", "reserved", "opposes", "red-line"])
def test_a_low_stance_may_have_a_way_out(stance: str):
    position = builders.position(stance=stance, stance_if_met="supports")
    assert said(position, "full_clean") == {}
    link = PositionCondition(position=position, condition=builders.condition(), role="opens")
    assert said(link, "full_clean") == {}


@pytest.mark.parametrize("make", [builders.measure, builders.position])
def test_a_group_has_one_role(make: Callable[[], Any]):
    owner = make()
    owner.conditions.create(condition=builders.condition("a"), role="requires", group=1)
    owner.conditions.create(condition=builders.condition("b"), role="requires", group=1)
    owner.conditions.create(condition=builders.condition("c"), role="limits", group=2)
    owner.conditions.create(condition=builders.condition("d"), role="limits")
    owner.conditions.create(condition=builders.condition("e"), role="rule")
    assert owner.publication_problems() == {}
    owner.conditions.create(condition=builders.condition("f"), role="limits", group=1)
    assert owner.publication_problems() == {"conditions": ["Group 1 has several roles; a group has one."]}


@pytest.mark.parametrize("kind", [Actor, Category, Condition, Instrument, Membership, Position, Statement])
def test_an_empty_record_is_told_what_it_lacks(kind: type):
    assert said(kind(), "full_clean")


@pytest.mark.parametrize("kind", [MeasureCondition, PositionCondition])
def test_an_empty_part_is_told_what_it_lacks(kind: type):
    assert kind.OWNER in said(kind(role="opens", group=1), "full_clean")
