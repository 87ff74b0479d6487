"""The tally says what the published positions say, whoever wrote them and in whatever way."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actors.models import Actor
from options.derived import of_measures
from options.models import Measure, Position, Tally, Untallied
from policyhub.records.publication import publish, withdraw
from policyhub.records.revisions import revision
from policyhub.records.snapshots import looking_at
from tests import builders as make
from tests.options.tallies import stored, told, wanted

pytestmark = pytest.mark.django_db

CODES, MEASURES = ("FRA", "DEU", "POL", "UKR"), ("mnfu", "training-mission", "air-shield")
STANCES = ("leads", "contributes", "supports", "open", "opposes", "red-line")
DAYS = [make.DAY + datetime.timedelta(days=30 * number) for number in range(6)]
REFUSED = (IntegrityError, ValidationError, ProtectedError)


class Pick:
    """What one step is about, chosen by numbers."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers

    def of(self, place: int, values: Any) -> Any:
        values = list(values)
        return values[self.numbers[place] % len(values)] if values else None

    @property
    def actor(self) -> Actor:
        return make.actor(self.of(0, CODES), public=True)

    @property
    def measure(self) -> Measure:
        return make.measure(self.of(1, MEASURES), public=True)

    @property
    def position(self) -> Any:
        found = self.of(2, Position.objects.order_by("pk"))
        return found or self.said()

    def row(self, number: int = 0) -> Position:
        """Return a position that is not stored."""
        since = self.of(2, DAYS) if (self.numbers[3] + number) % 4 else None
        until = (self.of(3, [None, None, *DAYS]) if number == 0 else None) or None
        if until and since and until <= since:
            until = since + datetime.timedelta(days=1)
        about = {"since": since, "since_precision": "day" if since else "unknown", "until": until}
        days = {"holds_from": since or (until or DAYS[1]) - datetime.timedelta(days=1)}
        actor = make.actor(CODES[(self.numbers[0] + number) % len(CODES)], public=True)
        publication = self.of(3, ["published", "published", "draft", "withdrawn"])
        slug = f"p-{Position.objects.count()}-{number}-{self.numbers[0]}-{self.numbers[3]}"
        said = {"slug": slug, "confidence": "confirmed", "summary": "It said so.", "publication": publication}
        return Position(actor=actor, measure=self.measure, stance=self.of(2, STANCES), **said, **about, **days)

    def said(self) -> Position:
        row = self.row()
        row.save()
        return row


def many(pick: Pick) -> None:
    Position.objects.bulk_create([pick.row(number) for number in range(3)])


def turn(pick: Pick) -> None:
    found = pick.position
    found.stance = pick.of(3, STANCES)
    found.save()


def change_many(pick: Pick) -> None:
    rows = Position.objects.filter(actor=pick.actor)
    changes = [{"publication": "published"}, {"publication": "draft"}, {"measure": pick.measure}, {"until": None}]
    rows.update(**pick.of(3, [*changes, {"stance": "leads"}, {"actor": make.actor("ITA", public=True)}]))


def remove(pick: Pick) -> None:
    rows = Position._base_manager.filter(pk__gte=pick.position.pk, citations=None)
    rows._raw_delete("default") if pick.numbers[3] % 2 else rows.filter(publication="draft").delete()


def by_hand(pick: Pick) -> None:
    word = pick.of(3, ["published", "withdrawn"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE options_position SET publication = %s WHERE id = %s", [word, pick.position.pk])


def beneficiary(pick: Pick) -> None:
    measure = pick.measure
    measure.beneficiary = pick.of(3, [None, pick.actor])
    measure.save()


def kind(pick: Pick) -> None:
    Actor.objects.filter(pk=pick.actor.pk).update(kind=pick.of(3, ["state", "coalition", "organisation"]))


def code(pick: Pick) -> None:
    actor = pick.actor
    actor.code = pick.of(3, ["XAA", "ZZZ", actor.code])
    actor.save()


def remove_measure(pick: Pick) -> None:
    Measure._base_manager.filter(positions=None, citations__isnull=False).update(publication="draft")
    for measure in Measure.objects.filter(positions=None):
        measure.delete()


def revised(write: Callable[[Pick], Any]) -> Callable[[Pick], None]:
    def step(pick: Pick) -> None:
        with revision(reason="As it was reported."):
            write(pick)

    return step


STEPS: list[Callable[[Pick], Any]] = [
    Pick.said, Pick.said, many, turn, change_many, remove, by_hand, beneficiary, kind, code, remove_measure,
    revised(lambda pick: make.position(pick.actor, pick.measure, pick.of(2, STANCES), public=True)),
    revised(lambda pick: publish(record=pick.of(2, Position.objects.exclude(publication="published")))),
    revised(lambda pick: withdraw(record=pick.of(2, Position.objects.published()))),
    revised(turn),
]  # fmt: skip

number = st.integers(min_value=0, max_value=59)
steps = st.tuples(st.integers(min_value=0, max_value=len(STEPS) - 1), number, number, number, number)


def take(step: tuple[int, ...]) -> None:
    """Take one step; what the catalogue refuses is none."""
    try:
        with transaction.atomic():
            STEPS[step[0]](Pick(*step[1:]))
    except (*REFUSED, AttributeError):  # nothing was there to publish
        pass


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=12))
def test_after_any_history_the_tally_is_what_the_positions_say(history: list[tuple[int, ...]]):
    with transaction.atomic():
        for step in history:
            take(step)
            assert stored() == list(wanted())
            assert not Untallied.objects.exists()
        transaction.set_rollback(True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, min_size=1, max_size=8))
