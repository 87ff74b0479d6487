"""
The OpenAPI document: what each address takes and gives, in the words of the models.

drf-spectacular reads the views; what it cannot see (the query string that is read strictly, the
envelope, the errors, real examples) is added here.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter

from policyhub.api import pagination
from policyhub.api.errors import PROBLEMS
from policyhub.api.filters import KeyFilter, WordFilter
from policyhub.api.vocabularies import vocabularies, vocabulary_of

Json = dict[str, Any]

DAY_EXAMPLE = "2026-02-01"


class CatalogueSchema(AutoSchema):
    """What drf-spectacular says of a view, in our words."""

    @property
    def collection(self) -> str:
        """Return the collection the operation belongs to; `catalogue` for what belongs to none."""
        parts = self.path.removeprefix("/api/v1/").split("/")
        return parts[0] or "catalogue"

    @property
    def one(self) -> str:
        """Return the name of one thing of the collection."""
        return str(getattr(self.view, "one", "")) or str(self.view.queryset.model._meta.verbose_name)

    def is_list(self) -> bool:
        """Tell whether the operation answers a list."""
        return getattr(self.view, "action", None) == "list"

    def _is_list_view(self, serializer: Any = None) -> bool:
        """Say that no answer is a bare array: lists stand in an envelope."""
        return False

    def get_operation_id(self) -> str:
        """Return a name that client generators turn into a method."""
        if self.collection == "catalogue":
            return "get_catalogue"
        return f"list_{self.collection}" if self.is_list() else f"get_{self.one.replace(' ', '_')}"

    def get_tags(self) -> list[str]:
        """Group operations by collection."""
        return [self.collection]

    def get_summary(self) -> str:
        """Return a line for the list of operations."""
        if self.collection == "catalogue":
            return "List the collections"
        return f"List {self.collection}" if self.is_list() else f"Read one {self.one}"

    def get_description(self) -> str:
        """Return the collection's own sentence, and how to read it."""
        about = (type(self.view).__doc__ or "").strip()
        if self.collection == "catalogue" or not hasattr(self.view, "filterset_class"):
            return about
        if self.is_list():
            return f"{about}\n\nFilters are joined by *and*. {LIST_NOTE}"
        return f"{about}\n\nWhat is derived is as of today, or as of the day that `as_of` names."

    def get_override_parameters(self) -> list[OpenApiParameter]:
        """Return the query string that the operation understands."""
        if not hasattr(self.view, "filterset_class"):
            return []
        as_of = parameter("as_of", {"type": "string", "format": "date"}, AS_OF, DAY_EXAMPLE)
        if not self.is_list():
            return [as_of]
        filters = [filter_parameter(name, known) for name, known in self.view.filterset_class.base_filters.items()]
        names = self.view.orderings()
        words = [word for name in names for word in (name, f"-{name}")]
        order = {"type": "array", "items": {"enum": words}, "uniqueItems": True, "minItems": 1}
        size = {"type": "integer", "minimum": 1, "maximum": pagination.LARGEST_PAGE, "default": pagination.PAGE_SIZE}
        return [
            *filters,
            as_of,
            parameter("ordering", order, ORDERING),
            parameter("page_size", size, "How many records a page holds.", 20),
            parameter("cursor", {"type": "string", "format": "cursor"}, CURSOR),
        ]

    def get_response_serializers(self) -> Any:
        """Return the record, or the envelope around a page of them."""
        if hasattr(self.view, "shapes"):
            return {200: self.view.shapes[self.view.action]}
        if not self.is_list():
            return {200: self.view.serializer_class}
        record = self.resolve_serializer(self.view.serializer_class, "response")
        name = f"{record.name}List"
        component = ResolvedComponent(name, ResolvedComponent.SCHEMA, envelope(self.collection, record.ref), name)
        self.registry.register_on_missing(component)
        return {200: component.ref}


LIST_NOTE = (
    "An unknown parameter, an unknown value, an empty value or a parameter that is given twice is refused with 400. "
    "Read on by following `next`."
)
AS_OF = (
    "The day as of which everything derived is told (status, state, tallies, memberships). Collections of periods are "
    "narrowed to what was so on that day; statements, assessments and enquiries to what had been made by then. "
    "Without it, everything derived is as of today and every period is listed."
)
ORDERING = (
    "The fields to order by, separated by commas, each with `-` before it to turn it round, none twice; the key "
    "always breaks ties and is the default. Text is ordered by code point; nulls stand last (an unknown `since` first)."
)
CURSOR = "A place in the list, as `next` and `previous` give it; opaque, and bound to its ordering and its day."


def parameter(name: str, schema: Json, description: str, example: Any = None) -> OpenApiParameter:
    """Return one parameter of the query string."""
    shape = {**schema, "examples": [example]} if example is not None else schema
    listed = {"style": "form", "explode": False} if schema["type"] == "array" else {}
    return OpenApiParameter(name=name, type=shape, description=description, required=False, **listed)


