"""The steps of a record's public life: who decides, what waits, what each revision says."""

import pytest

from options.models import Category
from policyhub.records.models import Revision
from policyhub.records.revisions import revision
from policyhub.records.steps import PUBLISH, SUBMIT, WITHDRAW, Taker
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return builders.user("author")


@pytest.fixture
def draft(author):
    with revision(by=author, reason="Drafted."):
        return builders.category()


def hands(made):
    return {(hand.user.username, hand.role) for hand in made.hands.all()}


def test_publishing_what_somebody_else_wrote_is_decided_at_once(draft):
    outcome = PUBLISH.take(draft, Taker(builders.user("second"), request_id="a-request"))
    assert (outcome.problems, outcome.waits) == ([], False)
    assert hands(outcome.revision) == {("author", "author"), ("second", "approver")}
    assert (outcome.revision.reason, outcome.revision.request_id) == ("Published.", "a-request")
    assert Category.objects.get().publication == "published"


@pytest.mark.parametrize("step", [PUBLISH, SUBMIT])
def test_what_one_wrote_oneself_waits(step, draft, author):
    outcome = step.take(draft, Taker(author, "It is ready."))
    assert (outcome.waits, outcome.revision.reason) == (True, "It is ready.")
    assert hands(outcome.revision) == {("author", "author")}
    assert Category.objects.get().publication == "draft"


def test_submitting_waits_whoever_does_it(draft):
    outcome = SUBMIT.take(draft, Taker(builders.user("second")))
    assert outcome.waits
    assert hands(outcome.revision) == {("author", "author"), ("second", "author")}


def test_alone_one_says_why(draft, author):
    outcome = PUBLISH.take(draft, Taker(author, emergency="Nobody else is awake."))
    assert (outcome.waits, outcome.revision.emergency) == (False, "Nobody else is awake.")
    assert hands(outcome.revision) == {("author", "author")}


def test_a_step_that_cannot_be_taken_leaves_no_revision(draft, author):
    number = Revision.objects.count()
    assert WITHDRAW.take(draft, Taker(author)).problems == ["publication: It is draft."]
    assert Revision.objects.count() == number


def test_each_of_many_is_a_revision_and_what_others_wait_for_comes_first():
    top = builders.category("top")
    below = builders.category("below", parent=top)
    outcomes = PUBLISH.take_all([below, top], Taker(builders.user("second")))
    assert [outcomes[record].revision.number for record in (top, below)] == [1, 2]
