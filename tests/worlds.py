"""A small catalogue of public records, and the drafts and withdrawn records that must not show in it."""

import re
from decimal import Decimal
from typing import Any

from actors.models import Actor
from options import models
from policyhub.records.folding import text_fields
from policyhub.records.models import Record
from policyhub.records.structure import record_models
from policyhub.sources.models import Claim
from tests import builders as make

HIDDEN = {"draft": "1911-11-11", "withdrawn": "1912-12-12"}
"""The states in which nobody but curators sees a record, and the day that all hidden records of a state carry."""

CANARY = re.compile(r"canary|\bXQ[DW]\b|\bQ[DW]\b|\bq[dw]\b|191[12]-", re.IGNORECASE)
"""What stands in hidden records alone."""


def public() -> None:
    """Make public records of every kind, linked to each other."""
    make.source(public=True)
    make.source("open-press", kind="press", reliability="B", public=True)
    actors = {code: make.actor(code, public=True) for code in ("FRA", "DEU", "UKR")}
    france, germany, ukraine = actors.values()
    union = make.actor("EU", kind="organisation", public=True)
    organ = make.actor("PARL", kind="institution", part_of=france, public=True)
    make.membership(france, union, public=True)
    top = make.category("open-top", public=True)
    below = make.category("open-below", parent=top, public=True)
    treaty = make.instrument("open-treaty", adopted_on=make.day("2020-01-01"), public=True)
    treaty.parties.set([france, ukraine])
    terms = {"instrument": treaty, "jurisdiction": france, "organ": organ, "state": "unmet"}
    term = make.condition("open-condition", **terms, public=True)
    term.needs.add(germany)
    other = make.condition("open-other-condition", state="met", public=True)
    other.implies.add(term)
    measure = make.measure("open-measure", status="proposed", category=below, beneficiary=ukraine, public=True)
    measure.addressees.add(france)
    measure.conditions.create(condition=term, role="requires", group=1)
    second = make.measure("open-other-measure", category=top, public=True)
    second.links.create(kind="requires", target=measure)
    make.option("open-option", core=[measure], public=True)
    make.position(france, measure, "supports", terms={term: "requires"}, public=True).conditions.update(group=1)
    make.position(germany, second, "opposes", public=True)
    make.statement(france, measure, stance="supports", public=True)
    make.assessment(measure, public=True)
    make.enquiry(germany, measure, public=True)


def texts(model: type[Record], state: str) -> dict[str, Any]:
    """Return every text of a hidden record: each holds the canary, those of a strict form a code of its own."""
    letter = state[0]
    coded = {"currency": f"XQ{letter}".upper(), "language": f"q{letter}", "iso_alpha2": f"Q{letter}".upper()}
    names = {name for name in text_fields(model) if name not in (model.KEY, *coded)}
    found = {name: f"Canary {name}" for name in names}
    found |= {field.name: coded[field.name] for field in model._meta.concrete_fields if field.name in coded}
    if model is models.Position:
        found |= {"amount": Decimal("1911.12"), "amount_basis": "ceiling", "number": Decimal("1911.12")}
    return found


def hide(state: str) -> dict[str, list[str]]:
    """Add hidden records of every kind, in one state, tied to the public ones in every way; return their keys."""
    known = {model: set(model.objects.values_list("pk", flat=True)) for model in record_models()}
    named = hide_named(state)
    hide_made(state, named)
    tie(named)
    keys = {}
    for model, before in known.items():
        new = model.objects.exclude(pk__in=before)
        keys[model._meta.model_name] = sorted(new.values_list(model.KEY, flat=True))
        new.update(publication=state)
    return keys


def of(model: type[Record], key: str) -> Any:
    """Return the record of that key."""
    return model.objects.get(**{model.KEY: key})


