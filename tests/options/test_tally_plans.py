"""Lists by who stands where are read off indexes, today and on any day, whatever the engine."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, OrderBy

from actors.models import Actor
from options.filtersets import MeasureFilterSet
from options.models import Category, Measure, Position, Tally
from options.tally import OnTally
from policyhub.api.filters import Asking
from policyhub.records import guard
from tests import builders as make

MEASURES, ACTORS, EACH = 1500, 10, 6
TODAY, PAST = datetime.date(2026, 7, 1), datetime.date(2024, 5, 5)
on_both_days = pytest.mark.parametrize("day", [TODAY, PAST], ids=["today", "a-past-day"])


@pytest.fixture(scope="module")
def catalogue(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill the database for this module alone, and have the engine look at what is there."""
    with django_db_blocker.unblock(), guard.off("a catalogue to plan for"):
        fill()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        yield
        for model in (Position, Measure, Category, Actor):
            model._base_manager.all()._raw_delete("default")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def fill() -> None:
    public = {"publication": "published"}
    codes = [f"A{'ABCDEFGH'[n // 8]}{'ABCDEFGH'[n % 8]}" for n in range(ACTORS)]
    actors = Actor.objects.bulk_create([Actor(code=code, kind="state", name=code, **public) for code in codes])
    category = Category.objects.create(slug="training", name="Training", definition="?", **public)
    same = {"summary": "?", "presence": "none", "footprint": "remote", "command": "national", "category": category}
    slugs = [f"m-{n * 7919 % 10007}" for n in range(MEASURES)]
    measures = Measure.objects.bulk_create([Measure(slug=slug, title=slug, **same, **public) for slug in slugs])
    rows = []
    for n, measure in enumerate(measures):
        for turn in range(EACH):
            actor, since = (
                actors[(n * 7 + turn) % ACTORS],
                make.day("2023-01-01") + datetime.timedelta(days=n % 500 + turn),
            )
            stance = ("supports", "leads", "opposes")[(n + turn) % 3]
            days = {"since": since, "holds_from": since, "until": make.day("2025-06-01") if turn == 2 else None}
            about = {"slug": f"{measure.slug}-{turn}", "confidence": "confirmed", "summary": "?"}
            rows.append(Position(measure=measure, actor=actor, stance=stance, **about, **days, **public))
    Position.objects.bulk_create(rows)


def asked(day: datetime.date, **query: str) -> Any:
    """Return the measures that a query string asks for."""
    asking = Asking(None, day)
    return MeasureFilterSet(query, queryset=Measure.objects.published(), asking=asking).qs


def page(rows: Any, day: datetime.date) -> Any:
    """Return the first page by the number of backers."""
    by = [OrderBy(OnTally("backers", day, leads=True), descending=True), OnTally("slug", day, leads=True)]
    return rows.order_by(*by).values_list("pk", OnTally("backers", day, leads=True))[:20]


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
class TestPlans:
    @on_both_days
    def test_backed_by_one_and_not_opposed_by_another_in_the_order_of_backers(self, day: datetime.date):
        rows = asked(day, backed_by="AAC", opposed_by__none="AAD")
        plan = page(rows, day).explain()
        assert "tally_by_backers" in plan
        assert "position_of_" in plan
        assert "Sort" not in plan
        assert "TEMP B-TREE" not in plan
        in_order = sorted(
            rows.annotate(n=OnTally("backers", day)).values_list("n", "slug"), key=lambda r: (-r[0], r[1])
        )
        assert [slug for _, slug in in_order][:20] == [Measure.objects.get(pk=pk).slug for pk, _ in page(rows, day)]

    @on_both_days
    @pytest.mark.parametrize("parameter", ["backers", "opponents", "contributors"])
    def test_a_number_is_asked_of_its_index(self, day: datetime.date, parameter: str):
        assert f"tally_by_{parameter}" in asked(day, **{f"{parameter}__gte": "7"}).order_by().values("pk").explain()
        wanted = Tally.objects.valid_on(day).filter(**{f"{parameter}__gte": 2})
        assert asked(day, **{f"{parameter}__gte": "2"}).count() == wanted.count() > 0

    @on_both_days
    @pytest.mark.parametrize("parameter", ["backed_by", "opposed_by", "led_by", "contributed_by"])
    def test_who_stands_where_is_asked_of_the_index_of_the_actor(self, day: datetime.date, parameter: str):
        for lookup in ("", "__any", "__none"):
            plan = asked(day, **{f"{parameter}{lookup}": "AAC"}).order_by().values("pk").explain()
            assert "position_of_actor" in plan or "position_of_measure" in plan

    @on_both_days
    def test_the_row_of_a_measure_is_found_by_its_index(self, day: datetime.date):
        few = Measure.objects.filter(pk__in=list(Measure.objects.values_list("pk", flat=True)[:5]))
        plan = few.annotate(n=OnTally("backers", day), s=F("slug")).order_by().values("pk", "n").explain()
        assert "tally_once" in plan or "options_tally_1" in plan  # SQLite makes an index of a constraint, and names it
