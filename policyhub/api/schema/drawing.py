"""Real values for the examples of the document, drawn from a catalogue that holds the fixtures."""

import datetime
import json
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import AnonymousUser

from policyhub.api.facets import key_path
from policyhub.api.filters import Asking, Days, Filter, Flags, Keys, Numbers, Words
from policyhub.api.filters.values import Instants, Phrases, Terms, Texts
from policyhub.api.schema.components import opened, shown
from policyhub.api.schema.examples import DAY
from policyhub.api.shapes import openable

Json = dict[str, Any]

INSTANT = "2026-01-01T00:00:00Z"
BOUND = 2
"""A number of states or so that some measures reach."""


def values_of(viewset: Any, chosen: Mapping[str, Any]) -> Json:
    """Return a real value of each parameter of a list that has examples of its own; `chosen` are set by hand."""
    filterset = viewset.filterset_class
    found = {name: chosen.get(name) or value_of(viewset, known) for name, known in filterset.base_filters.items()}
    found |= {
        "filter": tree_of(filterset, found),
        "ordering": [f"-{(viewset.ordering_fields or ['updated_at'])[-1]}", viewset.queryset.model.KEY],
        "facets": list(filterset.facets[:2]),
    }
    return found | shapes_of(viewset.serializer_class)


def shapes_of(serializer: Any) -> Json:
    """Return values of `fields`, `omit` and `expand` for a kind of record."""
    names = list(shown(serializer))
    inside = [name for name in names if "(" in name][:1]
    found: Json = {"fields": [*names[1:3], *inside], "omit": ["updated_at", *inside]}
    if openable(serializer):
        every = list(opened(serializer))
        found["expand"] = [every[0], *[name for name in every if name == "citations(source)"]]
    return found


def tree_of(filterset: Any, found: Json) -> str:
    """Return a question with *or* and *not* of two plain parameters."""
    plain = [
        name
        for name, known in filterset.base_filters.items()
        if known.parameter == known.name and isinstance(known.kind, Words | Keys | Days) and name != "publication"
    ]
    first, second = (plain * 2)[:2] if plain else ("publication", "publication")
    return json.dumps({"or": [{first: found[first]}, {"not": {second: found[second]}}]})


def value_of(viewset: Any, known: Filter) -> Any:
    """Return a value that the catalogue holds, as the parameter takes it."""
    if known.lookup_expr == "isnull":
        return False
    common = held(viewset, known)
    one = common[0] if common else fallback(viewset, known)
    if isinstance(known.kind, Texts):
        one = word_of(viewset, known, str(one))
    return (common[:2] or [one]) if known.takes_list else one


def fallback(viewset: Any, known: Filter) -> Any:
    """Return a value where no column holds any."""
    kind: Any = known.kind
    if isinstance(kind, Words):
        return kind.words[0]
    if isinstance(kind, Keys):
        return kind.model._default_manager.published().order_by(kind.model.KEY).first().key
    plain = {Flags: True, Days: DAY, Instants: INSTANT, Numbers: BOUND, Terms: "en"}
    return next((value for known_kind, value in plain.items() if isinstance(kind, known_kind)), "")


def held(viewset: Any, known: Filter) -> list[Any]:
    """Return the values of the column that a parameter asks of, the most common first."""
    model, asking = viewset.queryset.model, Asking(AnonymousUser(), datetime.date.fromisoformat(DAY))
    if known.ask.of is not None or isinstance(known.kind, Instants | Phrases):
        return []
    rows = known.related.rows(model, asking) if known.related else viewset.queryset.published()
    names = {field.name for field in rows.model._meta.get_fields()}
    if known.field_name.split("__")[0] not in {*names, "pk"}:
        return []  # derived, and in no column
    found = Counter(value for value in rows.values_list(key_path(known), flat=True) if value not in (None, ""))
    return [plain(value) for value, _ in sorted(found.items(), key=lambda pair: (-pair[1], str(pair[0])))]


def plain(value: Any) -> Any:
    """Return a value as JSON holds it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def word_of(viewset: Any, known: Filter, text: str) -> str:
    """Return a word to look for: the beginning of a text, or the longest word in it, or in a title."""
    model = viewset.queryset.model
    titles = viewset.queryset.published().order_by(model.KEY).values_list(model.TITLE or model.KEY, flat=True)
    found = re.findall(r"[^\W\d_]+", text) or re.findall(r"[^\W\d_]+", " ".join(titles[:1]))
    return str(found[0] if known.lookup_expr == "startswith" else max(found, key=len))