def hide_named(state: str) -> dict[str, Any]:
    """Make hidden records of the kinds whose key a person gives."""
    name, day, fra = f"canary-{state}", make.day(HIDDEN[state]), of(Actor, "FRA")
    measure, kinds = of(models.Measure, "open-measure"), {model._meta.model_name: model for model in record_models()}

    def text(kind: str) -> dict[str, Any]:
        return texts(kinds[kind], state)

    source = make.source(name, **text("source") | {"published_on": day, "accessed_on": day, "kind": "press"})
    actor = make.actor(f"XQ{state[0]}".upper(), **text("actor"))
    union = make.actor(f"{name}-union".upper(), **text("actor") | {"kind": "organisation", "iso_alpha2": ""})
    organ = make.actor(f"{name}-organ".upper(), **text("actor") | {"iso_alpha2": ""}, kind="institution", part_of=fra)
    category = make.category(name, **text("category"), parent=of(models.Category, "open-top"))
    category.codes.create(scheme="dac", code="Canary code")
    treaty = make.instrument(name, **text("instrument"), adopted_on=day, in_force_from=day)
    treaty.parties.add(fra)
    terms = {"instrument": of(models.Instrument, "open-treaty"), "jurisdiction": fra, "organ": of(Actor, "PARL")}
    term = make.condition(name, **text("condition"), **terms)
    bare = make.condition(f"{name}-bare", **text("condition"), organ=organ)
    for one in (term, bare):
        one.states.create(state="met", since=day, observed_on=day)
        one.needs.set([fra, actor])
        one.implies.add(of(models.Condition, "open-condition"))
    about = {"beneficiary": of(Actor, "UKR"), "category": of(models.Category, "open-below")}
    what = make.measure(name, **text("measure"), **about)
    what.stages.create(status="agreed", since=day)
    what.addressees.add(fra)
    what.links.create(kind="complements", target=measure)
    what.conditions.create(condition=of(models.Condition, "open-condition"), role="requires")
    make.option(name, core=[measure, what], **text("option"))
    ends = {"source": source, "actor": actor, "union": union, "category": category, "measure": what}
    return {**ends, "conditions": [term, bare]}


def hide_made(state: str, named: dict[str, Any]) -> None:
    """Make hidden records of the kinds whose key is made of what they join."""
    day, measure = make.day(HIDDEN[state]), of(models.Measure, "open-measure")
    france, germany, union = (of(Actor, code) for code in ("FRA", "DEU", "EU"))
    terms = {of(models.Condition, "open-condition"): "requires", named["conditions"][0]: "requires"}
    since = {"since": day}
    for member, organisation in ((germany, union), (named["actor"], union), (france, named["union"])):
        make.membership(member, organisation, **since)
    for actor, what, stance in (
        (germany, measure, "leads"),
        (of(Actor, "EU"), measure, "red-line"),
        (named["actor"], measure, "leads"),
        (named["actor"], of(models.Measure, "open-other-measure"), "red-line"),
        (france, named["measure"], "contributes"),
    ):
        position = make.position(actor, what, stance, terms=terms, **texts(models.Position, state), **since)
        position.forms.create(form="ground")
        position.citations.create(source=named["source"], quote="Canary quote", locator="Canary place")
    for what in (measure, named["measure"]):
        make.statement(france, what, **texts(models.Statement, state), made_on=day, stance="leads")
        make.assessment(what, **texts(models.Assessment, state), assessed_on=day, score=5, dimension="deterrence")
        make.enquiry(france, what, **texts(models.Enquiry, state), looked_on=day, outcome="not-applicable")


def tie(named: dict[str, Any]) -> None:
    """Let parts and lists of public records point at hidden ones, as nothing but a fault could make it."""
    measure = models.Measure.objects.get(slug="open-measure")
    measure.secondary_categories.add(named["category"])
    measure.addressees.add(named["actor"])
    measure.links.create(kind="complements", target=named["measure"])
    position = models.Position.objects.published().get(actor__code="FRA")
    for condition in named["conditions"]:
        measure.conditions.create(condition=condition, role="requires", group=1)
        position.conditions.create(condition=condition, role="requires", group=1)
    models.Option.objects.get(slug="open-option").members.create(measure=named["measure"], role="optional")
    models.Instrument.objects.get(slug="open-treaty").parties.add(named["actor"])
    term = models.Condition.objects.get(slug="open-condition")
    term.needs.add(named["actor"])
    term.implies.add(named["conditions"][0])
    models.Statement.objects.published().get().measures.add(named["measure"])
    for model in record_models():
        if issubclass(model, Claim):
            for claim in model.objects.published():
                claim.citations.create(source=named["source"], quote="Canary quote", locator="Canary place")
