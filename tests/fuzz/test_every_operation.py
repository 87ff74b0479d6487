"""Calls every operation with what its documentation allows and forbids, all checks on: `pytest tests/fuzz`."""

import os
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import strategies as st

from policyhub.api.pagination import Cursor, question_of
from policyhub.catalogue import COLLECTIONS
from policyhub.wsgi import application
from tests.catalogue import raw

pytestmark = pytest.mark.django_db

EXAMPLES = 200 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 25
OF_THE_PAGE = {"ordering", "page_size", "cursor"}
A_CURSOR = "a cursor of this list"


@pytest.fixture(scope="package", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any) -> None:
    """Hold the fixtures."""
    with django_db_blocker.unblock():
        call_command("loaddata", verbosity=0)


for name, viewset in COLLECTIONS:
    form = f"{viewset.queryset.model._meta.model_name}-{viewset.queryset.model.KEY}"
    schemathesis.openapi.format(form, st.sampled_from(sorted(raw.rows[raw.COLLECTIONS[name]])))
schemathesis.openapi.format("vocabulary-slug", st.sampled_from(["stance", "publication", "link-role"]))
schemathesis.openapi.format("cursor", st.just(A_CURSOR))


def settle(path: str, query: dict[str, Any]) -> None:
    """Say what the document cannot: a field is not ordered by both ways, and a cursor belongs to its list."""
    if isinstance(query.get("ordering"), str):
        words = query["ordering"].split(",")
        if len(set(words)) == len(words):  # a word that stands twice is forbidden, and stays
            query["ordering"] = ",".join(word for word in words if not (word[:1] == "-" and word[1:] in words))
    if query.get("cursor") == A_CURSOR and "ordering" in query:
        del query["cursor"]  # it would be one of the ordinary ordering
    elif query.get("cursor") == A_CURSOR:
        collection = path.split("/")[3]
        key, first = ("code" if collection == "actors" else "slug"), min(raw.rows[raw.COLLECTIONS[collection]])
        asked = {name: str(value) for name, value in query.items() if name not in OF_THE_PAGE}
        question = question_of(collection, asked)
        query["cursor"] = Cursor(question, key, [first], False, "2026-02-01").write()


schema = schemathesis.openapi.from_wsgi("/api/schema/", application)


@schema.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_the_api_does_what_its_document_says(case: Any) -> None:
    settle(case.operation.path, case.query or {})
    case.call_and_validate()
