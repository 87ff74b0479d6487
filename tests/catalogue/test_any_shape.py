"""Whatever shape is asked for, what the database writes is put together from what the plain serializer writes."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from options.models import Measure, Position
from policyhub.api import parameters
from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.fields import Groups
from policyhub.api.shapes import DEEPEST, fields_of, leads_to, openable, part_of
from policyhub.catalogue import COLLECTIONS
from policyhub.records.state import with_parts

HOSTILE = "Zoë \"\\ \u2028 \U0001f600 \u0000 {{}} %s ' <b> \ufeff \x7f ﷺ".replace("\x00", "")

Tree = dict[str, Any]
"""The names that are shown, each with the tree of what is opened there; None for what stands as it is."""

Docs = Callable[[Any], dict[str, Any]]


def serializer_of(serializer: Any, name: str) -> Any:
    """Return the serializer of what can be opened under a name."""
    field = fields_of(serializer).get(name)
    if part := part_of(field):
        return part
    model = leads_to(field) if field is not None else lists_of(serializer.Meta.model)[name].related_model
    return viewset_of(model).serializer_class


@st.composite
def trees(draw: Any, serializer: Any, depth: int = 0, listed: bool = False) -> Tree:
    """Draw a shape of one kind of record or part."""
    known = fields_of(serializer)
    key = getattr(serializer.Meta.model, "KEY", None)
    plain = draw(st.lists(st.sampled_from(sorted(known)), min_size=1, max_size=4, unique=True))
    tree: Tree = dict.fromkeys([*plain, *([key] if key else [])])
    allowed = [name for name in openable(serializer) if name in known or not listed]
    for name in draw(st.lists(st.sampled_from(allowed), max_size=2, unique=True)) if allowed else []:
        part = part_of(known.get(name))
        if part is None and depth == DEEPEST:
            continue
        deeper = depth if part else depth + 1
        tree[name] = draw(trees(serializer_of(serializer, name), deeper, listed or name not in known))
    return tree


def spelt(tree: Tree) -> str:
    """Return the names as `fields` takes them."""
    return ",".join(name if inner is None else f"{name}({spelt(inner)})" for name, inner in tree.items())


def opened(tree: Tree, serializer: Any) -> str:
    """Return what `expand` takes to open what the tree opens."""
    names = []
    for name, inner in tree.items():
        if inner is None:
            continue
        within = opened(inner, serializer_of(serializer, name))
        if within or not part_of(fields_of(serializer).get(name)):
            names.append(f"{name}({within})" if within else name)
    return ",".join(names)


def expected(doc: Any, tree: Tree, serializer: Any, docs: Docs) -> Any:
    """Return what a record shows in a shape, put together from whole records."""
    if doc is None or isinstance(doc, list):
        return doc and [expected(one, tree, serializer, docs) for one in doc]
    shown = {}
    for name, inner in tree.items():
        field = fields_of(serializer).get(name)
        if inner is None:
            shown[name] = doc[name]
        elif part_of(field):
            shown[name] = expected(doc[name], inner, serializer_of(serializer, name), docs)
        elif field is not None:
            model, keys = leads_to(field), doc[name]
            told = [docs(model)[key] for key in keys] if isinstance(keys, list) else keys and docs(model)[keys]
            shown[name] = expected(told, inner, serializer_of(serializer, name), docs)
        else:
            relation, key = lists_of(serializer.Meta.model)[name], doc[serializer.Meta.model.KEY]
            model, whose = relation.related_model, f"{relation.field.name}__{serializer.Meta.model.KEY}"
            rows = model.objects.published().filter(**{whose: key}).order_by(model.KEY)
            told = [docs(model)[one] for one in rows.values_list(model.KEY, flat=True)]
            shown[name] = expected(told, inner, serializer_of(serializer, name), docs)
    return shown


def make_hostile() -> None:
    """Fill some records with what breaks a careless writer of JSON or SQL."""
    for record in [*Measure.objects.order_by("pk")[:3], *Position.objects.order_by("pk")[:3]]:
        for name in ("title", "summary", "scope", "note"):
            if hasattr(record, name):
                setattr(record, name, HOSTILE)
        record.save()
    Position.objects.order_by("pk")[:1].get().citations.update(quote=HOSTILE, locator="'; --")


@pytest.mark.parametrize(("name", "viewset"), COLLECTIONS)
def test_any_shape_is_the_plain_one(client: Client, name: str, viewset: Any) -> None:
    make_hostile()
    day = parameters.today()

    @cache
    def docs(model: Any) -> dict[str, Any]:
        view = viewset_of(model)()
        rows = with_parts(model.objects.published().annotate(**view.annotations(day)))
        told = json.loads(json.dumps(view.serializer_class(rows, many=True).data))
        return {one[model.KEY]: one for one in told}

    serializer = viewset.serializer_class
    model = serializer.Meta.model

    @settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(tree=trees(serializer), backward=st.booleans())
    def held(tree: Tree, backward: bool) -> None:
        query = {"fields": spelt(tree), "page_size": "7", "count": "none"} | {
            "ordering": f"{'-' * backward}{model.KEY}"
        }
        if opens := opened(tree, serializer):
            query["expand"] = opens
        response = client.get(f"/api/v1/{name}/?{urlencode(query)}")
        assert response.status_code == 200, response.content[:500]
        keys = sorted(docs(model), reverse=backward)[:7]
        assert response.json()["results"] == [expected(docs(model)[key], tree, serializer, docs) for key in keys]

    held()


def test_groups_are_among_what_is_opened() -> None:
    parts = [field for _, viewset in COLLECTIONS for field in fields_of(viewset.serializer_class).values()]
    assert any(isinstance(field, Groups) and openable(field.child) for field in parts)
