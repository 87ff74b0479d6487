"""
What is not public shows nowhere: every question there is, asked of two worlds.

The first world holds public records only. In the second there are drafts and withdrawn records of every
kind beside them, tied to them in every way. Whoever may not see these gets the same answer in both worlds,
to the last byte: the same records, counts, order, facets, suggestions and errors.
"""

import json
import os
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client

from policyhub.accounts.roles import ROLES
from policyhub.api.collections import viewset_of
from policyhub.api.filters import Keys, Words
from policyhub.api.shapes import fields_of, leads_to, lists_of, openable, part_of
from policyhub.catalogue import COLLECTIONS
from policyhub.records.models import Record
from policyhub.records.structure import record_models
from tests import builders as make
from tests import worlds

pytestmark = pytest.mark.django_db
Question = tuple[str, dict[str, str]]
DAYS = ("1911-12-01", "2025-06-01")
LATER = re.compile(rb'"request_id": "[^"]*"|cursor=[^"&>]*')
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
SAMPLE = 20
"""One question in so many is also asked by somebody who has signed in without a right."""

DERIVED = {
    "measures": ("status", "backers", "opponents", "contributors", "backed_by", "opposed_by", "led_by"),
    "actors": ("member_of",),
    "conditions": ("state",),
}
"""What is derived of other records: the same for curators as for all, from published ones."""

STANDING = {
    "measures": (
        *("backed_by", "opposed_by", "led_by", "contributed_by", "backed_by_members_of", "opposed_by_members_of"),
        *("backers__gte", "opponents__gte", "contributors__gte", "position_actor", "position_stance"),
    ),
    "actors": ("member_of", "backs", "opposes", "leads", "contributes_to", "position_on", "position_stance"),
    "positions": ("member_of",),
    "conditions": ("named_by", "named_on"),
}
"""Parameters about who stands where and who belongs to what."""


class Plain(Client):
    """A client whose answers are not held against the OpenAPI document, which other tests do."""

    request = Client.request


VALUES: dict[str, tuple[str, ...]] = {
    "Days": ("1911-11-11", "2025-03-02"),
    "Numbers": ("1", "1911"),
    "Flags": ("true", "false"),
    "Terms": ("en", "qd", "XQD", "QW", "Canary code", "Canary identifier"),
    "Texts": ("open", "canary"),
    "Phrases": ("open what", "canary"),
    "Instants": ("2000-01-01T00:00:00Z",),
}
"""Values of each kind that is neither a key nor a word of a vocabulary."""


def values_of(known: Any, hidden: dict[str, list[str]]) -> list[str]:
    """Return values of a parameter that mean something: of keys a public one, a hidden one, and a near miss of that."""
    if known.lookup_expr == "isnull":
        return ["true", "false"]
    if isinstance(known.kind, Keys):
        model = known.kind.model
        public = list(model.objects.published().order_by(model.KEY).values_list(model.KEY, flat=True))
        secret = hidden[model._meta.model_name]
        one = secret[len(known.parameter) % len(secret)]
        first = ",".join(public[:3]) if known.lookup_expr in ("in", "any", "none") else public[0]
        return [first, one, one[:-1], *([f"{public[0]},{one}"] if known.takes_list else [])]
    if isinstance(known.kind, Words):
        words = known.kind.words
        return [",".join(words)] if known.takes_list else words[:2]
    return list(VALUES[type(known.kind).__name__])


def paths(serializer: Any) -> Iterator[str]:
    """Yield what `expand` may hold: each name, and each with all that can be opened in it."""
    for name in openable(serializer):
        known = fields_of(serializer).get(name)
        part, model = part_of(known), leads_to(known) if known else lists_of(serializer.Meta.model)[name].related_model
        target = part or viewset_of(model).serializer_class
        inner = [one for one in openable(target) if known or one in fields_of(target)]
        yield name
        if inner and not part:
            yield f"{name}({','.join(inner)})"


def of_a_collection(name: str, viewset: Any, hidden: dict[str, list[str]]) -> Iterator[Question]:
    """Yield the questions that one collection can be asked."""
    address, filters = f"/api/v1/{name}/", viewset.filterset_class
    for number, (parameter, known) in enumerate(filters.base_filters.items()):
        first, *others = values_of(known, hidden)
        yield address, {parameter: first, "facets": filters.facets[number % len(filters.facets)]}
        yield from ((address, {parameter: value}) for value in others)
        yield address, {"filter": json.dumps({"not": {parameter: first}}), "as_of": DAYS[1]}
    for facet in filters.facets:
        yield address, {"facets": facet}
        yield address, {"facets": facet, "as_of": DAYS[0]}
    for order in viewset().orderings():
        yield from ((address, {"ordering": sign + order, "page_size": "2"}) for sign in ("", "-"))
    for path in paths(viewset.serializer_class):
        yield address, {"expand": path, "page_size": "100", **({"as_of": DAYS[1]} if "(" in path else {})}
    for word in ("canary", "Canary title", "open", "q", "x" * 300):
        yield address, {"q": word, "count": "none"}
    for place in ("ordering", "fields", "facets", "expand", "filter", "canary"):
        yield address, {place: "canary"}
    yield address, {"fields": ",".join(fields_of(viewset.serializer_class)), "publication": "draft"}
    yield address, {"publication": "withdrawn"}


