"""
Whatever was answered at a moment is answered again when that moment is asked for.

For who sees drafts, exactly; for anyone else, without what was withdrawn since. What that leaves is not
worked out here but asked for: the history is told twice, and the second time the public is asked, after
each revision, with what will be withdrawn later withdrawn already.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from options.models import Condition, Measure, Position, Statement
from policyhub.records.models import Revision, Version
from policyhub.records.publication import publish, withdraw
from policyhub.records.revisions import revision
from policyhub.records.state import model_of
from policyhub.sources.models import Source
from tests import builders as make

pytestmark = pytest.mark.django_db

MEASURES, ACTORS = ("mnfu", "training-mission"), ("FRA", "DEU", "POL")
QUESTIONS = (
    "measures/?facets=status,backed_by,condition_kind,publication&expand=positions(actor)",
    "measures/?backed_by__any=FRA,DEU&ordering=-backers",
    "measures/mnfu/?expand=statements,positions",
    "positions/?facets=stance,actor,member_of,source_kind&expand=measure",
    "positions/?as_of=2025-06-01&facets=stance&fields=stance,holds_from",
    "actors/?opposes__none=mnfu&expand=positions",
    "conditions/?facets=state,needs,named_by",
    "statements/?facets=measures",
    "sources/?ordering=-updated_at",
    "search/?q=said&facets=collection",
)
Step = tuple[str, str, str, str]


def measure(slug: str) -> Measure:
    return Measure.objects.filter(slug=slug).first() or make.measure(slug, status="agreed", public=True)


def position(actor: str, slug: str) -> Position:
    return Position.objects.filter(actor__code=actor, measure__slug=slug).latest("slug")


def say(actor: str, slug: str, stance: str) -> None:
    make.position(make.actor(actor, public=True), measure(slug), stance, public=True)


def say_undated(actor: str, slug: str, stance: str) -> None:
    about = {"since": None, "since_precision": "unknown"}
    make.position(make.actor(actor, public=True), measure(slug), stance, **about)


def turn(actor: str, slug: str, stance: str) -> None:
    found = position(actor, slug)
    found.stance = stance
    found.save()


def require(actor: str, slug: str, stance: str) -> None:
    term = make.condition(state="unmet", public=True) if not Condition.objects.exists() else Condition.objects.get()
    term.needs.add(make.actor(actor, public=True))
    position(actor, slug).conditions.create(condition=term, role="requires")


def speak(actor: str, slug: str, stance: str) -> None:
    about = {"speaker": "Somebody", "stance": stance, "paraphrase": "He said so."}
    make.statement(make.actor(actor, public=True), measure(slug), public=True, **about)


def redate(actor: str, slug: str, stance: str) -> None:
    source = Source.objects.get()
    source.published_on = make.day("2025-05-05" if source.published_on == make.DAY else "2025-03-02")
    source.save()


def address(actor: str, slug: str, stance: str) -> None:
    measure(slug).addressees.set([make.actor(actor, public=True)])


STEPS: dict[str, Callable[[str, str, str], Any]] = {
    "say": say,
    "say undated": say_undated,
    "turn": turn,
    "require": require,
    "speak": speak,
    "redate": redate,
    "address": address,
    "publish": lambda actor, slug, stance: publish(record=position(actor, slug)),
    "withdraw": lambda actor, slug, stance: withdraw(record=position(actor, slug)),
    "withdraw words": lambda actor, slug, stance: withdraw(record=Statement.objects.latest("slug")),
    "withdraw a measure": lambda actor, slug, stance: withdraw(record=measure(slug)),
    "delete": lambda actor, slug, stance: position(actor, slug).delete(),
    "uncite": lambda actor, slug, stance: position(actor, slug).citations.all().delete(),
}
steps = st.tuples(
    st.sampled_from([*STEPS, "say", "say", "turn", "withdraw"]),
    st.sampled_from(ACTORS),
    st.sampled_from(MEASURES),
    st.sampled_from(["supports", "leads", "opposes"]),
)


def tell(history: list[Step]) -> Iterator[Revision]:
    """Make the revisions of a history one after the other; a step that is refused is none."""
    for name, *about in history:
        try:
            with revision(reason="As it was reported.") as edit:
                STEPS[name](*about)
        except (ValidationError, ProtectedError, Position.DoesNotExist, Statement.DoesNotExist, Source.DoesNotExist):
            continue
        if edit.revision is not None:
            yield edit.revision


def hidden_since(number: int) -> list[tuple[str, str]]:
    """Return what was public at a number and is not now."""
    then, now = {}, {}
    for version in Version.objects.filter(number__isnull=False).order_by("number"):
        now[version.kind, version.key] = version.becomes == "published"
        if (version.number or 0) <= number:
            then[version.kind, version.key] = version.becomes == "published"
    return [name for name, public in then.items() if public and not now[name]]


def told(client: Client, questions: list[str], moment: str = "") -> list[Any]:
    """Return what is answered to each question."""
    found = []
    for question in questions:
        sign = "&" if "?" in question else "?"
        response = client.get(f"/api/v1/{question}{sign}known_at={moment}" if moment else f"/api/v1/{question}")
        answer = json.loads(response.content)
        for name in ("next", "previous", "instance", "request_id"):
            answer.pop(name, None)
        found.append((question, response.status_code, answer))
    return found


def as_later(client: Client, questions: list[str], hidden: list[tuple[str, str]]) -> list[Any]:
    """Return what is answered if records that will be withdrawn are withdrawn already."""
    with transaction.atomic():
        for kind, key in hidden:
            model: Any = model_of(kind)
            model.objects.filter(**{model.KEY: key}).update(publication="withdrawn")
        found = told(client, questions)
        transaction.set_rollback(True)
    return found


def moment_of(made: Revision, by_instant: bool) -> str:
    """Return the moment just after a revision, in one of the two ways to write it."""
    assert made.instant is not None
    return made.instant.isoformat().replace("+", "%2B") if by_instant else f"revision:{made.number}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    history=st.lists(steps, min_size=2, max_size=7),
    questions=st.lists(st.sampled_from(QUESTIONS), min_size=3, max_size=3, unique=True),
    by_instant=st.booleans(),
)
def test_a_past_answer_can_be_had_again(
    curator: Client, history: list[Step], questions: list[str], by_instant: bool
) -> None:
    public = Client()
    with transaction.atomic():
        numbers = [int(made.number or 0) for made in tell(history)]
        hidden = {number: hidden_since(number) for number in numbers}
        transaction.set_rollback(True)
    with transaction.atomic():
        expected = [
            (made, told(curator, questions), as_later(public, questions, hidden[int(made.number or 0)]))
            for made in tell(history)
        ]
        for made, whole, shown in expected:
            moment = moment_of(made, by_instant)
            assert told(curator, questions, moment) == whole
            assert told(public, questions, moment) == shown
        transaction.set_rollback(True)
