"""
The first law: the log up to a number, folded, is exactly what the tables held after that number.

Whatever is written, in whatever way, and whatever of it is refused, fails or is taken back.
"""

import contextlib
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from policyhub.records import guard, snapshots
from policyhub.records.models import Numbering
from tests.revisions.dumps import Dump, check_log, differing, dump, folds
from tests.revisions.histories import REFUSED, WAYS, WRITES, History

pytestmark = pytest.mark.django_db

STEPS = st.lists(
    st.tuples(st.sampled_from(WAYS), st.sampled_from(WRITES), st.integers(0, 999)), min_size=5, max_size=14
)


def live(history: History, steps: list[Any]) -> dict[int, Dump]:
    """Take each step; return what the tables held at each number."""
    held = {Numbering.objects.get().number: dump()}
    for way, write, picks in steps:
        history.pick.seed(picks)
        outcome = "was done"
        try:
            with guard.on(), transaction.atomic():
                way(history, write)
        except REFUSED as refusal:
            outcome = f"was refused: {type(refusal).__name__}"
        event(f"{way.__name__} {outcome}")
        event(f"{write.__name__} {outcome}")
        now, number = dump(), Numbering.objects.get().number
        assert number - max(held) in (0, 1), (way.__name__, write.__name__)
        known = held.setdefault(number, now)
        assert differing(known, now) == {}, (way.__name__, write.__name__, "changed the tables without a number")
    return held


@settings(
    max_examples=1000 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(steps=STEPS)
def test_the_log_folded_is_what_the_tables_held(
    begun: None, author: Any, reviewer: Any, shelf: Path, steps: list[Any], settings: Any
):
    settings.SNAPSHOTS_DIR = shelf
    with contextlib.suppress(Undo), transaction.atomic():
        held = live(History(author, reviewer), steps)
        check_log()
        told = folds()
        assert [found for number in held if (found := differing(held[number], told[number]))] == []
        for number in {max(held), sorted(held)[len(held) // 2]}:
            with snapshots.looking_at(number, reviewer):
                assert differing(dump(), held[number]) == {}, f"snapshot of {number}"
        raise Undo


class Undo(Exception):  # noqa: N818
    """Take a history back, for the next one to begin where it did."""