def of_records(model: type[Record], name: str, viewset: Any, hidden: dict[str, list[str]]) -> Iterator[Question]:
    """Yield the questions that single records can be asked: public ones, hidden ones, and those there never were."""
    public = list(model.objects.published().values_list(model.KEY, flat=True))
    for key in public[:1]:
        yield from ((f"/api/v1/{name}/{key}/", {"expand": path}) for path in paths(viewset.serializer_class))
        yield from ((f"/api/v1/{name}/{key}/", {"as_of": day}) for day in DAYS)
    for key in (*public, *hidden[model._meta.model_name], "canary", "no-such-thing"):
        yield f"/api/v1/{name}/{key}/", {}
        yield f"/api/v1/{name}/{key}/revisions/", {}


def questions(hidden: dict[str, list[str]]) -> list[Question]:
    """Return every question."""
    found: list[Question] = [(address, {}) for address in ("/", "/api/v1/", "/api/v1/vocabularies/")]
    for name, viewset in COLLECTIONS:
        found += of_a_collection(name, viewset, hidden)
        found += of_records(viewset.queryset.model, name, viewset, hidden)
    for word in ("canary", "open", "qd"):
        found.append(("/api/v1/search/", {"q": word, "facets": "collection", "highlight": "true"}))
        found.append(("/api/v1/search/", {"q": f"{word[:3]}* OR open", "highlight": "true", "page_size": "500"}))
        found.append(("/api/v1/search/", {"q": word, "collection__in": "measures,sources", "count": "none"}))
        found.append(("/api/v1/search/", {"q": word, "as_of": DAYS[0], "page_size": "1"}))
    return found + of_the_log()


def of_the_log() -> list[Question]:
    """Return the questions about changes; tests/feed asks them of a log that holds hidden things."""
    asked = [{}, {"collection__in": "canary"}, {"after": "1"}, {"after": "canary"}, {"page_size": "1"}]
    lists = ("/api/v1/changes/", "/api/v1/revisions/", "/api/v1/revisions/1/", "/changes.atom")
    return [(address, query) for address in lists for query in asked]


def asked(client: Client, question: Question) -> tuple[int, bytes]:
    """Return an answer with its headers, less what is another each time."""
    address, query = question
    response = client.get(f"{address}?{urlencode(query)}" if query else address)
    headers = {name: value for name, value in response.headers.items() if name not in ("X-Request-ID", "Set-Cookie")}
    kept = json.dumps(sorted(headers.items())).encode() if address != "/" else b""
    body = re.sub(rb'nonce="[^"]*"', b"", response.content)
    return response.status_code, LATER.sub(b"", kept + b"\n" + body)


def tells(question: Question, answer: bytes) -> bool:
    """Tell whether an answer holds what stands in hidden records alone, though nobody asked for it."""
    return not worlds.CANARY.search(str(question)) and worlds.CANARY.search(answer.decode()) is not None


def keys_to_come() -> dict[str, list[str]]:
    """Return the keys of the hidden records that the second world will have."""
    with transaction.atomic():
        found = [worlds.hide(state) for state in worlds.HIDDEN]
        transaction.set_rollback(True)
    return {kind: [key for keys in found for key in keys[kind]] for kind in found[0]}


def test_who_may_not_see_drafts_gets_the_same_answers_without_them_and_with_them() -> None:
    worlds.public()
    anonymous, powerless = Plain(raise_request_exception=False), Plain(raise_request_exception=False)
    powerless.force_login(make.user())
    # What is asked is the same on both engines, which tests/engines holds equal: on one of them a third is enough.
    every = questions(keys_to_come())[:: 1 if DEEP or connection.vendor == "sqlite" else 3]
    some = every[::SAMPLE]
    before = [asked(anonymous, question) for question in every]
    seen_before = [asked(powerless, question) for question in some]
    for state in worlds.HIDDEN:
        worlds.hide(state)
    wrong = []
    for question, answer in zip(every, before, strict=True):
        after = asked(anonymous, question)
        if after != answer or answer[0] >= 500 or tells(question, after[1]):
            wrong.append((question, answer[0], after[0]))
    for question, answer in zip(some, seen_before, strict=True):
        if asked(powerless, question) != answer:
            wrong.append((question, "as one without the right"))
    assert not wrong, f"{len(wrong)} of {len(every)} questions, such as {wrong[:9]}"


def figures(client: Client) -> dict[str, Any]:
    """Return what is derived of each public record, and which public records each question about standing finds."""
    found: dict[str, Any] = {}
    for name, viewset in COLLECTIONS:
        key, address = viewset().key, f"/api/v1/{name}/"
        for row in client.get(address, {"publication": "published"}).json()["results"]:
            found[f"{name} {row[key]}"] = [row[field] for field in DERIVED.get(name, ())]
        for parameter in STANDING.get(name, ()):
            known = viewset.filterset_class.base_filters[parameter]
            values = values_of(known, {model._meta.model_name: ["none"] for model in record_models()})
            for value in values[:1] if isinstance(known.kind, Keys) else values:
                query = {parameter: value, "publication": "published"}
                rows = client.get(address, query).json()["results"]
                found[f"{address}{query}"] = [row[key] for row in rows]
    return found


def test_what_is_derived_is_the_same_for_those_who_see_drafts() -> None:
    worlds.public()
    public, curator = figures(Plain()), Plain()
    for state in worlds.HIDDEN:
        worlds.hide(state)
    for role in ROLES:
        curator.force_login(make.user(role, roles=[role]))
        assert figures(curator) == public
    for name, viewset in COLLECTIONS:
        rows = curator.get(f"/api/v1/{name}/").json()["results"]
        hidden = {row[viewset().key]: row for row in rows if row["publication"] != "published"}
        assert {row["publication"] for row in hidden.values()} == {*worlds.HIDDEN}
        for key, row in hidden.items():
            assert worlds.CANARY.search(json.dumps(row))
            assert curator.get(f"/api/v1/{name}/{key}/").json() == row
