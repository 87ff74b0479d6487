"""The OpenAPI document is valid, current, complete and illustrated by real answers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from jsonschema import ValidationError

from policyhub.api.pages import openapi
from policyhub.api.schema.changes import changes
from policyhub.api.vocabularies import vocabularies
from policyhub.catalogue import COLLECTIONS
from policyhub.feed import releases
from policyhub.management.commands import make_schema
from tests import openapi as strict
from tests.catalogue import raw

Json = dict[str, Any]

DOCUMENT = json.loads(json.dumps(openapi()))
OPERATIONS = [
    pytest.param(path, operation, id=operation["operationId"])
    for path, methods in DOCUMENT["paths"].items()
    for operation in methods.values()
]
MOST_PARAMETERS = 80


def test_it_is_valid_and_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    document = SchemaGenerator().get_schema(request=None, public=True)
    assert not GENERATOR_STATS, GENERATOR_STATS.emit_summary()
    validate_schema(document)
    assert document["openapi"].startswith("3.1")


# --- Current ----------------------------------------------------------------------------------


def test_the_committed_document_is_current() -> None:
    call_command("make_schema", check=True)


def test_a_change_is_told_in_words_before_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = json.loads(json.dumps(DOCUMENT))
    listed = changed["paths"]["/api/v1/measures/"]["get"]["parameters"]
    listed[:] = [known for known in listed if known["name"] != "status"]
    monkeypatch.setattr(make_schema, "document", lambda: yaml.safe_dump(changed, sort_keys=False))
    with pytest.raises(CommandError) as error:
        call_command("make_schema", check=True)
    words, _, lines = str(error.value).partition("\n\n")
    assert "list_measures: parameter `status` removed" in words
    assert lines.startswith("--- committed\n+++ current\n")


def test_what_changed_is_told_for_operations_parameters_and_properties() -> None:
    def document(parameters: Json, properties: Json, *, more: Json | None = None) -> Json:
        operation = {"operationId": "list_things", "parameters": [{"name": n, **p} for n, p in parameters.items()]}
        schemas = {"Thing": {"type": "object", "properties": properties}}
        return {"paths": {"/things/": {"get": operation}, **(more or {})}, "components": {"schemas": schemas}}

    before = document({"a": {"in": "query"}, "b": {"in": "query"}}, {"x": {"type": "string"}, "y": {"type": "string"}})
    after = document(
        {"b": {"in": "header"}, "c": {"in": "query"}},
        {"y": {"type": "integer"}, "z": {}},
        more={"/others/": {"get": {"operationId": "list_others"}}},
    )
    assert list(changes(before, after)) == [
        "operation `list_others` added",
        "list_things: parameter `c` added",
        "list_things: parameter `a` removed",
        "list_things: parameter `b` changed",
        "Thing: property `z` added",
        "Thing: property `x` removed",
        "Thing: property `y` changed",
    ]
    assert list(changes(before, before)) == []


# --- Complete ---------------------------------------------------------------------------------


def properties(place: str, schema: Any) -> Iterator[tuple[str, bool]]:
    """Yield every property at any depth, and whether it says what it is."""
    if isinstance(schema, list):
        for number, one in enumerate(schema):
            yield from properties(f"{place}/{number}", one)
    if not isinstance(schema, dict):
        return
    for name, known in schema.get("properties", {}).items():
        yield f"{place}.{name}", bool(known.get("description"))
        yield from properties(f"{place}.{name}", known)
    for key in [key for key in schema if key not in ("properties", "example", "examples")]:
        yield from properties(place, schema[key])


def has_example(parameter: Json) -> bool:
    return "example" in parameter or bool(parameter.get("schema", {}).get("examples"))


def told() -> Iterator[tuple[str, bool]]:
    """Yield everything that must have a text or an example, and whether it has."""
    for path, methods in DOCUMENT["paths"].items():
        for operation in methods.values():
            name = operation["operationId"]
            yield f"summary of {name}", bool(operation.get("summary"))
            yield f"description of {name}", len(operation.get("description", "")) > 30
            yield f"group of {name}", bool(operation.get("tags"))
            contents = operation["responses"]["200"]["content"].values()
            yield f"example of {name}", any(content.get("example") for content in contents)
            for parameter in operation.get("parameters", []):
                yield f"description of {name}?{parameter['name']}", len(parameter.get("description", "")) > 5
                yield f"example of {name}?{parameter['name']}", has_example(parameter)
            yield from properties(path, operation["responses"]["200"])
            for status, answer in operation["responses"].items():
                yield f"description of {name} {status}", bool(answer.get("description") or answer.get("$ref"))
    for name, schema in DOCUMENT["components"]["schemas"].items():
        yield f"description of {name}", bool(schema.get("description"))
        yield from properties(name, schema)
    for kind in ("responses", "headers"):
        for name, known in DOCUMENT["components"][kind].items():
            yield f"description of {name}", bool(known.get("description"))
    for tag in DOCUMENT["tags"]:
        yield f"prose of {tag['name']}", len(tag["description"]) > 120


def test_everything_has_its_text_and_its_example() -> None:
    found = list(told())
    silent = [place for place, whole in found if not whole]
    share = 100 * (len(found) - len(silent)) / len(found)
    assert not silent, f"{share:.1f} % of {len(found)} texts and examples are there; missing: {silent[:50]}"
    assert len(found) > 2000  # so that a document that lost most of itself is not complete


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_an_operation_names_its_answers_and_keeps_its_size(path: str, operation: Json) -> None:
    assert not operation["operationId"][-1].isdigit()
    assert {"400", "405", "406", "414", "500"} <= set(operation["responses"])
    assert ("404" in operation["responses"]) == ("{" in path)
    assert len(operation.get("parameters", [])) <= MOST_PARAMETERS


def test_every_collection_has_its_two_operations() -> None:
    for name, viewset in COLLECTIONS:
        assert f"/api/v1/{name}/" in DOCUMENT["paths"]
        assert f"/api/v1/{name}/{{{viewset.queryset.model.KEY}}}/" in DOCUMENT["paths"]


def enumerations(place: str, schema: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield every list of words with its place."""
    if isinstance(schema, dict):
        if isinstance(schema.get("enum"), list):
            yield place, tuple(schema["enum"])
        for key, known in schema.items():
            yield from enumerations(f"{place}/{key}", known)
    if isinstance(schema, list):
        for number, one in enumerate(schema):
            yield from enumerations(f"{place}/{number}", one)


