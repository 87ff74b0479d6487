"""Every way to open records within records is answered, three deep, on either engine's parser."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from policyhub.api.collections import lists_of, viewset_of
from policyhub.api.shapes import DEEPEST, fields_of, leads_to, openable, part_of
from policyhub.catalogue import COLLECTIONS

EVERY = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 25


def chains(serializer: Any, depth: int = 0, listed: bool = False) -> Iterator[str]:
    """Yield every chain of names that `expand` takes: a, a(b), a(b(c))."""
    for name in openable(serializer):
        field = fields_of(serializer).get(name)
        part = part_of(field)
        if part is not None:
            yield from (f"{name}({chain})" for chain in chains(part, depth, listed))
        elif not (field is None and listed):
            yield name
            if depth + 1 < DEEPEST:
                model = leads_to(field) if field is not None else lists_of(serializer.Meta.model)[name].related_model
                inner = viewset_of(model).serializer_class
                yield from (f"{name}({chain})" for chain in chains(inner, depth + 1, listed or field is None))


@pytest.mark.parametrize(("name", "viewset"), COLLECTIONS)
def test_each_chain_is_answered(client: Client, name: str, viewset: Any) -> None:
    for chain in list(chains(viewset.serializer_class))[::EVERY]:
        response = client.get(f"/api/v1/{name}/?page_size=2&count=none&expand={chain}")
        assert response.status_code == 200, (chain, response.content[:300])
        assert b'"record ' not in response.content, chain  # no place is left marked


def test_there_are_many() -> None:
    assert sum(1 for _, viewset in COLLECTIONS for _ in chains(viewset.serializer_class)) > 1500