def filter_parameter(name: str, known: Any) -> OpenApiParameter:
    """Return the parameter of one filter, with its words or what it names."""
    about = str(known.extra.get("help_text", ""))
    if isinstance(known, WordFilter):
        words = [word for word, _ in known.words]
        vocabulary = vocabulary_of(words)
        schema: Json = {"$ref": f"#/components/schemas/{vocabulary.component}"} if vocabulary else {"enum": words}
        return OpenApiParameter(name=name, type=schema, description=about, required=False)
    if isinstance(known, KeyFilter):
        model = known.to
        form = f"{model._meta.model_name}-{model.KEY}"
        return parameter(name, {"type": "string", "format": form}, f"{about} By {model.KEY}.")
    raise TypeError(f"{type(known).__name__} has no place in the OpenAPI document (filter {name!r})")


def envelope(collection: str, record: Json) -> Json:
    """Return the shape of a page."""
    link = {"type": ["string", "null"], "format": "uri-reference"}
    return {
        "type": "object",
        "description": f"A page of {collection}.",
        "required": ["count", "next", "previous", "results"],
        "properties": {
            "count": {"type": "integer", "description": "How many records the question has, on all pages."},
            "next": {**link, "description": "The next page; null on the last."},
            "previous": {**link, "description": "The page before; null on the first."},
            "results": {"type": "array", "items": record, "description": f"The {collection} of this page, in order."},
        },
    }


# --- Fields ---------------------------------------------------------------------------------


class WordSchema(OpenApiSerializerFieldExtension):
    """A word of a vocabulary refers to the vocabulary."""

    target_class = "policyhub.api.fields.Word"
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return a reference, or the words themselves where they are only some of a vocabulary."""
        words = list(self.target.choices)
        vocabulary = vocabulary_of(words)
        if vocabulary is None:
            return {"type": "string", "enum": words}
        return {"$ref": f"#/components/schemas/{vocabulary.component}"}


class KeySchema(OpenApiSerializerFieldExtension):
    """A relation is shown by a key."""

    target_class = "policyhub.api.fields.Key"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return a slug or a code."""
        return {"type": "string"}


class WordsSchema(OpenApiSerializerFieldExtension):
    """A list of words of a vocabulary."""

    target_class = "policyhub.api.fields.Words"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return an array of references to the vocabulary."""
        vocabulary = vocabulary_of(self.target.child.choices)
        assert vocabulary is not None  # noqa: S101  (a list of words names a whole vocabulary)
        return {"type": "array", "items": {"$ref": f"#/components/schemas/{vocabulary.component}"}}


class GroupsSchema(OpenApiSerializerFieldExtension):
    """Groups of links are a list of lists."""

    target_class = "policyhub.api.fields.Groups"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Json:
        """Return an array of arrays of links."""
        link = auto_schema.resolve_serializer(self.target.child, direction).ref
        return {"type": "array", "items": {"type": "array", "items": link, "minItems": 1}}


# --- Hooks ----------------------------------------------------------------------------------


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


ANSWERED = {"400": "invalid-parameters", "404": "not-found", "405": "method-not-allowed", "406": "not-acceptable"}
ANSWERED |= {"414": "uri-too-long", "500": "internal-error"}


def add_problems(result: Json, **kwargs: Any) -> Json:
    """Add the errors that every operation may answer with, the headers of every answer, a text for every group."""
    components = result["components"]
    components["schemas"]["Problem"] = json.loads((Path(__file__).parent / "problem.json").read_text())
    components["headers"] = {"X-Request-ID": {"description": "The request's name, for error reports.", **TEXT}}
    components["responses"] = {kind: problem_component(kind) for kind in ANSWERED.values()}
    headers = {"X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"}}
    about: dict[str, str] = {}
    for path, operations in result["paths"].items():
        for operation in operations.values():
            about.setdefault(operation["tags"][0], operation["description"].split("\n\n")[0])
            operation["responses"]["200"]["headers"] = dict(headers)
            if operation["operationId"].startswith("list_"):
                link = {"description": "The neighbouring pages (RFC 8288): `next` and `prev`.", **TEXT}
                operation["responses"]["200"]["headers"]["Link"] = link
            for status, kind in ANSWERED.items():
                if status != "404" or "{" in path:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{kind}"}
    result["tags"] = [{"name": name, "description": text} for name, text in about.items()]
    return result


TEXT = {"schema": {"type": "string"}}


def problem_component(kind: str) -> Json:
    """Return the answer that tells of one kind of problem."""
    status, title, about = PROBLEMS[kind]
    example: Json = {"type": f"/api/problems/{kind}/", "title": title, "status": status, "detail": about}
    example |= {"instance": "/api/v1/measures/", "request_id": "0b6f3f0e-3f0b-4a53-9f39-6b1f2f3a9c11"}
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {"application/problem+json": {"schema": schema, "example": example}}
    return {"description": f"{title}. {about}", "content": content}


@cache
def examples() -> Json:
    """Return the real answers that illustrate the operations, by operation."""
    path = Path(settings.API_EXAMPLES)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def add_examples(result: Json, **kwargs: Any) -> Json:
    """Show a real answer with each operation."""
    for operations in result["paths"].values():
        for operation in operations.values():
            example = examples().get(operation["operationId"])
            if example is not None:
                operation["responses"]["200"]["content"]["application/json"]["example"] = example["answer"]
                for known in operation.get("parameters", []):
                    if known["in"] == "path":
                        known["description"] = f"The {known['name']} of the record."
                        form = f"{operation['operationId'].removeprefix('get_')}-{known['name']}"
                        known["schema"] = {"type": "string", "format": form, "examples": [example["key"]]}
    return result