def test_the_words_of_a_vocabulary_stand_once() -> None:
    found = list(enumerations("", DOCUMENT["components"]["schemas"]))
    assert [place for place, _ in found if place.count("/") > 2] == []  # each has a name of its own
    for name, known in {known.component: known for known in vocabularies().values()}.items():
        assert [place for place, words in found if words == tuple(known.words)] == [f"/{name}"]


def test_what_may_be_ordered_shown_opened_and_counted_is_listed() -> None:
    for path, operation in [(param.values[0], param.values[1]) for param in OPERATIONS]:
        found = {known["name"]: known["schema"] for known in operation.get("parameters", [])}
        for name in {"ordering", "fields", "omit", "expand", "facets"} & set(found):
            words = strict.component(found[name]["items"]["$ref"])["enum"]
            assert len(words) == len(set(words)) > 0, (path, name)
    measures = DOCUMENT["components"]["schemas"]
    assert {"positions", "positions(actor)", "citations(source)"} <= set(measures["MeasureExpansion"]["enum"])
    assert {"citations(source)", "positions"} <= set(measures["MeasureField"]["enum"])
    assert "slug" not in measures["MeasureOmission"]["enum"]
    assert "positions(measure)" in measures["ActorExpansion"]["enum"]
    assert "benefits(positions)" not in measures["ActorExpansion"]["enum"]  # a list within a list


def test_a_record_requires_its_key_alone() -> None:
    for _, viewset in COLLECTIONS:
        name = viewset.serializer_class.__name__.removesuffix("Serializer")
        assert DOCUMENT["components"]["schemas"][name]["required"] == [viewset.queryset.model.KEY]


