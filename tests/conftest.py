"""
Fixtures of the whole suite.

Two kinds of data are used. A test of one rule makes the two or three records it needs with
`tests.builders`, in an empty database. A test of what the product answers on real data asks for
`catalogue`, which holds everything under fixtures/; it is loaded once for tests/catalogue.

Every answer that any test gets from the API is held against the OpenAPI document.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.test import Client

from policyhub.api import plans
from policyhub.records import guard, snapshots
from tests import openapi

hypothesis.settings.register_profile("quick", max_examples=8, deadline=None)
hypothesis.settings.register_profile("deep", max_examples=1000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


MANY, ONE_OF = 4, 6
"""Of a test with more cases than that, the run on PostgreSQL takes one of so many, unless all are asked for."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let SQLite take every case of every test, and PostgreSQL every test; with DEEP=1 it takes every case too."""
    on_postgresql = os.environ.get("DATABASE_URL", "").startswith("postgres")
    if not on_postgresql or os.environ.get("HYPOTHESIS_PROFILE") == "deep":
        return
    tests = [item.nodeid.partition("[")[0] for item in items]
    many, seen, kept, left = Counter(tests), Counter[str](), list[pytest.Item](), list[pytest.Item]()
    for item, test in zip(items, tests, strict=True):
        (kept if many[test] <= MANY or seen[test] % ONE_OF == 0 else left).append(item)
        seen[test] += 1
    config.hook.pytest_deselected(items=left)
    items[:] = kept


@pytest.fixture(autouse=True)
def free_hand() -> Iterator[None]:
    """Let a test arrange its records without a revision. Requests, and whatever opens a revision, are guarded."""
    with guard.off("arranging a test"):
        yield


@pytest.fixture(autouse=True)
def every_answer_is_as_documented(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Hold each answer of the API against the OpenAPI document, whichever test asked for it."""
    ask, revised_only = Client.request, "revised_only" in request.fixturenames

    def request(self: Client, **environ: Any) -> Any:
        if not revised_only:
            # What a test arranges outside of a revision has no version that plans could be told apart by.
            plans.forget()
        with guard.on():
            response = ask(self, **environ)
        openapi.check(response, environ)
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture
def revised_only() -> None:
    """Say that a test changes records in revisions alone, once it asks: what the API keeps may then stay."""
    plans.forget()


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where snapshots lie, so that the template is made once."""
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture(autouse=True)
def on_the_shelf(settings: Any, shelf: Path) -> Iterator[None]:
    """Keep snapshots of tests out of the installation; let no thread outlive its test."""
    settings.SNAPSHOTS_DIR = shelf
    yield
    for thread in list(snapshots.under_way.values()):
        thread.join(20)
