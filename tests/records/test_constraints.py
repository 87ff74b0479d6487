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
from django.utils.text import capfirst

from policyhub.records.constraints import NoOverlap
from policyhub.records.models import Period, Record
from policyhub.records.text_index import WordIndex
from tests import builders
from tests.builders import day
from tests.records.rows import CLAIMS, EARLY, OURS, PARTS, ROWS, SOUND, eu, link, member, stage, state
from tests.records.undone import attempt

pytestmark = pytest.mark.django_db

LATE = day("2025-02-01")
BACKWARDS = {"since": LATE, "until": EARLY, "holds_from": LATE}
NEVER_COUNTED = {"since": None, "since_precision": "unknown", "until": EARLY, "holds_from": EARLY}
NO_WORD = "?"


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


CHOICES = [(model, field) for model in OURS for field in model._meta.concrete_fields if field.choices]
PERIODS = [model._meta.model_name for model in OURS if issubclass(model, Period)]
SOUND_BESIDE = {
    "stance_if_met": {"stance": "open"},
    "amount_basis": {"amount": 1, "currency": "EUR"},
}
"""What else a row needs so that a word in that field can be wrong by itself."""

BREAKS: dict[str, Callable[[], Any]] = {
    **{f"{kind}_slug_format": broken(make, slug="Two--Words") for kind, make in SOUND.items() if kind != "actor"},
    **{f"{kind}citation_source_once": twice(PARTS[f"{kind}citation"]) for kind in CLAIMS},
    **{
        f"{model._meta.model_name}_{field.name}_known": broken(
            ROWS[model._meta.model_name], **SOUND_BESIDE.get(field.name, {}), **{field.name: NO_WORD}
        )
        for model, field in CHOICES
    },
    **{f"{kind}_holds_from_since": broken(ROWS[kind], holds_from=day("2020-01-01")) for kind in PERIODS},
    **{f"{kind}_holds_before_its_end": broken(ROWS[kind], **NEVER_COUNTED) for kind in PERIODS},
    "actor_code_format": broken(eu, code="E U"),
    "actor_institution_part_of": broken(eu, kind="institution"),
    "actor_iso_alpha2_of_states": broken(eu, iso_alpha2="EU"),
    "actor_part_of_another": broken(eu, part_of=eu),
    "actor_state_iso_alpha3": broken(builders.actor, code="FR"),
    "actor_iso_alpha2_format": broken(builders.actor, iso_alpha2="fr"),
    "actor_iso_alpha2_once": broken(
        lambda: [builders.actor("DEU", iso_alpha2="DE"), builders.actor("FRA")][1], iso_alpha2="DE"
    ),
    "assessment_score_1_to_5": broken(builders.assessment, score=6),
    "category_below_another": broken(builders.category, parent=builders.category),
    "categorycode_once": twice(PARTS["categorycode"]),
    "conditionstate_runs_forward": broken(state, **BACKWARDS),
    "conditionstate_since_or_unknown": broken(state, since=None),
    "enquiry_once_a_day": twice(builders.enquiry),
    "instrument_in_force_runs_forward": broken(builders.instrument, in_force_from=LATE, in_force_until=LATE),
    "measurecondition_once": twice(PARTS["measurecondition"]),
    "measurelink_once": twice(link),
    "measurelink_to_another": broken(link, target=builders.measure),
    "membership_of_another": broken(member, member=eu),
    "membership_runs_forward": broken(member, **BACKWARDS),
    "membership_since_or_unknown": broken(member, since_precision="unknown"),
    "optionmember_once": twice(PARTS["optionmember"]),
    "position_amount_not_negative": broken(builders.position, amount=-1, currency="EUR", amount_basis="one-off"),
    "position_amount_with_currency": broken(builders.position, amount=1, amount_basis="one-off"),
    "position_currency_iso_4217": broken(builders.position, amount=1, currency="eur", amount_basis="one-off"),
    "position_if_met_below_support": broken(builders.position, stance_if_met="leads"),
    "position_number_with_unit": broken(builders.position, number=1),
    "position_runs_forward": broken(builders.position, **BACKWARDS),
    "position_since_or_unknown": broken(builders.position, since=None),
    "positioncondition_once": twice(PARTS["positioncondition"]),
    "positionform_once": twice(PARTS["positionform"]),
    "source_language_iso_639": broken(builders.source, language="EN"),
    "stage_runs_forward": broken(stage, since=EARLY, until=EARLY),
    "stage_since_or_unknown": broken(stage, since=None),
    "statement_language_iso_639": broken(builders.statement, language="EN"),
    "statement_quote_has_language": broken(builders.statement, quote="We will."),
}


HELD_ELSEWHERE = (NoOverlap, WordIndex)


def constraints() -> list[str]:
    """Return the names of all constraints but those that have tests of their own."""
    return [rule.name for model in OURS for rule in model._meta.constraints if not isinstance(rule, HELD_ELSEWHERE)]


def test_each_constraint_has_a_row_that_breaks_it():
    assert sorted(BREAKS) == sorted(constraints())


def test_what_the_builders_do_not_make_is_made_here():
    assert sorted(ROWS) == sorted(model._meta.model_name for model in OURS)


@pytest.mark.parametrize(("model", "field"), CHOICES, ids=[f"{m.__name__}.{f.name}" for m, f in CHOICES])
def test_every_vocabulary_is_held_by_the_database(model: type[models.Model], field: Any):
    """Each word of the field's is taken, an empty one where the field may be empty, and nothing else."""
    rule = next(rule for rule in model._meta.constraints if rule.name == f"{model._meta.model_name}_{field.name}_known")
    ((name, words),) = rule.condition.children
    assert name == f"{field.name}__in"
    assert sorted(words) == sorted([word for word, _ in field.flatchoices] + ([""] if field.blank else []))
    assert rule.violation_error_message.startswith(str(capfirst(field.verbose_name)))


def test_a_condition_of_a_measure_opens_nothing():
    row = PARTS["measurecondition"]()
    with attempt() as refusals:
        type(row).objects.update(role="opens")
    assert "measurecondition_role_known" in str(refusals[0])


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_what_breaks_a_constraint_is_refused_by_the_database(name: str):
    row = BREAKS[name]()
    with attempt() as refusals:
        row.save_base(raw=True)
    assert [type(refusal) for refusal in refusals] == [IntegrityError]
    rule = next(rule for rule in type(row)._meta.constraints if rule.name == name)
    columns = [f"{row._meta.db_table}.{row._meta.get_field(field).column}" for field in getattr(rule, "fields", [])]
    # SQLite names the columns of a plain unique constraint, everything else says the name; a period that
    # ends before it begins ends before it counts as well, and PostgreSQL may name that.
    names = [name, name.replace("_runs_forward", "_holds_before_its_end")]
    assert any(name in str(refusals[0]) for name in names) or (columns and ", ".join(columns) in str(refusals[0]))


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_what_breaks_a_constraint_is_refused_by_validation_in_words(name: str):
    row = BREAKS[name]()
    if "_holds_" not in name:  # nobody is told: saving makes that day anew
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


@pytest.mark.parametrize("kind", ROWS)
def test_what_is_broken_here_was_sound(kind: str):
    ROWS[kind]().full_clean()


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
