"""Every error under /api/ is a problem (RFC 9457), whoever raises it."""

import html
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client

from options.viewsets import MeasureViewSet
from policyhub.api.errors import PROBLEMS
from policyhub.api.middleware import RequestIdFilter
from tests import builders as make

pytestmark = pytest.mark.django_db


def raising(error: Exception) -> Any:
    """Return a method that fails."""

    def fails(*args: Any, **kwargs: Any) -> None:
        raise error

    return fails


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RuntimeError("secret of the house"), 500),
        (PermissionDenied("secret of the house"), 403),
        (SuspiciousOperation("secret of the house"), 400),
    ],
)
def test_a_failure_is_a_problem_that_tells_no_secret(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, status: int
) -> None:
    monkeypatch.setattr(MeasureViewSet, "get_queryset", raising(error))
    monkeypatch.setattr("tests.openapi.check", lambda response, environ: None)  # 403 belongs to no documented address
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.CRITICAL, logger="django"):
        response = client.get("/api/v1/measures/", headers={"X-Request-ID": "a-name-of-mine"})
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert b"secret" not in response.content
    assert response.json()["request_id"] == response["X-Request-ID"] == "a-name-of-mine"


def test_a_failure_is_logged_under_the_name_of_its_request(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(RequestIdFilter())  # as every handler of ours has it
    monkeypatch.setattr(MeasureViewSet, "get_queryset", raising(RuntimeError("the reason")))
    client = Client(raise_request_exception=False)
    client.get("/api/v1/measures/", headers={"X-Request-ID": "a-name-of-mine"})
    (failure,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert "the reason" in caplog.text
    assert failure.request_id == "a-name-of-mine"


def test_every_handler_writes_the_name_of_the_request(settings: Any) -> None:
    for handler in settings.LOGGING["handlers"].values():
        assert "request" in handler["filters"]
        assert "{request_id}" in settings.LOGGING["formatters"][handler["formatter"]]["format"]


@pytest.mark.parametrize(
    "address", ["/api/problems/", "/api/problems/not-found/", "/api/redoc/redoc.js", "/api/schema/"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_a_wrong_method_is_a_problem_on_pages_too(address: str, method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(address)
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET, HEAD"


def test_a_missing_csrf_token_is_a_problem() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.user())
    response = client.post("/api/v1/measures/")
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")


def test_a_request_gets_a_name_of_its_own(client: Client) -> None:
    names = {client.get("/api/v1/")["X-Request-ID"] for _ in range(2)}
    names.add(client.get("/api/v1/", headers={"X-Request-ID": "bad name\r\n"})["X-Request-ID"])
    assert len(names) == 3


def test_the_address_in_a_problem_is_percent_encoded(client: Client) -> None:
    problem = client.get("/api/v1/measures/", {"ж": "é"}).json()
    assert problem["instance"] == "/api/v1/measures/?%D0%B6=%C3%A9"


def test_a_long_address_is_told_without_its_query_string_and_still_is_one(client: Client) -> None:
    problem = client.get(f"/api/v1/measures/%5B%C3%A9/?x={'a' * 2000}").json()
    assert problem["instance"] == "/api/v1/measures/%5B%C3%A9/"


@pytest.mark.parametrize("kind", PROBLEMS)
def test_each_kind_of_problem_has_a_page(client: Client, kind: str) -> None:
    page = client.get(f"/api/problems/{kind}/")
    assert page.status_code == 200
    assert PROBLEMS[kind][1] in html.unescape(page.content.decode())


def test_an_unknown_kind_of_problem_is_a_problem(client: Client) -> None:
    assert client.get("/api/problems/nonsense/").json()["status"] == 404


def test_outside_the_api_errors_are_pages(client: Client) -> None:
    assert client.get("/nonsense/")["Content-Type"].startswith("text/html")


def test_public_url_stands_before_every_address(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://policy.example"
    assert client.get("/api/v1/").json()["measures"] == "https://policy.example/api/v1/measures/"
    assert client.get("/api/v1/x/").json()["type"] == "https://policy.example/api/problems/not-found/"
