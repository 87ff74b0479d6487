"""The JSON that the database writes is the JSON that the plain serializer would have written."""

import ast
import datetime
import inspect
import json
from typing import Any

import pytest

from policyhub.api.serializers import ReadSerializer
from policyhub.catalogue import COLLECTIONS
from policyhub.records.state import with_parts
from tests.documents import compiled

VIEWS = [pytest.param(viewset(), id=name) for name, viewset in COLLECTIONS]
DAYS = [datetime.date(2023, 6, 15), datetime.date(2025, 9, 4), datetime.date(2026, 7, 1)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("view", VIEWS)
def test_compiled_and_plain_are_equal(view: Any, day: datetime.date) -> None:
    rows = view.queryset.model.objects.published().annotate(**view.annotations(day)).order_by("pk")
    plain = json.loads(json.dumps(view.serializer_class(with_parts(rows), many=True).data))
    assert compiled(view, rows, None, day) == plain


def read_serializers() -> list[type[ReadSerializer]]:
    """Return every read serializer there is."""
    found, waiting = [], [ReadSerializer]
    while waiting:
        found.append(waiting.pop())
        waiting += found[-1].__subclasses__()
    return [known for known in found[1:] if hasattr(getattr(known, "Meta", None), "model")]


@pytest.mark.parametrize("serializer", read_serializers(), ids=lambda known: known.__name__)
def test_a_read_serializer_is_a_declaration(serializer: type[ReadSerializer]) -> None:
    (tree,) = ast.parse(inspect.getsource(serializer)).body
    assert isinstance(tree, ast.ClassDef)
    methods = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert methods == []
    assert all(field.read_only for field in serializer().fields.values())
