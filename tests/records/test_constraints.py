"""
What the database refuses, and what validation says of it.

Every constraint of every record and part has a row here that breaks it and nothing else; the list is
held complete. The database refuses the row, and validation names the same in words.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models

from policyhub.records.constraints import NoOverlap
from policyhub.records.models import Part, Record
from tests import builders
from tests.builders import day
from tests.records.undone import attempt

pytestmark = pytest.mark.django_db

EARLY, LATE = day("2025-01-01"), day("2025-02-01")
BACKWARDS = {"since": LATE, "until": EARLY}


def stage(**fields: Any) -> Any:
    return builders.measure().stages.create(**{"status": "agreed", "since": EARLY} | fields)


def state(**fields: Any) -> Any:
    return builders.condition().states.create(**{"state": "met", "since": EARLY} | fields)


def link(**fields: Any) -> Any:
    return builders.measure().links.create(**{"kind": "requires", "target": builders.measure("other")} | fields)


def member(**fields: Any) -> Any:
    return builders.membership(builders.actor(), builders.actor("EU", kind="organisation"), **fields)


def twice(make: Callable[[], Any]) -> Callable[[], Any]:
    """Return what stores a row and gives a second one like it, which is not stored."""

    def second() -> Any:
        first = make()
        first.pk, first._state.adding = None, True
        if "slug" in vars(first):
            first.slug = "second"
        return first

    return second


def broken(make: Callable[[], Any], **fields: Any) -> Callable[[], Any]:
    """Return what stores a sound row and then gives it these values."""

    def change() -> Any:
        row = make()
        for name, value in fields.items():
            setattr(row, name, value() if callable(value) else value)
        return row

    return change


def cited(make: Callable[[], Any]) -> Callable[[], Any]:
    return twice(lambda: make().citations.get())


SOUND = {
    "actor": builders.actor,
    "assessment": builders.assessment,
    "category": builders.category,
    "condition": builders.condition,
    "enquiry": builders.enquiry,
    "instrument": builders.instrument,
    "measure": builders.measure,
    "membership": member,
    "option": builders.option,
    "position": builders.position,
    "source": builders.source,
    "statement": builders.statement,
}

BREAKS: dict[str, Callable[[], Any]] = {
    **{f"{kind}_slug_format": broken(make, slug="Two--Words") for kind, make in SOUND.items() if kind != "actor"},
    **{
        f"{kind}citation_source_once": cited(SOUND[kind])
        for kind in ("assessment", "condition", "instrument", "measure", "membership", "position", "statement")
    },
    "actor_code_format": broken(lambda: builders.actor("EU", kind="organisation"), code="E U"),
    "actor_state_iso_alpha3": broken(builders.actor, code="FR"),
    "actor_iso_alpha2_format": broken(builders.actor, iso_alpha2="fr"),
    "actor_iso_alpha2_once": broken(
        lambda: [builders.actor("DEU", iso_alpha2="DE"), builders.actor("FRA")][1], iso_alpha2="DE"
    ),
    "assessment_score_1_to_5": broken(builders.assessment, score=6),
    "categorycode_once": twice(lambda: builders.category().codes.create(scheme="cameo", code="07")),
    "conditionstate_runs_forward": broken(state, **BACKWARDS),
    "conditionstate_since_or_unknown": broken(state, since=None),
    "enquiry_once_a_day": twice(builders.enquiry),
    "instrument_in_force_runs_forward": broken(builders.instrument, in_force_from=LATE, in_force_until=LATE),
    "measurecondition_once": twice(
        lambda: builders.measure().conditions.create(condition=builders.condition(), role="requires")
    ),
    "measurecondition_role": broken(
        lambda: builders.measure().conditions.create(condition=builders.condition(), role="requires"), role="opens"
    ),
    "measurelink_once": twice(link),
    "measurelink_to_another": broken(link, target=builders.measure),
    "membership_runs_forward": broken(member, **BACKWARDS),
    "membership_since_or_unknown": broken(member, since_precision="unknown"),
    "optionmember_once": twice(lambda: builders.option().members.get()),
    "position_amount_not_negative": broken(builders.position, amount=-1, currency="EUR", amount_basis="one-off"),
    "position_amount_with_currency": broken(builders.position, amount=1, amount_basis="one-off"),
    "position_currency_iso_4217": broken(builders.position, amount=1, currency="eur", amount_basis="one-off"),
    "position_if_met_below_support": broken(builders.position, stance_if_met="leads"),
    "position_number_with_unit": broken(builders.position, number=1),
    "position_runs_forward": broken(builders.position, **BACKWARDS),
    "position_since_or_unknown": broken(builders.position, since=None),
    "positioncondition_once": twice(
        lambda: builders.position().conditions.create(condition=builders.condition(), role="requires")
    ),
    "positionform_once": twice(lambda: builders.position().forms.create(form="air")),
    "source_language_iso_639": broken(builders.source, language="EN"),
    "stage_runs_forward": broken(stage, since=EARLY, until=EARLY),
    "stage_since_or_unknown": broken(stage, since=None),
    "statement_language_iso_639": broken(builders.statement, language="EN"),
    "statement_quote_has_language": broken(builders.statement, quote="We will."),
}


def constraints() -> list[str]:
    """Return the names of all constraints but the overlap rules, which have tests of their own."""
    ours = [model for model in apps.get_models() if issubclass(model, Record | Part)]
    return [rule.name for model in ours for rule in model._meta.constraints if not isinstance(rule, NoOverlap)]


def test_each_constraint_has_a_row_that_breaks_it():
    assert sorted(BREAKS) == sorted(constraints())


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_what_breaks_a_constraint_is_refused_by_the_database(name: str):
    row = BREAKS[name]()
    with attempt() as refusals:
        row.save_base(raw=True)
    assert [type(refusal) for refusal in refusals] == [IntegrityError]
    rule = next(rule for rule in type(row)._meta.constraints if rule.name == name)
    columns = [f"{row._meta.db_table}.{row._meta.get_field(field).column}" for field in getattr(rule, "fields", [])]
    # SQLite names the columns of a plain unique constraint, everything else says the name.
    assert name in str(refusals[0]) or (columns and ", ".join(columns) in str(refusals[0]))


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_what_breaks_a_constraint_is_refused_by_validation_in_words(name: str):
    row = BREAKS[name]()
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    said = [message for messages in caught.value.message_dict.values() for message in messages]
    assert all(message and name not in message for message in said)
    rule = next(rule for rule in type(row)._meta.constraints if rule.name == name)
    if isinstance(rule, models.CheckConstraint):
        with pytest.raises(ValidationError) as alone:
            rule.validate(type(row), row)
        (message,) = alone.value.messages
        assert message != rule.default_violation_error_message % {"name": name}, "it has no words"


@pytest.mark.parametrize("make", SOUND.values(), ids=SOUND)
def test_what_the_builders_make_is_sound(make: Callable[[], Any]):
    make().full_clean()


@pytest.mark.parametrize("model", [model for model in apps.get_models() if issubclass(model, Record)])
def test_an_identity_is_held_by_one_record_alone(model: type[Record]):
    make = SOUND[model._meta.model_name]
    first = make()
    first.pk, first._state.adding = None, True
    with attempt() as refusals:
        first.save_base(raw=True)
    assert [type(refusal) for refusal in refusals] == [IntegrityError]
    with pytest.raises(ValidationError) as caught:
        first.full_clean()
    assert model.KEY in caught.value.message_dict
