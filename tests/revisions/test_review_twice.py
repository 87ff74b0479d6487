"""What was decided once is not undone by doing it twice: publishing again, proposing again, refusing meanwhile."""

from typing import Any

import pytest

from policyhub.records import guard
from policyhub.records.models import Revision, Version
from policyhub.records.publication import publish, withdraw
from policyhub.records.review import reject
from policyhub.records.revisions import change, proposal
from policyhub.sources.models import Source
from tests import builders as make

pytestmark = pytest.mark.django_db

REASON = "Corrects the date."


@pytest.fixture(autouse=True)
def guarded(begun: None) -> Any:
    with guard.on():
        yield


def propose(source: Source, author: Any, title: str) -> Revision:
    with proposal(reason=REASON, by=author) as edit:
        row = Source.objects.get(pk=source.pk)
        row.title = title
        row.save()
    assert edit.revision is not None
    return edit.revision


def test_who_wrote_it_does_not_publish_it_again_after_another_withdrew_it(author: Any, reviewer: Any):
    with change(by=author, reason=REASON):
        source = make.source("of-the-author")
    for step, person in ((publish, reviewer), (withdraw, reviewer)):
        with change(by=person, reason=REASON, approves=True):
            step(record=Source.objects.get(pk=source.pk))
    with change(by=author, reason=REASON, approves=True) as edit:
        publish(record=Source.objects.get(pk=source.pk))
    assert edit.revision.state == "proposed"
    assert Source.objects.get(pk=source.pk).publication == "withdrawn"


def test_what_one_publishes_in_need_leaves_no_proposal_of_it_waiting(author: Any):
    with change(by=author, reason=REASON):
        source = make.source("of-the-author")
    for emergency in ("", "The page is wrong now."):
        with change(by=author, reason=REASON, approves=True, emergency=emergency):
            publish(record=Source.objects.get(pk=source.pk))
    assert not Revision.objects.filter(state="proposed").exists()


def test_a_refusal_in_between_is_not_overwritten(author: Any, reviewer: Any, monkeypatch: Any):
    source = Source.objects.published()[0]
    older = propose(source, author, "Another title")
    values_list, refused = Version.objects.none().__class__.values_list, []

    def meanwhile(self: Any, *names: str, **how: Any) -> Any:
        if names == ("kind", "key") and not refused:
            refused.append(reject(revision=older, by=reviewer, comment="No."))
        return values_list(self, *names, **how)

    monkeypatch.setattr(Version.objects.none().__class__, "values_list", meanwhile)
    propose(source, author, "Yet another title")
    older.refresh_from_db()
    assert refused
    assert (older.state, older.comment) == ("rejected", "No.")
