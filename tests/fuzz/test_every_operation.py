"""Calls every operation with what its documentation allows and forbids, all checks on: `pytest tests/fuzz`."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.management import call_command
from django.test import override_settings
from schemathesis.generation.meta import FuzzingPhaseData

from policyhub.feed.releases import make_release
from policyhub.wsgi import application
from tests.fuzz import values
from tests.fuzz.repairs import repair

pytestmark = pytest.mark.django_db

DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
EXAMPLES = 200 if DEEP else 4
OF_EACH_SORT, ONE_OF = 1, 200

values.register()
schema = schemathesis.openapi.from_wsgi("/api/schema/", application)
rejection = schema.config.checks.negative_data_rejection
rejection.expected_statuses = [*rejection.expected_statuses, "414"]  # an address that is too long is refused, too
met: Counter[tuple[str, str]] = Counter()


@schema.hook
def filter_case(context: Any, case: Any) -> bool:
    """Of the cases that go through every parameter in turn, keep some of each sort; all of them in the deep profile."""
    scenario = getattr(case.meta.phase.data, "scenario", None)
    if DEEP or scenario is None:
        return True
    history = case.operation.path.endswith("}/revisions/")  # one and the same view for every collection
    sort = ("history" if history else case.operation.label, str(scenario))
    met[sort] += 1
    return met[sort] <= OF_EACH_SORT or met[sort] % ONE_OF == 0


@pytest.fixture(scope="package", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hold the fixtures, and a release of them."""
    places = {"RELEASES_DIR": tmp_path_factory.mktemp("releases"), "SNAPSHOTS_DIR": tmp_path_factory.mktemp("past")}
    with django_db_blocker.unblock(), override_settings(**places):
        call_command("loaddata", verbosity=0)
        make_release()
        yield


@schema.parametrize()
@hypothesis.settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_the_api_does_what_its_document_says(case: Any) -> None:
    right = case.meta.generation.mode.is_positive
    case.freeze_metadata()  # what is changed below stays right, or stays wrong
    if right:
        repair(case.operation.path, case.query)
    elif only_in_headers(case):
        return  # a preference that nobody knows is no mistake (RFC 7240)
    else:
        case.headers.pop("Prefer", None)  # whoever prefers leniency gets an answer to a wrong question
    case.call_and_validate(headers={"Accept-Encoding": "identity"})  # what WSGI gives back is not decoded


def only_in_headers(case: Any) -> bool:
    """Tell whether all that is wrong with a request is its `Prefer`, the one header that the document names."""
    if not isinstance(case.meta.phase.data, FuzzingPhaseData):
        return bool(case.meta.phase.data.parameter == "Prefer")
    return [str(place) for place, known in case.meta.components.items() if known.mode.is_negative] == ["header"]
