"""
Records for tests, in one call each.

Every builder takes the few words that matter to a test and fills in the rest; with `public=True` the
record is published, as are the records it needs that the builder makes. Named records (an actor, a
source) are made once and found again.
"""

import datetime
from itertools import count
from typing import Any

from actors.models import Actor, Membership
from options.models import (
    Assessment,
    Category,
    Condition,
    ConditionState,
    Enquiry,
    Instrument,
    Measure,
    Option,
    OptionMember,
    Position,
    PositionCondition,
    Stage,
    Statement,
)
from policyhub.accounts.models import User
from policyhub.records.models import Record
from policyhub.records.publication import publish
from policyhub.sources.models import Claim, Source

DAY = datetime.date(2025, 3, 2)
NUMBERS = count(1)


def day(text: str) -> datetime.date:
    """Read a day as one writes it."""
    return datetime.date.fromisoformat(text)


def finish(record: Any, *, public: bool, cited: Source | None = None) -> Any:
    """Cite a source for a claim that has none, and publish where asked."""
    if isinstance(record, Claim) and not record.citations.exists():
        record.citations.create(source=cited or source(public=public))
    record.settle()
    if public and record.publication != "published":
        publish(record=record)
    return record


def named(model: type[Record], key: str, defaults: dict[str, Any], *, public: bool, cited: Source | None = None) -> Any:
    """Return the record of that key, made where there is none."""
    found = model.objects.filter(**{model.KEY: key}).first()
    return finish(found or model.objects.create(**{model.KEY: key}, **defaults), public=public, cited=cited)


def user(name: str = "curator", *, roles: list[str] = (), permissions: list[str] = (), **fields: Any) -> User:
    """Return a member of staff with these roles and these permissions (`app.codename`)."""
    from django.contrib.auth.models import Group, Permission

    made = User.objects.create_user(name, password="a long enough password", **{"is_staff": True, **fields})
    made.groups.set(Group.objects.filter(name__in=roles))
    for permission in permissions:
        app, codename = permission.split(".")
        made.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return made


def source(slug: str = "official-text", *, public: bool = False, **fields: Any) -> Source:
    """Return an official text."""
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "publisher": "Office of Records",
        "url": f"https://example.org/{slug}",
        "published_on": DAY,
        "language": "en",
        "kind": "official",
    }
    return named(Source, slug, defaults | fields, public=public)


def actor(code: str = "FRA", *, public: bool = False, **fields: Any) -> Actor:
    """Return a state, unless another kind is named."""
    return named(Actor, code, {"kind": "state", "name": code.title()} | fields, public=public)


def membership(member: Actor, organisation: Actor, *, public: bool = False, **fields: Any) -> Membership:
    """Return a membership since 2025-03-02."""
    made = Membership.objects.create(member=member, organisation=organisation, **{"since": DAY, **fields})
    return finish(made, public=public)


def category(slug: str = "training", *, public: bool = False, **fields: Any) -> Category:
    """Return a field of support."""
    defaults = {"name": slug.replace("-", " ").capitalize(), "definition": "What belongs here."}
    return named(Category, slug, defaults | fields, public=public)


def instrument(slug: str = "un-charter", *, public: bool = False, **fields: Any) -> Instrument:
    """Return a treaty."""
    defaults = {"title": slug.replace("-", " ").capitalize(), "kind": "treaty", "summary": "What it says."}
    return named(Instrument, slug, defaults | fields, public=public)


def condition(slug: str = "ceasefire", *, state: str = "", public: bool = False, **fields: Any) -> Condition:
    """Return a condition, in `state` since 2025-03-02 where one is named."""
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "kind": "ceasefire",
        "nature": "political",
        "summary": "?",
    }
    made = named(Condition, slug, defaults | fields, public=public)
    if state:
        ConditionState.objects.create(condition=made, state=state, since=DAY)
    return made


def measure(slug: str = "mnfu", *, status: str = "", public: bool = False, **fields: Any) -> Measure:
    """Return a measure, in `status` since 2025-03-02 where one is named."""
    defaults = {
        "title": slug.replace("-", " ").capitalize(),
        "summary": "What it is.",
        "presence": "none",
        "footprint": "remote",
        "command": "national",
    }
    if "category" not in fields:
        defaults["category"] = category(public=public)
    made = named(Measure, slug, defaults | fields, public=public)
    if status:
        Stage.objects.create(measure=made, status=status, since=DAY)
    return made


def position(
    who: Actor | None = None,
    what: Measure | None = None,
    stance: str = "supports",
    *,
    terms: dict[Condition, str] | None = None,
    public: bool = False,
    **fields: Any,
) -> Position:
    """Return a position since 2025-03-02; `terms` are conditions with their roles."""
    defaults = {"since": DAY, "confidence": "confirmed", "summary": "It said so."}
    made = Position.objects.create(
        actor=who or actor(public=public), measure=what or measure(public=public), stance=stance, **(defaults | fields)
    )
    for other, role in (terms or {}).items():
        PositionCondition.objects.create(position=made, condition=other, role=role)
    return finish(made, public=public)


def option(slug: str = "support", core: list[Measure] = (), *, public: bool = False, **fields: Any) -> Option:
    """Return an option of these core measures."""
    defaults = {"title": slug.capitalize(), "summary": "What it is.", "aims": "What for."}
    made = named(Option, slug, defaults | fields, public=False)
    for what in core or [measure(public=public)]:
        OptionMember.objects.get_or_create(option=made, measure=what, role="core")
    return finish(made, public=public)


def statement(who: Actor | None = None, *measures: Measure, public: bool = False, **fields: Any) -> Statement:
    """Return somebody's words on 2025-03-02."""
    defaults = {"speaker": f"Speaker {next(NUMBERS)}", "made_on": DAY, "paraphrase": "They would."}
    made = Statement.objects.create(actor=who or actor(public=public), **(defaults | fields))
    made.measures.set(measures)
    return finish(made, public=public)


def assessment(what: Measure | None = None, *, public: bool = False, **fields: Any) -> Assessment:
    """Return a judgement of a measure's cost."""
    defaults = {"dimension": "cost", "score": 3, "rationale": "Why.", "assessor": "An institute", "assessed_on": DAY}
    return finish(
        Assessment.objects.create(measure=what or measure(public=public), **(defaults | fields)), public=public
    )


def enquiry(who: Actor | None = None, what: Measure | None = None, *, public: bool = False, **fields: Any) -> Enquiry:
    """Return a search that found nothing."""
    defaults = {"looked_on": DAY, "outcome": "none-found", "looked_in": "The press."}
    made = Enquiry.objects.create(
        actor=who or actor(public=public), measure=what or measure(public=public), **(defaults | fields)
    )
    return finish(made, public=public)
