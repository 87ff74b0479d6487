"""
Holds answers against the OpenAPI document, more strictly than it is written.

The document requires of a record its key alone, and allows wherever a reference stands the record too. Here
the query string tells what exactly must stand in the answer: every field that was not left out, and records
where they were opened and nowhere else; a count, facets and what was ignored where they were asked for.
"""

import copy
import gzip
import json
import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import parse_qsl

import brotli
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from policyhub.api.pages import openapi

Json = dict[str, Any]

ADDRESS = "urn:openapi"
SHAPING = ("fields", "omit", "expand")


@cache
def document() -> Json:
    """Return the document with every named object closed."""
    strict = copy.deepcopy(openapi())
    for schema in strict["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return json.loads(json.dumps(strict))


@cache
def registry() -> Registry:
    """Return the document under an address, so that references into it are found."""
    return Registry().with_resource(ADDRESS, Resource(contents=document(), specification=DRAFT202012))


@cache
def validator(pointer: str) -> Draft202012Validator:
    """Return what checks a value against the schema at `pointer`."""
    return validator_of({"$ref": f"{ADDRESS}#{pointer}"})


def validator_of(schema: Json) -> Draft202012Validator:
    """Return what checks a value against a schema."""
    return Draft202012Validator(schema, registry=registry(), format_checker=FormatChecker())


# --- Shapes -----------------------------------------------------------------------------------


def names(text: str) -> Json:
    """Return the names of a text such as `a,b(c)` with what stands in their parentheses."""
    found: Json = {}
    places = [found]
    for name, mark in re.findall(r"(\w*)([(),]|$)", text):
        inside = places[-1].setdefault(name, {}) if name else {}
        if mark == "(":
            places.append(inside)
        elif mark == ")":
            places.pop()
    return found


def component(ref: str) -> Json:
    """Return the schema that a reference names."""
    return document()["components"]["schemas"][ref.rpartition("/")[2]]


def shows_fields(schema: Json) -> bool:
    """Tell whether a schema refers to a record or a part."""
    return "$ref" in schema and "properties" in component(schema["$ref"])


def is_list(schema: Json) -> bool:
    """Tell whether a property is a list of other records, which only `expand` adds."""
    one = schema.get("items", {})
    return shows_fields(one) and "required" in component(one["$ref"])


def leads(schema: Json) -> bool:
    """Tell whether a property shows the keys of other records, or parts that do."""
    if "oneOf" in schema:
        return any(shows_fields(one) for one in schema["oneOf"])
    if shows_fields(schema):
        return any(leads(one) for one in component(schema["$ref"])["properties"].values())
    return leads(schema["items"]) if "items" in schema else False


def shaped(ref: str, fields: Json, omit: Json, expand: Json) -> Json:
    """Return the schema of a record or a part in one shape: exactly what is to stand there."""
    whole = component(ref)
    kept = whole.get("required", [])
    shown = {name: known for name, known in whole["properties"].items() if name in expand or not is_list(known)}
    shown = {name: known for name, known in shown.items() if not fields or name in fields or name in kept}
    shown = {name: known for name, known in shown.items() if name not in omit or omit[name] or name in kept}
    inner = {
        name: narrowed(known, name in expand, [asked.get(name, {}) for asked in (fields, omit, expand)])
        for name, known in shown.items()
    }
    return {"type": "object", "properties": inner, "required": sorted(inner), "additionalProperties": False}


def narrowed(schema: Json, opened: bool, inside: list[Json]) -> Json:
    """Return the schema of one property, where references are opened or not."""
    if "oneOf" in schema and any(shows_fields(one) for one in schema["oneOf"]):
        kept = [one for one in schema["oneOf"] if one.get("type") in ("null", "null" if opened else "string")]
        records = [shaped(one["$ref"], *inside) for one in schema["oneOf"] if opened and shows_fields(one)]
        return {"oneOf": [*kept, *records]}
    if "items" in schema:
        return {**absolute(schema), "items": narrowed(schema["items"], opened, inside)}
    if shows_fields(schema):
        fields, omit, expand = inside
        if opened and not expand and "required" not in component(schema["$ref"]):  # a part opens all it leads to
            expand = {name: {} for name, one in component(schema["$ref"])["properties"].items() if leads(one)}
        return shaped(schema["$ref"], fields, omit, expand)
    return absolute(schema)


def absolute(schema: Any) -> Any:
    """Return a schema whose references name the document."""
    if isinstance(schema, dict):
        return {
            key: ADDRESS + value if key == "$ref" and value.startswith("#") else absolute(value)
            for key, value in schema.items()
        }
    return [absolute(one) for one in schema] if isinstance(schema, list) else schema


@lru_cache(maxsize=256)
def shape_validator(ref: str, fields: str, omit: str, expand: str) -> Draft202012Validator:
    """Return what checks a record against the shape that was asked for."""
    return validator_of(shaped(ref, names(fields), names(omit), names(expand)))


# --- Answers ----------------------------------------------------------------------------------


@cache
def operations() -> list[tuple[re.Pattern[str], str]]:
    """Return the documented paths, as patterns, those of which most is said first."""
    paths = sorted(document()["paths"], key=lambda path: ("{" in path, -len(re.sub(r"\{\w+\}", "", path)), path))
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", re.escape(path).replace(r"\{", "{").replace(r"\}", "}")) + "$"), path)
        for path in paths
    ]


