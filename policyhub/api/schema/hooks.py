"""What is added to the whole document: vocabularies, problems, headers, groups and real examples."""

import json
from pathlib import Path
from typing import Any

from policyhub.api import clocks
from policyhub.api.errors import FAULTS, PROBLEMS
from policyhub.api.schema import prose
from policyhub.api.schema.examples import examples
from policyhub.api.vocabularies import vocabularies

Json = dict[str, Any]

TEXT: Json = {"schema": {"type": "string"}}
HEADERS: Json = {
    "X-Request-ID": {
        "description": "The request's name, for error reports; the caller's own where it sent one.",
        "schema": {"type": "string", "examples": ["0b6f3f0e-3f0b-4a53-9f39-6b1f2f3a9c11"]},
    },
    "Link": {
        "description": "The neighbouring pages (RFC 8288): `next` and `prev`; left out where there is neither.",
        "schema": {"type": "string", "examples": ['</api/v1/measures/?cursor=WyI4>; rel="next"']},
    },
    "Preference-Applied": {
        "description": "The preference that was followed (RFC 7240); only with `Prefer: handling=lenient`.",
        "schema": {"type": "string", "const": "handling=lenient"},
    },
    "X-Ignored-Parameters": {
        "description": "What was left out for a lenient caller: names, percent-encoded, separated by commas.",
        "schema": {"type": "string", "examples": ["colour"]},
    },
    "ETag": {
        "description": (
            "The validator of exactly this answer; sent again in `If-None-Match`, it is answered by 304 for as long as "
            "nothing changed. That of one record begins with the number of the revision that changed it last."
        ),
        "schema": {"type": "string", "examples": ['"r412.5b0c3c2f8a1d4e6f90a1b2c3-br"']},
    },
    "Vary": {
        "description": "The request headers that the answer depends on, for caches.",
        "schema": {"type": "string", "examples": ["Accept-Encoding, Cookie, Prefer"]},
    },
    "X-Catalogue-Version": {
        "description": "The number of the revision that the answer was made from: the newest, or that of `known_at`.",
        "schema": {"type": "string", "pattern": "^[0-9]+$", "examples": ["412"]},
    },
    "Retry-After": {
        "description": "After how many seconds to ask again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$", "examples": ["3"]},
    },
    "Allow": {
        "description": "The methods that the address knows.",
        "schema": {"type": "string", "examples": ["GET, HEAD"]},
    },
}
ANSWERED = {"400": "invalid-parameters", "404": "not-found", "405": "method-not-allowed", "406": "not-acceptable"}
ANSWERED |= {"414": "uri-too-long", "500": "internal-error", "503": "not-ready"}
TOO_COSTLY = "too-costly"
"""The other reason for a 503: the only one where no past moment can be asked for."""


def add_vocabularies(result: Json, **kwargs: Any) -> Json:
    """Add each vocabulary as a component, with the definition of each word."""
    schemas = result["components"]["schemas"]
    for known in vocabularies().values():
        schemas[known.component] = {
            "type": "string",
            "enum": list(known.words),
            "description": known.as_markdown(),
        }
    return result


NOT_MODIFIED: Json = {
    "description": "Nothing changed since the answer whose `ETag` was sent in `If-None-Match`; there is no body.",
    "headers": {"ETag": {"$ref": "#/components/headers/ETag"}},
}


def add_problems(result: Json, **kwargs: Any) -> Json:
    """Add the errors that every operation may answer with, the headers of every answer, a text for every group."""
    components, tags = result["components"], list[str]()
    components["schemas"] |= problem_schemas()
    components["headers"] = HEADERS
    components["responses"] = {kind: problem_component(kind) for kind in (*ANSWERED.values(), TOO_COSTLY)}
    components["responses"]["not-ready"]["description"] += f" Or it is `{TOO_COSTLY}`: {PROBLEMS[TOO_COSTLY][2]}"
    components["responses"]["not-modified"] = NOT_MODIFIED
    for path, operations in result["paths"].items():
        for operation in operations.values():
            tags += operation["tags"]
            told = operation["responses"]["200"]
            told["description"] = f"{operation['summary']}: the answer."
            named = {parameter["name"] for parameter in operation.get("parameters", [])}
            told["headers"] = headers(
                "X-Request-ID",
                "X-Catalogue-Version",
                *(["ETag"] if "304" in operation["responses"] else []),
                *(["Link"] if "cursor" in named else []),
                *(["Vary", "Preference-Applied", "X-Ignored-Parameters"] if "Prefer" in named else []),
            )
            for status, kind in ANSWERED.items():
                if status != "404" or "{" in path:
                    told_of = TOO_COSTLY if status == "503" and clocks.NAME not in named else kind
                    operation["responses"][status] = {"$ref": f"#/components/responses/{told_of}"}
    result["tags"] = [{"name": name, "description": prose.of_tag(name)} for name in dict.fromkeys(tags)]
    return result


def headers(*names: str) -> Json:
    """Return references to headers of an answer."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def problem_schemas() -> Json:
    """Return the shape of a problem, of each thing in it that is wrong, and its codes."""
    problem = json.loads((Path(__file__).parent.parent / "problem.json").read_text())
    errors = problem["properties"]["errors"]
    fault = {"description": "One thing that is wrong, in one place.", **errors["items"]}
    meanings = "\n".join(f"- `{code}`: {meaning}" for code, meaning in FAULTS.items())
    code = {"type": "string", "enum": list(FAULTS), "description": f"What is wrong with a parameter.\n\n{meanings}"}
    fault["properties"]["code"] |= {"$ref": "#/components/schemas/FaultCode"}
    errors["items"] = {"$ref": "#/components/schemas/Fault"}
    return {"Fault": fault, "FaultCode": code, "Problem": problem}


def problem_component(kind: str) -> Json:
    """Return the answer that tells of one kind of problem."""
    status, title, about = PROBLEMS[kind]
    example: Json = {"type": f"/api/problems/{kind}/", "title": title, "status": status, "detail": about}
    example |= {"instance": "/api/v1/measures/", "request_id": "0b6f3f0e-3f0b-4a53-9f39-6b1f2f3a9c11"}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    told = headers("X-Request-ID", *{405: ["Allow"], 503: ["Retry-After"]}.get(status, []))
    return {"description": f"{title}. {about}", "headers": told, "content": content}


def add_examples(result: Json, **kwargs: Any) -> Json:
    """Show a real answer with each operation."""
    for operations in result["paths"].values():
        for operation in operations.values():
            example = examples().get(operation["operationId"])
            if example is not None:
                content = operation["responses"]["200"]["content"]
                kind = "application/json" if "application/json" in content else "text/plain"
                content[kind]["example"], key = example["answer"], example.get("key")
                for known in operation.get("parameters", []):
                    if known["in"] == "path":
                        known.setdefault("description", f"The {known['name']} of the record.")
                        form = f"{operation['operationId'].removeprefix('get_')}-{known['name']}"
                        form = known["schema"].get("format", form)
                        known["schema"] = {
                            "type": "string",
                            "format": form,
                            "examples": [key[known["name"]] if isinstance(key, dict) else key],
                        }
    return result
