"""The OpenAPI document is valid, current, complete and illustrated by real answers."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from policyhub.api.pages import openapi
from policyhub.management.commands.make_schema import answers
from tests import openapi as strict
from tests.catalogue import raw

OPERATIONS = [
    pytest.param(path, operation, id=operation["operationId"])
    for path, methods in openapi()["paths"].items()
    for operation in methods.values()
]


def test_it_is_valid_and_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS, GENERATOR_STATS.emit_summary()
    validate_schema(document)
    assert document["openapi"].startswith("3.1")


def test_the_committed_document_is_current() -> None:
    call_command("make_schema", check=True)


def test_the_committed_examples_are_what_the_api_answers() -> None:
    assert json.loads(settings.API_EXAMPLES.read_text(encoding="utf-8")) == answers()


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_every_operation_is_described_and_has_a_real_example(path: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert len(operation["description"]) > 30
    assert operation["tags"]
    assert not operation["operationId"][-1].isdigit()
    assert operation["responses"]["200"]["content"]["application/json"]["example"]
    assert {"400", "405", "406", "414", "500"} <= set(operation["responses"])
    assert ("404" in operation["responses"]) == ("{" in path)
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]
    assert len(operation.get("parameters", [])) <= 80


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_the_example_is_what_the_shape_allows(path: str, operation: dict[str, Any]) -> None:
    pointer = f"/paths/{path.replace('/', '~1')}/get/responses/200/content/application~1json/schema"
    example = operation["responses"]["200"]["content"]["application/json"]["example"]
    strict.validator(pointer).validate(example)


def test_every_property_is_described() -> None:
    silent = [
        f"{name}.{key}"
        for name, schema in openapi()["components"]["schemas"].items()
        for key, shape in schema.get("properties", {}).items()
        if not shape.get("description")
    ]
    assert silent == []


def test_every_collection_has_its_two_operations() -> None:
    from policyhub.catalogue import COLLECTIONS

    paths = openapi()["paths"]
    for name, viewset in COLLECTIONS:
        assert f"/api/v1/{name}/" in paths
        assert f"/api/v1/{name}/{{{viewset.queryset.model.KEY}}}/" in paths


def test_vocabularies_are_published_with_definitions(client: Client) -> None:
    answer = client.get("/api/v1/vocabularies/").json()
    assert answer["count"] == len(answer["results"]) > 20
    for vocabulary in answer["results"]:
        assert vocabulary["definition"]
        assert all(member["definition"] for member in vocabulary["members"])
        assert client.get(vocabulary["url"]).json() == vocabulary
    stance = client.get("/api/v1/vocabularies/stance/").json()
    ranks = {member["value"]: member["rank"] for member in stance["members"]}
    assert ranks == raw.RANKS