def check(response: Any, environ: Json) -> None:
    """Raise AssertionError where an answer of the API is not what its document promises."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"].lower()
    if not path.startswith("/api/v1/") or response.status_code in (301, 302):
        return
    kind = response.get("Content-Type", "").split(";")[0]
    if response.status_code >= 400:
        assert kind == "application/problem+json", f"{path} answers {response.status_code} as {kind}"
        if method != "head":
            validator("/components/schemas/Problem").validate(json.loads(body_of(response)))
    found = next((known for pattern, known in operations() if pattern.match(path)), None)
    if found is None:
        assert response.status_code in (400, 404, 405), f"{path} is not documented and answers {response.status_code}"
        return
    if method not in ("get", "head"):
        assert response.status_code in (403, 405), f"{path}: {method} answers {response.status_code}"
        return
    documented = document()["paths"][found].get("get", {})["responses"]
    assert str(response.status_code) in documented, f"{path}: {response.status_code} is not documented"
    if response.status_code == 200:
        assert kind in documented["200"]["content"], f"{path} answers as {kind}"
        check_headers(response, documented["200"], environ)
        if method == "get" and kind == "application/json":
            check_answer(json.loads(body_of(response)), found, kind, environ)


def body_of(response: Any) -> bytes:
    """Return the body of an answer, whatever its coding."""
    read: dict[str, Any] = {"gzip": gzip.decompress, "br": brotli.decompress, "": bytes}
    return bytes(read[response.get("Content-Encoding", "")](response.content))


def check_headers(response: Any, documented: Json, environ: Json) -> None:
    """Raise AssertionError where a header is missing that the request asked for."""
    assert response["X-Request-ID"]
    if "Vary" in documented["headers"]:
        assert "Prefer" in response["Vary"]
        assert ("Preference-Applied" in response) is lenient(environ)
        assert "X-Ignored-Parameters" not in response or lenient(environ)


def lenient(environ: Json) -> bool:
    """Tell whether a request prefers that what is not understood is left out."""
    return bool(re.search(r"(^|,)handling=lenient($|[,;])", environ.get("HTTP_PREFER", "").lower().replace(" ", "")))


def check_answer(answer: Json, path: str, kind: str, environ: Json) -> None:
    """Raise AssertionError where an answer is not the one that the query string asks for."""
    pointer = f"/paths/{path.replace('/', '~1')}/get/responses/200/content/{kind.replace('/', '~1')}/schema"
    schema = document()["paths"][path]["get"]["responses"]["200"]["content"][kind]["schema"]
    understood = {known["name"] for known in document()["paths"][path]["get"].get("parameters", [])}
    asked = {name: value for name, value in parse_qsl(environ.get("QUERY_STRING", "")) if name in understood}
    ignored = {fault.get("parameter") for fault in answer.get("ignored", [])}
    assert not ignored or lenient(environ), "only a lenient caller has something ignored"
    if "fields" not in understood:
        validator(pointer).validate(answer)
        return
    asked = {name: value for name, value in asked.items() if name not in ignored}
    records, ref = [answer], schema["$ref"]
    if "results" in component(ref)["properties"]:
        check_envelope(answer, asked)
        records, ref = answer["results"], component(ref)["properties"]["results"]["items"]["$ref"]
    if lenient(environ) and ("results" not in answer or ignored & {*SHAPING}):
        validator(pointer).validate(
            answer
        )  # a lenient caller of one record is not told whether its shape was understood
        return
    if "results" in answer:
        validator(pointer).validate({**answer, "results": []})
    known = shape_validator(ref, *(asked.get(name, "") for name in SHAPING))
    for record in records:
        known.validate(record)


def check_envelope(answer: Json, asked: dict[str, str]) -> None:
    """Raise AssertionError where a page tells less or more than was asked."""
    assert (answer["count"] is None) is (asked.get("count") == "none")
    assert set(answer.get("facets", {})) == set(filter(None, asked.get("facets", "").split(",")))
    assert answer.get("facets") != {}, "facets stand only where they were asked for"
    assert len(answer["results"]) <= int(asked.get("page_size", 50))
