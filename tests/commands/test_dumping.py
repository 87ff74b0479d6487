"""What is written of a record: natural keys, parts inside, and nothing that says no more than its default."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from options.models import Position
from policyhub.records.state import state_of, with_parts
from tests import builders
from tests.builders import day

pytestmark = pytest.mark.django_db

CITED = [{"source": "official-text"}]


def test_a_position_is_written_with_its_parts():
    ceasefire = builders.condition()
    money = {"amount": Decimal("10.5"), "currency": "EUR", "amount_basis": "one-off"}
    position = builders.position(terms={ceasefire: "requires"}, until=day("2026-01-01"), **money)
    position.forms.create(form="air")
    assert state_of(Position.objects.get()) == {
        "slug": "mnfu-fra-2025-03-02",
        "actor": "FRA",
        "measure": "mnfu",
        "stance": "supports",
        "since": "2025-03-02",
        "until": "2026-01-01",
        "confidence": "confirmed",
        "amount": "10.50",
        "currency": "EUR",
        "amount_basis": "one-off",
        "summary": "It said so.",
        "citations": CITED,
        "conditions": [{"condition": "ceasefire", "role": "requires"}],
        "forms": [{"form": "air"}],
    }


def test_many_references_are_written_in_order():
    condition = builders.condition()
    condition.needs.set([builders.actor(code) for code in ("USA", "FRA", "DEU")])
    assert state_of(condition)["needs"] == ["DEU", "FRA", "USA"]


def test_two_records_that_say_the_same_have_the_same_state():
    one = builders.condition("a", effect="", provision="", jurisdiction=None)
    other = builders.condition("b")
    assert {**state_of(one), "slug": "", "title": ""} == {**state_of(other), "slug": "", "title": ""}


def test_what_is_prefetched_is_all_that_is_asked():
    for code in ("FRA", "DEU"):
        builders.position(builders.actor(code), terms={builders.condition(code.lower()): "requires"})
    positions = list(with_parts(Position.objects.all()))
    with CaptureQueriesContext(connection) as asked:
        assert len([state_of(position) for position in positions]) == 2
    assert len(asked) == 0


def test_what_is_referred_to_is_written_first():
    builders.position(terms={builders.condition(): "requires"})
    out = StringIO()
    call_command("dumpdata", stdout=out)
    kinds = [line.split('"')[3] for line in out.getvalue().splitlines()]
    order = ["sources.source", "actors.actor", "options.category", "options.condition", "options.measure"]
    assert [kind for kind in kinds if kind in order] == sorted(kinds[:-1], key=order.index)
    assert kinds[-1] == "options.position"


def test_an_empty_catalogue_is_written_and_read(tmp_path: Path):
    file = tmp_path / "none.jsonl"
    call_command("dumpdata", output=str(file))
    assert not file.read_text().strip()
    call_command("loaddata", str(file), verbosity=0)
