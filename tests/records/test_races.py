"""Two writers at the same moment, each in a thread with a connection of its own."""

from contextlib import suppress
from functools import partial
from threading import Barrier, BrokenBarrierError

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from actors.models import Actor
from options.models import Position
from policyhub.records.publication import publish, withdraw
from tests import builders
from tests.builders import day
from tests.records.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(10)


def begun(number: int, *since: str) -> list[Position]:
    """Return drafts of one sequence that begin on the given days; each number has a sequence of its own."""
    who = builders.actor(public=True)
    what = builders.measure(f"measure-{number}", public=True)
    return [builders.position(who, what, since=day(first)) for first in since]


def publish_anew(position: Position) -> None:
    """Publish a copy that the thread has read itself."""
    publish(record=Position.objects.get(pk=position.pk))


def periods(number: int) -> list[tuple[object, object]]:
    """Return the published periods of a sequence in order."""
    rows = Position.objects.published().filter(measure__slug=f"measure-{number}")
    return list(rows.order_by("since").values_list("since", "until"))


@pytest.fixture(autouse=True)
def _evidence(shared: None) -> None:
    builders.source(public=True)


def test_periods_published_at_the_same_moment_are_adjacent(race: Race):
    days = ["2025-01-01", "2025-06-01", "2025-09-01"]
    for number in ROUNDS:
        drafts = begun(number, *days)
        assert race(*(partial(publish_anew, draft) for draft in reversed(drafts))) == [None, None, None]
        first, second, third = map(day, days)
        assert periods(number) == [(first, second), (second, third), (third, None)]


def test_of_two_with_the_same_first_day_one_wins_and_the_other_is_told(race: Race):
    for number in ROUNDS:
        drafts = begun(number, "2025-01-01", "2025-01-01")
        answers = race(*(partial(publish_anew, draft) for draft in drafts))
        winner, loser = drafts if answers[0] is None else drafts[::-1]
        (refusal,) = [answer for answer in answers if answer is not None]
        assert isinstance(refusal, ValidationError)
        assert refusal.message_dict == {"since": [f"{winner.key} begins on the same day."]}
        assert periods(number) == [(day("2025-01-01"), None)]
        loser.refresh_from_db()
        assert loser.publication == "draft"


def test_writers_who_store_and_publish_in_one_transaction_do_not_block_each_other(race: Race):
    @transaction.atomic
    def write(number: int, first: str, stored: Barrier) -> None:
        draft = builders.position(builders.actor(), builders.measure(f"measure-{number}"), since=day(first))
        with suppress(BrokenBarrierError):  # SQLite lets the second one in once the first one is done
            stored.wait(timeout=0.2)
        publish(record=draft)

    for number in ROUNDS[:4]:
        begun(number)
        stored = Barrier(2)
        days = ("2025-01-01", "2025-06-01")
        assert race(*(partial(write, number, first, stored) for first in days)) == [None, None]
        assert periods(number) == [(day("2025-01-01"), day("2025-06-01")), (day("2025-06-01"), None)]


def test_nothing_is_withdrawn_while_another_writer_publishes_what_refers_to_it(race: Race):
    for number in ROUNDS:
        who = builders.actor(f"A{number}", kind="coalition", public=True)
        draft = builders.position(who, builders.measure(public=True))
        answers = race(partial(publish_anew, draft), lambda: withdraw(record=Actor.objects.get(pk=who.pk)))  # noqa: B023
        draft.refresh_from_db()
        who.refresh_from_db()
        assert [isinstance(answer, Exception) for answer in answers].count(False) == 1
        assert (draft.publication, who.publication) in [("published", "published"), ("draft", "withdrawn")]
