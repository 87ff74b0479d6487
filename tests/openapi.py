"""Holds answers against the OpenAPI document, more strictly than it is written: no key may be left out or added."""

import copy
import json
import re
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from policyhub.api.pages import openapi

ADDRESS = "urn:openapi"


@cache
def document() -> dict[str, Any]:
    """Return the document with every named object closed, and every key of the read components asked for."""
    strict = copy.deepcopy(openapi())
    for name, schema in strict["components"]["schemas"].items():
        if "properties" in schema:
            schema["additionalProperties"] = False
            if name != "Problem":
                schema["required"] = sorted(schema["properties"])
    return json.loads(json.dumps(strict))


@cache
def registry() -> Registry:
    """Return the document under an address, so that references into it are found."""
    return Registry().with_resource(ADDRESS, Resource(contents=document(), specification=DRAFT202012))


@cache
def validator(pointer: str) -> Draft202012Validator:
    """Return what checks a value against the schema at `pointer`."""
    return Draft202012Validator({"$ref": f"{ADDRESS}#{pointer}"}, registry=registry(), format_checker=FormatChecker())


@cache
def operations() -> list[tuple[re.Pattern[str], str]]:
    """Return the documented paths, as patterns, those without a variable first."""
    paths = sorted(document()["paths"], key=lambda path: ("{" in path, path))
    return [
        (re.compile(re.sub(r"\{\w+\}", "[^/]+", re.escape(path).replace(r"\{", "{").replace(r"\}", "}")) + "$"), path)
        for path in paths
    ]


def check(response: Any, environ: dict[str, Any]) -> None:
    """Raise AssertionError where an answer of the API is not what its document promises."""
    path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"].lower()
    if not path.startswith("/api/v1/") or response.status_code in (301, 302):
        return
    kind = response["Content-Type"].split(";")[0]
    if response.status_code >= 400:
        assert kind == "application/problem+json", f"{path} answers {response.status_code} as {kind}"
        if method != "head":
            validator("/components/schemas/Problem").validate(json.loads(response.content))
    found = next((known for pattern, known in operations() if pattern.match(path)), None)
    if found is None:
        assert response.status_code in (400, 404, 405), f"{path} is not documented and answers {response.status_code}"
        return
    if method not in ("get", "head"):
        assert response.status_code in (403, 405), f"{path}: {method} answers {response.status_code}"
        return
    documented = document()["paths"][found].get("get", {})["responses"]
    assert str(response.status_code) in documented, f"{path}: {response.status_code} is not documented"
    if response.status_code == 200 and method == "get":
        path, kind = found.replace("/", "~1"), kind.replace("/", "~1")
        validator(f"/paths/{path}/get/responses/200/content/{kind}/schema").validate(json.loads(response.content))
