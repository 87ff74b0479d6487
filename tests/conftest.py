"""
Fixtures of the whole suite.

Two kinds of data are used. A test of one rule makes the two or three records it needs with
`tests.builders`, in an empty database. A test of what the product answers on real data asks for
`catalogue`, which holds everything under fixtures/; it is loaded once for tests/catalogue.

Every answer that any test gets from the API is held against the OpenAPI document.
"""

import os
from typing import Any

import hypothesis
import pytest
from django.test import Client

from tests import openapi

hypothesis.settings.register_profile("quick", max_examples=25, deadline=None)
hypothesis.settings.register_profile("deep", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def every_answer_is_as_documented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold each answer of the API against the OpenAPI document, whichever test asked for it."""
    ask = Client.request

    def request(self: Client, **environ: Any) -> Any:
        response = ask(self, **environ)
        openapi.check(response, environ)
        return response

    monkeypatch.setattr(Client, "request", request)