# --- Illustrated ------------------------------------------------------------------------------


def test_the_committed_examples_are_what_the_api_answers() -> None:
    assert json.loads(settings.API_EXAMPLES.read_text(encoding="utf-8")) == make_schema.answers()


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_the_example_is_what_the_shape_allows(path: str, operation: Json) -> None:
    contents = operation["responses"]["200"]["content"]
    kind = next(kind for kind, content in contents.items() if "example" in content)
    kind_in_pointer = kind.replace("/", "~1")
    pointer = f"/paths/{path.replace('/', '~1')}/get/responses/200/content/{kind_in_pointer}/schema"
    strict.validator(pointer).validate(contents[kind]["example"])


@pytest.fixture
def release(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The release that the examples name, for the operations on releases."""
    if "/releases/" in request.node.callspec.params["path"]:
        settings.RELEASES_DIR = tmp_path
        monkeypatch.setattr(releases, "next_name", lambda: "2026.11.1")
        releases.make_release()


@pytest.mark.parametrize(("path", "operation"), OPERATIONS)
def test_the_example_of_each_parameter_is_a_question_that_is_answered(
    client: Client, path: str, operation: Json, release: None
) -> None:
    places = {known["name"]: known for known in operation.get("parameters", []) if known["in"] != "header"}
    keys = {name: known["schema"]["examples"][0] for name, known in places.items() if known["in"] == "path"}
    needed = {name: spelled(known["schema"]["examples"][0]) for name, known in places.items() if known.get("required")}
    for name, known in places.items():
        if name in keys or name == "cursor":  # a cursor is of one question, one moment and one server
            continue
        question = {**needed, name: spelled(known["schema"]["examples"][0])}
        question = {name: text for name, text in question.items() if name not in keys}
        response = client.get(f"{path.format(**keys)}?{urlencode(question)}")
        assert response.status_code == 200, (question, response.content[:300])


def spelled(value: Any) -> str:
    """Return a value as a query string spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)


# --- Vocabularies -----------------------------------------------------------------------------


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


# --- The check of every answer ------------------------------------------------------------------

ADDRESS = "/api/v1/positions/"
WHOLE = {"QUERY_STRING": "page_size=1", "PATH_INFO": ADDRESS, "REQUEST_METHOD": "GET"}
WRONG = {
    "a field is missing": ("page_size=1", lambda answer, record: record.pop("stance")),
    "a field is added": ("page_size=1", lambda answer, record: record.update(nonsense=1)),
    "a part lacks a field": ("page_size=1", lambda answer, record: record["citations"][0].pop("role")),
    "a record stands where its key belongs": (
        "page_size=1",
        lambda answer, record: record.update(actor={"code": "FRA"}),
    ),
    "a key stands where the record belongs": ("expand=actor", lambda answer, record: record.update(actor="FRA")),
    "a field was left out": ("fields=stance", lambda answer, record: record.update(actor="FRA")),
    "an omitted field is there": ("omit=citations(quote)", lambda answer, record: None),
    "a part is not opened": ("expand=citations", lambda answer, record: None),
    "there is no count": ("page_size=1", lambda answer, record: answer.update(count=None)),
    "there is a count": ("count=none", lambda answer, record: None),
    "facets are missing": ("facets=stance", lambda answer, record: None),
    "facets are added": ("page_size=1", lambda answer, record: answer.update(facets={"stance": []})),
    "something is ignored": (
        "page_size=1",
        lambda answer, record: answer.update(ignored=[{"code": "x", "detail": "x"}]),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_answer_that_is_not_what_was_asked_is_found(client: Client, what: str) -> None:
    query, spoil = WRONG[what]
    answer = client.get(f"{ADDRESS}?page_size=1").json()
    strict.check_answer(answer, ADDRESS, "application/json", WHOLE)
    spoil(answer, answer["results"][0])
    with pytest.raises((AssertionError, ValidationError)):
        strict.check_answer(answer, ADDRESS, "application/json", {**WHOLE, "QUERY_STRING": query})