def test_what_is_derived_of_a_measure_is_what_was_so_on_the_day(history: list[tuple[int, ...]]):
    with transaction.atomic():
        for step in history:
            take(step)
        for day in [datetime.date.min, *DAYS, datetime.date.max]:
            names = ("backers", "opponents", "contributors", "backed_by", "opposed_by", "led_by")
            found = Measure.objects.annotate(**of_measures(day)).order_by("pk").values_list("pk", *names)
            said = {
                row.pk: told(day, row, list(Position.objects.published().filter(measure=row).select_related("actor")))
                for row in Measure.objects.all()
            }
            assert {row[0]: row[1:] for row in found} == said
        transaction.set_rollback(True)


def test_a_snapshot_has_the_tally_of_its_moment(django_user_model: Any):
    seer = make.user(roles=["contributor"])
    moments = []
    for stance, actor in (("supports", "FRA"), ("opposes", "DEU"), ("leads", "POL")):
        with revision(reason="As it was reported.") as edit:
            make.position(make.actor(actor, public=True), make.measure(public=True), stance, public=True)
        moments.append((edit.revision, stored()))
    with revision(reason="It was not so.") as edit:
        withdraw(record=Position.objects.get(actor__code="FRA"))
    moments.append((edit.revision, stored()))
    assert len({str(rows) for _, rows in moments}) == 4
    for at, rows in [moments[0], *moments[1:]]:  # the first from nothing, each other from the one before
        with looking_at(at, seer):
            assert [row[1:] for row in stored()] == [row[1:] for row in rows]
            assert stored() == list(wanted())
    with looking_at(moments[2][0], None):  # without what was withdrawn since
        assert stored() == list(wanted())
        assert [row[4:7] for row in stored()] == [(0, 0, 0), (1, 1, 1)]


def test_a_snapshot_that_is_brought_forward_knows_that_an_actor_became_another_kind(django_user_model: Any):
    seer = make.user(roles=["contributor"])
    with revision(reason="As it was reported.") as first:
        measure, france = make.measure(public=True), make.actor("FRA", public=True)
        make.position(france, measure, "supports", public=True)
    with revision(reason="It is none.") as second:
        france.kind = "organisation"
        france.save()
    with revision(reason="It is its own.") as third:
        measure.beneficiary = make.actor("DEU", public=True)
        measure.save()
    for edit, backers in ((first, 1), (second, 0), (third, 0)):
        with looking_at(edit.revision, seer):
            assert stored() == list(wanted())
            assert [row[4] for row in stored()][-1] == backers


def test_a_measure_without_positions_has_one_row():
    make.measure()
    assert stored() == [(Measure.objects.get().pk, "mnfu", datetime.date.min, datetime.date.max, 0, 0, 0, [], [], [])]


def test_the_tally_of_a_measure_goes_with_it():
    make.measure().delete()
    assert not Tally.objects.exists()


class TestTheCommand:
    def test_it_is_content_where_the_tally_is_right(self, capsys: Any):
        make.position(public=True)
        call_command("tally")
        assert capsys.readouterr().out == "The tally says what the positions say.\n"

    def test_it_names_what_differs_and_mends_it(self, capsys: Any):
        make.position(public=True)
        Tally.objects.filter(backers=1).update(backers=2)
        with pytest.raises(CommandError, match=r"differs from the positions for mnfu\. "):
            call_command("tally")
        call_command("tally", rewrite=True)
        assert capsys.readouterr().out.startswith("The tally was written anew. It differed for mnfu. Restart ")
        assert stored() == list(wanted())

    def test_it_finds_what_is_not_there_and_what_should_not_be(self):
        measure = make.measure()
        Tally.objects.all().delete()
        with pytest.raises(CommandError, match="mnfu"):
            call_command("tally")
        call_command("tally", rewrite=True, verbosity=0)
        row = Tally.objects.get()
        row.pk, row.measure_id, row.slug = None, measure.pk + 1, "gone"
        row.save()
        with pytest.raises(CommandError, match="gone"):
            call_command("tally")
