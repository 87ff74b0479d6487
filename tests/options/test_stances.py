"""The rank of each stance, and what is asked by rank."""

import pytest

from options.models import Position
from options.vocabularies.positions import RANKS, Stance
from tests import builders

pytestmark = pytest.mark.django_db

IN_ORDER = ["leads", "contributes", "supports", "open", "undecided", "reserved", "opposes", "red-line"]


@pytest.fixture
def one_of_each() -> None:
    """Make a position of every stance, each of a state of its own."""
    for number, stance in enumerate(IN_ORDER):
        builders.position(builders.actor("AA" + "ABCDEFGH"[number]), stance=stance)


def stances(positions: object) -> list[str]:
    return sorted(positions.values_list("stance", flat=True), key=IN_ORDER.index)


def test_the_ranks_run_from_4_to_minus_3():
    assert [RANKS[stance] for stance in IN_ORDER] == [4, 3, 2, 1, 0, -1, -2, -3]


@pytest.mark.parametrize("stance", Stance.values)
def test_the_rank_that_is_stored_is_the_rank_of_the_stance(stance: str):
    position = builders.position(stance=stance)
    assert Position.objects.filter(stance_rank=RANKS[stance]).get() == position
    position.refresh_from_db()
    assert position.stance_rank == RANKS[stance]


def test_the_rank_follows_the_stance():
    builders.position(stance="leads")
    Position.objects.update(stance="opposes")
    assert Position.objects.get().stance_rank == -2


@pytest.mark.usefixtures("one_of_each")
class TestAskedByRank:
    def test_backing_is_supports_and_above(self):
        assert stances(Position.objects.backing()) == ["leads", "contributes", "supports"]

    def test_contributing_is_contributes_and_above(self):
        assert stances(Position.objects.contributing()) == ["leads", "contributes"]

    def test_leading_is_leads(self):
        assert stances(Position.objects.leading()) == ["leads"]

    def test_opposing_is_opposes_and_below(self):
        assert stances(Position.objects.opposing()) == ["opposes", "red-line"]


def test_only_states_are_counted():
    builders.position(builders.actor("FRA"))
    for kind in ("organisation", "coalition", "institution"):
        builders.position(builders.actor(kind.upper(), kind=kind, part_of=builders.actor("FRA")))
    assert [position.actor.code for position in Position.objects.of_states()] == ["FRA"]
