"""The contest of reads is fair: on a tiny catalogue its three servers say the same, and a difference is found."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.urls import resolve
from rest_framework.test import APIRequestFactory

from bench.contest import agreement, build, goals, recipe, rivals_text, table
from bench.contest.questions import Asking
from bench.rivals.floor import Floor

pytestmark = pytest.mark.django_db

SIZE = 200
Answer = tuple[int, dict[str, str], bytes]


class Product:
    """The product, asked within the process."""

    name = "product"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for one address."""
        response = Client().get(path, headers=headers)
        return response.status_code, {k.lower(): v for k, v in response.items()}, response.content


class Textbook:
    """The textbook, asked within the process."""

    name = "textbook"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for one address."""
        found = resolve(urlsplit(path).path, urlconf="bench.rivals.textbook.urls")
        response = found.func(APIRequestFactory().get(path, headers=headers), **found.kwargs)
        response = response.render() if hasattr(response, "render") else response
        return response.status_code, {k.lower(): v for k, v in response.items()}, response.content


class Lowest:
    """The floor, on the connection of the test."""

    name = "floor"

    def __init__(self) -> None:
        self.floor = Floor(f"{connection.vendor}:")
        connection.ensure_connection()
        raw = connection.connection
        self.floor.local.connection = raw if connection.vendor == "sqlite" else raw.cursor(binary=True)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for one address."""
        split, told = urlsplit(path), list[Any]()
        environ = {"PATH_INFO": split.path, "QUERY_STRING": split.query}
        environ |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        body = b"".join(
            part if isinstance(part, bytes) else part.encode()
            for part in self.floor(environ, lambda *given: told.extend(given))
        )
        return int(told[0].split()[0]), {name.lower(): value for name, value in told[1]}, body


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fill the database with the first measures of the contest."""
    monkeypatch.setattr(recipe, "SOURCES", 40)
    monkeypatch.setattr(recipe, "CONDITIONS", 30)
    build.few()
    build.measures([recipe.measure(number) for number in range(SIZE)])
    rivals_text.fill()
    yield


def test_a_measure_of_the_recipe_is_the_same_at_every_run():
    one = recipe.measure(7)
    assert one == recipe.measure(7) != recipe.measure(8)
    assert one.slug == "lufulu-ridomi-000007"
    assert len(one.positions) == recipe.POSITIONS
    assert [sum(1 for _ in one.positions if _["actor"] == said["actor"]) for said in one.positions[:4]] == [2] * 4


def test_the_three_servers_answer_alike(catalogue: None):
    servers: Any = [Product(), Textbook(), Lowest()]
    asking = Asking(SIZE, servers[0])
    refused = {}
    for name, work_out in asking.questions():
        question = work_out()
        assert list(agreement.differences(question, servers)) == []
        refused |= {name: question.not_yet} if question.not_yet else {}
    assert refused.keys() <= {"W5", "W9"}


def test_a_server_that_says_something_else_is_found(catalogue: None, monkeypatch: pytest.MonkeyPatch):
    servers: Any = [Product(), Lowest()]
    question = Asking(SIZE, servers[0]).nested()
    lowest = servers[1].get

    def other(path: str, **headers: str) -> Answer:
        status, told, body = lowest(path, **headers)
        answer = json.loads(body)
        answer["results"][0]["positions"][0]["stance"] = "other"
        return status, told, json.dumps(answer).encode()

    monkeypatch.setattr(servers[1], "get", other)
    found = list(agreement.differences(question, servers))
    assert len(found) == agreement.COMPARED
    assert ".results[0].positions[0].stance" in found[0]


def server(rate: float, cpu: float = 1.0) -> dict[str, Any]:
    """Return figures of a server."""
    known = {"half": 0.001, "most": 0.002, "bytes": 10.0, "errors": 0, "database": 0.0, "statements": 1}
    return {"rate": rate, "cpu": cpu, "web": cpu, **known}


def test_goals_are_ratios_within_one_run():
    row = {"question": "W1", "about": "", "servers": {"product": server(59, 2), "floor": server(100)}}
    assert list(goals.judged(row, "postgresql", 10_000)) == [("floor", 0.59, 0.6, False), ("cpu", 1.0, 0.6, False)]
    assert [enough for *_, enough in goals.judged(row, "sqlite", 10_000)] == [True, False]
    told = {"engine": "postgresql", "size": 10_000, "rows": [row]}
    assert table.missed(told) == ["W1 floor 0.59 (0.6)", "W1 cpu 1.00 (0.6)"]
    assert "MISSED (>= 0.6)" in "\n".join(table.lines(row, "postgresql", 10_000))


def test_growth_is_told_against_a_run_on_fewer():
    rows = [{"question": "W1", "servers": {"product": server(10, cpu)}} for cpu in (2.0, 3.5)]
    assert list(goals.growth(rows[1:], rows[:1])) == [("W1", 1.75, False)]
