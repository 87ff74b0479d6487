"""
Rules that the document cannot say, applied to a case that is meant to be right.

Each is told in a description: a field is ordered by once, what is not opened cannot be shown, and so on.
"""

import json
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

from policyhub.api.collections import collections
from policyhub.api.filters.kinds import MOST_VALUES
from policyhub.api.filters.values import Phrases, Texts
from policyhub.api.parameters import LONGEST
from policyhub.api.schema.components import added
from policyhub.api.schema.examples import CURSOR
from policyhub.api.search import SearchViewSet
from policyhub.api.shapes import LARGEST_PAGE, MOST_NAMES, Shaping
from policyhub.records import folding, sought
from tests.fuzz.values import A_CURSOR

Query = dict[str, Any]

SHAPING = ("fields", "omit", "expand")
BESIDE = {*SHAPING, "facets", "count", "page_size", "cursor"}
"""What does not change which records are meant, and in what order."""


def repair(path: str, query: Query) -> None:
    """Change a query string that keeps to the document until it keeps to its descriptions too."""
    name = path.split("/")[3]
    if name == "changes" and "after" in query:
        query["after"] = 0  # what comes after a revision that is still to come, nobody can ask
    if name in ("changes", "releases") or "/revisions/" in path:
        cursor(path, query)
        return
    view = {**collections(), "search": SearchViewSet}.get(name)
    if view is None:
        return
    texts(name, view, query)
    if name != "search":
        turned_both_ways(query)
        shape(view, query)
        too_many_rows(view, query)
    short_enough(query)
    cursor(path, query)


def listed(query: Query, name: str) -> list[str]:
    """Return the values of a list, however it is written by now."""
    value = query.get(name, [])
    return value.split(",") if isinstance(value, str) else [str(one) for one in value]


def texts(name: str, view: Any, query: Query) -> None:
    """Give each text something that can be looked for, and `q` few enough words."""
    known = {} if name == "search" else view.filterset_class.base_filters
    for parameter in [parameter for parameter in query if parameter == "q" or parameter in known]:
        if not isinstance(query[parameter], str):
            continue
        kind = known[parameter].kind if parameter in known else Phrases(None)  # type: ignore[arg-type]
        if not query[parameter].strip() or (isinstance(kind, Texts) and not folding.fold(query[parameter])):
            query[parameter] = "a"
        if isinstance(kind, Phrases) and not sought_in(query[parameter]):
            query[parameter] = " ".join(folding.words(folding.fold(query[parameter]))[: sought.MOST_TERMS]) or "a"
        if parameter in known and known[parameter].takes_list and "," in query[parameter]:
            values = [value if value.strip() else "a" for value in query[parameter].split(",")]
            query[parameter] = ",".join(values[:MOST_VALUES])


def sought_in(text: str) -> bool:
    """Tell whether a text is one that can be looked for."""
    try:
        return bool(sought.read(text))
    except sought.SoughtError:
        return False


def turned_both_ways(query: Query) -> None:
    """Order by each field once, and by what `q` finds only where it is given."""
    words = [word for word in listed(query, "ordering") if "q" in query or word.removeprefix("-") != "relevance"]
    if words:
        query["ordering"] = ",".join(word for word in words if not (word[:1] == "-" and word[1:] in words))


def shape(view: Any, query: Query) -> None:
    """Show only lists that are opened, leave something of each part, and ask for small pages of large records."""
    opened = {name.partition("(")[0] for name in listed(query, "expand")}
    missing = set(added(view.serializer_class)) - opened
    if "fields" in query:
        shown = [name for name in listed(query, "fields") if name not in missing]
        query["fields"] = ",".join(shown) or view.queryset.model.KEY
    for name in ("omit", "fields"):
        if name in query and faults(view, query):
            del query[name]  # they leave nothing of a part
    if opened & set(added(view.serializer_class)) or any("(" in name for name in listed(query, "expand")):
        query.update({"page_size": min(int(query["page_size"]), LARGEST_PAGE)} if "page_size" in query else {})


def faults(view: Any, query: Query) -> bool:
    """Tell whether the shape cannot be."""
    shaping = Shaping()
    shaping.read({name: ",".join(listed(query, name)) for name in SHAPING if name in query}, view.serializer_class)
    return bool(shaping.faults)


def too_many_rows(view: Any, query: Query) -> None:
    """Count no facet of a row beside parameters that ask for several rows of the same relation."""
    known = view.filterset_class.base_filters
    asked = [known[name] for name in query if name in known and known[name].ask.many and not known[name].denies]

    def countable(facet: str) -> bool:
        its = known[facet]
        return not any(other.related is its.related and other.name != its.name for other in asked)

    if "facets" in query:
        query["facets"] = ",".join(filter(countable, listed(query, "facets"))) or "publication"


def short_enough(query: Query) -> None:
    """Keep the address within 8,000 bytes, and `fields` within 200 names."""
    asked = {name: spelled(value) for name, value in query.items()}
    most = 10 if len(urlencode(asked)) > LONGEST - 500 else MOST_NAMES // 2
    for name, text in asked.items():
        if name != "filter" and text.count(",") >= most:
            query[name] = ",".join(text.split(",")[:most])


def cursor(path: str, query: Query) -> None:
    """Put a cursor of the question where one is wanted: that of its own second page."""
    if query.get("cursor") not in (A_CURSOR, CURSOR):
        return
    asked = {name: spelled(value) for name, value in query.items() if name not in BESIDE}
    count = {} if path == "/api/v1/changes/" else {"count": "none"}
    answer = Client().get(path, {**asked, "page_size": "1", **count})
    found = json.loads(answer.content).get("next") if answer.status_code == 200 else None
    del query["cursor"]
    if found and "cursor=" in found:
        query["cursor"] = dict(parse_qsl(urlsplit(found).query))["cursor"]


def spelled(value: Any) -> str:
    """Return a value as a query string spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
