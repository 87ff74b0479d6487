"""Where requests are answered no statement takes longer than it may; elsewhere it takes its time."""

import time

import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse

from policyhub import serving
from policyhub.api.errors import PROBLEMS
from policyhub.middleware import ShortWayMiddleware

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def serves(settings, transactional_db):
    """Open connections as a process that answers requests does, for a tenth of a second at most."""
    settings.STATEMENT_SECONDS = 0.1
    fresh = connections.create_connection("default")
    yield fresh
    fresh.close()


def run(fresh) -> None:
    if fresh.vendor == "sqlite":  # its database is another one in memory; it counts all the same
        fresh.settings_dict = {**fresh.settings_dict, "NAME": ":memory:"}
    fresh.connect()
    serving.bound(connection=fresh)
    with fresh.cursor() as cursor:
        cursor.execute(ENDLESS)
        cursor.fetchall()


def asked(path: str) -> HttpRequest:
    request = HttpRequest()
    request.path_info = request.path = path
    return request


def answer(fresh, path: str) -> HttpResponse:
    """Return what the middleware answers to a view that asks for too much."""
    way = ShortWayMiddleware(lambda request: None)

    def view(request: HttpRequest) -> HttpResponse:
        try:
            run(fresh)
        except OperationalError as error:
            response = way.process_exception(request, error)
            assert response is not None
            return response
        raise AssertionError("it ended")

    way.get_response = view
    return way(asked(path))


def test_the_api_answers_a_problem(serves):
    began = time.monotonic()
    response = answer(serves, "/api/v1/measures/")
    assert time.monotonic() - began < 5
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert b"/api/problems/too-costly/" in response.content
    assert serving.deadline.get() == 0


def test_a_page_says_so_in_words(serves):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite bounds the API alone")
    response = answer(serves, "/admin/")
    assert response.status_code == 503
    assert response["Content-Type"] == "text/plain"


def test_other_failures_are_left_to_django():
    way = ShortWayMiddleware(lambda request: HttpResponse())
    assert way.process_exception(asked("/api/v1/"), OperationalError("the disk is full")) is None
    assert way.process_exception(asked("/api/v1/"), ValueError()) is None


@pytest.mark.django_db
def test_a_command_takes_its_time():
    if connection.vendor == "sqlite":
        assert not serving.is_over()
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_nothing_is_bound_behind_a_pooler(serves, settings):
    if connection.vendor == "sqlite":
        pytest.skip("a pooler stands before PostgreSQL alone")
    settings.DATABASE_POOLED = True
    serves.connect()
    serving.bound(connection=serves)
    with serves.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)


def test_the_problem_has_a_page():
    assert PROBLEMS["too-costly"][0] == 503
