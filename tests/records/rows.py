"""A sound row of every record and part there is."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from policyhub.records.models import Part, Record
from tests import builders
from tests.builders import day

EARLY = day("2025-01-01")


def stage(**fields: Any) -> Any:
    return builders.measure().stages.create(**{"status": "agreed", "since": EARLY} | fields)


def state(**fields: Any) -> Any:
    return builders.condition().states.create(**{"state": "met", "since": EARLY} | fields)


def link(**fields: Any) -> Any:
    return builders.measure().links.create(**{"kind": "requires", "target": builders.measure("other")} | fields)


def term(owner: Any) -> Any:
    return owner.conditions.create(condition=builders.condition(), role="requires")


def code() -> Any:
    return builders.category().codes.create(scheme="cameo", code="07")


def eu() -> Any:
    return builders.actor("EU", kind="organisation")


def member(**fields: Any) -> Any:
    return builders.membership(builders.actor(), eu(), **fields)


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

CLAIMS = ("assessment", "condition", "instrument", "measure", "membership", "position", "statement")

PARTS: dict[str, Callable[[], Any]] = {
    "categorycode": code,
    "conditionstate": state,
    "measurecondition": lambda: term(builders.measure()),
    "measurelink": link,
    "optionmember": lambda: builders.option().members.get(),
    "positioncondition": lambda: term(builders.position()),
    "positionform": lambda: builders.position().forms.create(form="air"),
    "stage": stage,
    **{f"{kind}citation": lambda make=SOUND[kind]: make().citations.get() for kind in CLAIMS},
}

OURS = [model for model in apps.get_models() if issubclass(model, Record | Part)]

ROWS = SOUND | PARTS
