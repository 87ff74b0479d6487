"""The vocabularies of the catalogue: which words a field may hold, and what each means."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from policyhub.api import parameters

Json = dict[str, Any]


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of words with a definition for each."""

    name: str
    component: str
    definition: str
    words: dict[str, tuple[str, str]]
    ranks: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> Json:
        """Return what the API shows."""
        members = []
        for word, (label, definition) in self.words.items():
            member: Json = {"value": word, "label": label, "definition": definition}
            members.append({**member, "rank": self.ranks[word]} if self.ranks else member)
        url = f"{settings.PUBLIC_URL}/api/v1/vocabularies/{self.name}/"
        return {"slug": self.name, "definition": self.definition, "members": members, "url": url}

    def as_markdown(self) -> str:
        """Return the definitions as a list, for the OpenAPI document."""
        listed = "\n".join(f"- `{word}`: {definition}" for word, (_, definition) in self.words.items())
        return f"{self.definition}\n\n{listed}"


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Return every vocabulary of the modules that the setting VOCABULARIES names, by its name."""
    found = {}
    for path in settings.VOCABULARIES:
        module = import_module(path)
        for choices, definitions in module.DEFINITIONS.items():
            name = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", choices.__name__).lower()
            words = {word: (str(label), definitions[word]) for word, label in choices.choices}
            ranks = getattr(module, "RANKED", {}).get(choices, {})
            about = (choices.__doc__ or "").strip()
            found[name] = Vocabulary(name, choices.__name__, about, words, dict(ranks))
    return dict(sorted(found.items()))


def vocabulary_of(words: Any) -> Vocabulary | None:
    """Return the vocabulary with exactly these words; None where they are a part of one."""
    wanted = list(words)
    return next((known for known in vocabularies().values() if list(known.words) == wanted), None)


MEMBER = {
    "type": "object",
    "required": ["value", "label", "definition"],
    "properties": {
        "value": {"type": "string", "description": "The word, as fields and filters hold it."},
        "label": {"type": "string", "description": "The word as people read it."},
        "definition": {"type": "string", "description": "What it means."},
        "rank": {"type": "integer", "description": "Its place in the order, where the words have one; ordinal."},
    },
}
SHAPE = {
    "type": "object",
    "required": ["slug", "definition", "members", "url"],
    "properties": {
        "slug": {"type": "string", "description": "The vocabulary's name."},
        "definition": {"type": "string", "description": "What its words say."},
        "members": {"type": "array", "items": MEMBER, "description": "Its words, in order."},
        "url": {"type": "string", "description": "Where the vocabulary itself is read."},
    },
}
LIST_SHAPE = {
    "type": "object",
    "required": ["count", "next", "previous", "results"],
    "properties": {
        "count": {"type": "integer", "description": "How many vocabularies there are."},
        "next": {"type": "null", "description": "Always null: all stand on one page."},
        "previous": {"type": "null", "description": "Always null: all stand on one page."},
        "results": {"type": "array", "items": SHAPE, "description": "The vocabularies, by name."},
    },
}


class VocabularyViewSet(ViewSet):
    """The words that fields may hold, each with its definition: stances, kinds, roles and the rest."""

    http_method_names: ClassVar[list[str]] = ["get", "head"]
    lookup_value_regex = "[A-Za-z0-9-]+"
    lookup_field = "slug"
    one = "vocabulary"
    shapes: ClassVar[Json] = {"list": LIST_SHAPE, "retrieve": SHAPE}

    def list(self, request: Request) -> HttpResponse:
        """Answer all vocabularies on one page."""
        parameters.check(request.query_params, request.META.get("QUERY_STRING", ""), ())
        results = [known.as_json() for known in vocabularies().values()]
        return JsonResponse({"count": len(results), "next": None, "previous": None, "results": results})

    def retrieve(self, request: Request, slug: str) -> HttpResponse:
        """Answer one vocabulary."""
        parameters.check(request.query_params, request.META.get("QUERY_STRING", ""), ())
        if slug not in vocabularies():
            raise NotFound("There is no vocabulary of that name.")
        return JsonResponse(vocabularies()[slug].as_json())
