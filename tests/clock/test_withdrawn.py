"""What was withdrawn since is in no past that the public sees; who sees drafts finds it there."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from actors.models import Actor
from options.models import Category, Measure, Position
from policyhub.catalogue import COLLECTIONS
from policyhub.records.fold_public import hidden_since
from policyhub.records.models import Revision
from policyhub.records.publication import publish, withdraw
from policyhub.records.revisions import revision
from policyhub.records.structure import record_models
from tests import builders as make
from tests import worlds
from tests.api.test_crawler import Question, questions, tells
from tests.clock.conftest import Ask, at, revise

pytestmark = pytest.mark.django_db

SAMPLE = 12
"""Of so many questions that the crawler asks one is asked here; each takes two answers."""


@pytest.fixture
def secrets() -> tuple[Revision, dict[str, list[str]]]:
    """Make records of every kind that were public, tied to all that still is, and withdraw them in a revision."""
    worlds.public()
    keys = worlds.hide("withdrawn")
    kinds = {model._meta.model_name: model for model in record_models()}
    hidden = {kinds[name]: [kinds[name].objects.get(**{kinds[name].KEY: key}) for key in keys[name]] for name in keys}
    for model, records in hidden.items():
        model.objects.filter(pk__in=[record.pk for record in records]).update(publication="published")
    call_command("baseline", verbosity=0, stdout=StringIO())
    with revision(reason="None of it was so."):
        for records in hidden.values():
            for record in records:
                record.refresh_from_db()
                record.publication = "withdrawn"
                record.save()
    return Revision.objects.get(number=1), keys


def of_records(address: str) -> bool:
    """Tell whether an address is that of a list of records, of a record, or of the search."""
    front, _, path = address.partition("/api/v1/")
    name, *more = path.strip("/").split("/")
    return not front and name in {*dict(COLLECTIONS), "search"} and len(more) < 2


def told(client: Client, question: Question, **more: str) -> tuple[bytes, Any]:
    """Return an answer as it came, and what it says beside its own address and those of its neighbours."""
    response = client.get(question[0], {**question[1], **more})
    said = json.loads(response.content)
    for name in ("next", "previous", "instance", "request_id"):
        said.pop(name, None)
    return response.content, (response.status_code, said)


def test_the_public_past_is_as_if_it_had_never_been(
    secrets: tuple[Revision, dict[str, list[str]]], client: Client
) -> None:
    first, keys = secrets
    every = [one for one in questions(keys) if of_records(one[0])]
    wrong = []
    for question in every[::SAMPLE]:
        _, now = told(client, question)
        content, then = told(client, question, known_at=at(first))
        if now != then or now[0] >= 500 or tells(question, content):
            wrong.append((question, now[0], then[0]))
    assert not wrong, f"{len(wrong)} of {len(every[::SAMPLE])} questions, such as {wrong[:5]}"


def test_who_sees_drafts_finds_all_of_it(
    secrets: tuple[Revision, dict[str, list[str]]], curator: Client, ask: Ask
) -> None:
    first, keys = secrets
    for kind, address in (("measure", "measures"), ("position", "positions"), ("source", "sources")):
        found = {next(iter(row.values())) for row in ask(f"{address}/", who=curator, known_at=at(first))["results"]}
        assert {*keys[kind]} <= found


def test_what_is_public_again_is_shown_again(ask: Ask) -> None:
    first = revise(lambda: make.position(public=True))
    revise(lambda: withdraw(record=Position.objects.get()))
    assert hidden_since(1) == [("options.position", "mnfu-fra-2025-03-02")]
    assert ask("positions/", known_at=at(first))["count"] == 0
    third = revise(lambda: publish(record=Position.objects.get()))
    assert hidden_since(1) == []
    assert ask("positions/", known_at=at(first))["count"] == 1
    assert ask("positions/", known_at="revision:2")["count"] == 0
    revise(lambda: withdraw(record=Position.objects.get()))
    assert ask("positions/", known_at=at(first))["count"] == ask("positions/", known_at=at(third))["count"] == 0


def test_a_draft_of_then_stays_hidden_though_it_is_public_now(ask: Ask, curator: Client) -> None:
    first = revise(lambda: make.position(make.actor(public=True), make.measure(public=True)))
    revise(lambda: publish(record=Position.objects.get()))
    assert hidden_since(1) == []
    assert ask("positions/", known_at=at(first))["count"] == 0
    assert ask("positions/", who=curator, known_at=at(first))["count"] == 1
    ask("positions/mnfu-fra-2025-03-02/", 404, known_at=at(first))


def moved(model: Any, key: str, **values: Any) -> None:
    """Store other values in a record."""
    record = model.objects.get(**{model.KEY: key})
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def test_a_reference_to_what_was_withdrawn_since_says_nothing(ask: Ask, client: Client, curator: Client) -> None:
    def begin() -> None:
        make.measure("mnfu", beneficiary=make.actor("XQW", public=True), public=True)
        make.category("below", parent=make.category("canary", public=True), public=True)

    first = revise(begin)

    def end() -> None:
        moved(Measure, "mnfu", beneficiary=None)
        moved(Category, "below", parent=None)
        withdraw(record=Actor.objects.get())
        withdraw(record=Category.objects.get(slug="canary"))

    revise(end)
    assert ask("measures/mnfu/", known_at=at(first))["beneficiary"] is None
    assert ask("categories/below/", known_at=at(first))["parent"] is None
    assert ask("measures/mnfu/", who=curator, known_at=at(first))["beneficiary"] == "XQW"
    for address in ("measures/?facets=beneficiary", "categories/?facets=parent", "measures/?expand=beneficiary"):
        content = client.get(f"/api/v1/{address}&known_at={at(first)}").content
        assert worlds.CANARY.search(content.decode()) is None


def test_what_cannot_be_without_something_withdrawn_since_is_hidden_with_it(ask: Ask, curator: Client) -> None:
    def begin() -> None:
        make.measure("mnfu", category=make.category("canary", public=True), public=True)
        make.position(make.actor(public=True), Measure.objects.get(), public=True)
        make.option("support", core=[Measure.objects.get(), make.measure("other", public=True)], public=True)

    first = revise(begin)

    def end() -> None:
        moved(Measure, "mnfu", category=make.category("training", public=True))
        withdraw(record=Category.objects.get(slug="canary"))

    revise(end)
    ask("measures/mnfu/", 404, known_at=at(first))
    assert ask("positions/", known_at=at(first))["count"] == 0
    assert [one["measure"] for one in ask("options/support/", known_at=at(first))["members"]] == ["other"]
    assert ask("positions/", who=curator, known_at=at(first))["count"] == 1
    assert ask("measures/mnfu/")["category"] == "training"
    assert ask("positions/")["count"] == 1
