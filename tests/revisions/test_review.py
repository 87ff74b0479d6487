"""Nobody changes alone what the public sees: each fault of a review is refused, and nothing of it is stored."""

from typing import Any

import pytest
from django.utils.functional import SimpleLazyObject

from options.models import Position
from policyhub.records import guard
from policyhub.records.log import authors_of
from policyhub.records.models import Hand, Revision, Version
from policyhub.records.publication import publish, withdraw
from policyhub.records.review import approve, reject, revert
from policyhub.records.revisions import ReviewError, change, proposal, revision
from policyhub.sources.models import Source
from tests import builders as make
from tests.builders import day
from tests.revisions.dumps import check_log, differing, dump, folds

pytestmark = pytest.mark.django_db

REASON = "Corrects the date."


@pytest.fixture(autouse=True)
def guarded(begun: None) -> Any:
    with guard.on():
        yield


@pytest.fixture
def position(begun: None) -> Position:
    """Return a public position."""
    return Position.objects.published().get(measure__slug="open-measure", actor__code="FRA")


def propose(position: Position, author: Any, summary: str = "It says otherwise.") -> Revision:
    with proposal(reason=REASON, by=author) as edit:
        row = Position.objects.get(pk=position.pk)
        row.summary = summary
        row.save()
        row.forms.get_or_create(form="money")
    assert edit.revision is not None
    return edit.revision


def edit_by(position: Position, *people: Any, **fields: Any) -> None:
    with revision(reason=REASON, by=people):
        row = Position.objects.get(pk=position.pk)
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def draft(author: Any, **fields: Any) -> Position:
    with revision(reason=REASON, by=author):
        return make.position(make.actor("ITA"), **fields)


def all_that_is() -> Any:
    tables = (Revision, Version, Hand)
    return dump(), [list(model.objects.order_by("pk").values_list()) for model in tables]


def refused(what: Any, *, match: str, error: type[Exception] = ReviewError) -> None:
    before = all_that_is()
    with pytest.raises(error, match=match):
        what()
    assert all_that_is() == before


# --- What goes well ---------------------------------------------------------------------------


def test_a_proposal_changes_nothing_until_another_approves(position: Position, author: Any, reviewer: Any):
    before = dump()
    made = propose(position, author)
    assert (made.state, made.number, made.public, dump()) == ("proposed", None, True, before)
    done = approve(revision=made, by=reviewer, digest=made.digest, comment="Seen.")
    assert (done.state, done.number, done.approval, done.comment) == ("applied", 2, made.digest, "Seen.")
    position.refresh_from_db()
    assert (position.summary, position.updated_at) == ("It says otherwise.", done.instant)
    assert {(hand.user, hand.role) for hand in done.hands.all()} == {(author, "author"), (reviewer, "approver")}
    assert {version.number for version in done.versions.all()} == {2}
    check_log()
    assert differing(dump(), folds()[2]) == {}


def test_a_proposal_of_the_same_people_takes_the_place_of_the_older_one(position: Position, author: Any, reviewer: Any):
    first, other = propose(position, author), propose(position, reviewer)
    second = propose(position, author, "It says a third thing.")
    states = {one.pk: one.state for one in Revision.objects.all()}
    assert [states[one.pk] for one in (first, other, second)] == ["superseded", "proposed", "proposed"]


def test_who_wrote_it_takes_it_back_without_a_comment(position: Position, author: Any):
    done = reject(revision=propose(position, author), by=author)
    assert (done.state, done.number, done.comment) == ("rejected", None, "")


def test_a_refusal_says_by_whom_and_why(position: Position, author: Any, reviewer: Any):
    done = reject(revision=propose(position, author), by=reviewer, comment=" It is not so. ")
    assert (done.state, done.comment) == ("rejected", "It is not so.")
    assert {(hand.user, hand.role) for hand in done.hands.all()} == {(author, "author"), (reviewer, "refuser")}


def test_records_are_made_changed_and_deleted_in_one_proposal(author: Any, reviewer: Any, position: Position):
    gone = draft(author)
    gone_key = gone.key
    with proposal(reason=REASON, by=author) as edit:
        gone.delete()
        new = make.position(make.actor("ITA"), make.measure("new-measure"), "opposes")
        position.forms.create(form="money")
    assert not Position.objects.filter(slug=new.slug).exists()
    made = edit.revision
    assert made is not None
    done = approve(revision=made, by=reviewer, digest=made.digest)
    told = {(version.key, version.action) for version in done.versions.all()}
    assert told >= {(gone_key, "delete"), (new.slug, "create"), (position.slug, "change"), ("new-measure", "create")}
    assert differing(dump(), folds()[done.number or 0]) == {}


def test_a_proposal_that_publishes_closes_the_period_before_it(position: Position, author: Any, reviewer: Any):
    with proposal(reason=REASON, by=author) as edit:
        later = make.position(position.actor, position.measure, "opposes", since=day("2026-02-01"))
        publish(record=later)
    made = edit.revision
    assert made is not None
    position.refresh_from_db()
    assert position.until is None
    approve(revision=made, by=reviewer, digest=made.digest)
    position.refresh_from_db()
    assert position.until == day("2026-02-01")
    assert Position.objects.get(slug=later.slug).publication == "published"


def test_a_proposal_that_dates_a_source_settles_what_rests_on_it(author: Any, reviewer: Any):
    with revision(reason=REASON):
        cited = make.source("undated", published_on=None)
        held = make.position(make.actor("ITA"), make.measure("bare"), since=None, since_precision="unknown")
        held.citations.all().delete()
        held.citations.create(source=cited)
        held.settle()
        for record in (cited, make.actor("ITA"), make.category(), make.source(), make.measure("bare"), held):
            if record.publication != "published":
                publish(record=record)
    with proposal(reason=REASON, by=author) as edit:
        cited.published_on = day("2024-05-05")
        cited.save()
    made = edit.revision
    assert made is not None
    approve(revision=made, by=reviewer, digest=made.digest)
    held.refresh_from_db()
    assert held.holds_from == day("2024-05-05")
    assert set(made.versions.values_list("kind", flat=True)) == {"sources.source", "options.position"}


def test_what_one_person_publishes_in_need_shows_why(position: Position, author: Any):
    with change(by=author, reason=REASON, emergency="A life depends on it.") as edit:
        position.summary = "It says otherwise."
        position.save()
    made = Revision.objects.get(pk=edit.revision.pk)  # type: ignore[union-attr]
    assert (made.number, made.emergency, made.approval) == (2, "A life depends on it.", "")
    assert [hand.role for hand in made.hands.all()] == ["author"]


def test_what_is_not_public_is_changed_by_one_person(author: Any):
    with change(by=author, reason=REASON) as edit:
        make.position(make.actor("ITA"))
    assert edit.revision is not None
    assert (edit.revision.state, edit.revision.public) == ("applied", False)


def test_a_change_of_what_is_public_waits_for_a_second_person(position: Position, author: Any):
    before = dump()
    with change(by=author, reason=REASON) as edit:
        position.forms.create(form="money")
    assert edit.revision is not None
    assert (edit.revision.state, edit.revision.public, dump()) == ("proposed", True, before)


def test_authors_are_all_who_wrote_it_since_it_was_last_public(author: Any, reviewer: Any):
    third = make.user("third", permissions=["accounts.review_changes"])
    row = draft(author)
    edit_by(row, third, summary="It says more.")
    kind = row._meta.label_lower
    assert authors_of(kind, row.key) == [author, third]
    with proposal(reason=REASON, by=author) as edit:
        for other in (row.actor, make.category(), make.source(), row.measure):
            publish(record=other) if other.publication != "published" else None
        publish(record=Position.objects.get(pk=row.pk))
    made = edit.revision
    assert made is not None
    refused(lambda: approve(revision=made, by=third, digest=made.digest), match="himself")
    approve(revision=made, by=reviewer, digest=made.digest)
    assert authors_of(kind, row.key) == []
    with revision(reason=REASON, by=third):
        withdraw(record=Position.objects.get(pk=row.pk))
    assert authors_of(kind, row.key) == [author, third], "who publishes it again shows what they wrote"


def test_who_changed_it_back_and_forth_meanwhile_is_an_author(author: Any, reviewer: Any):
    row = draft(author)
    with proposal(reason=REASON, by=author) as edit:
        for other in (row.actor, make.category(), make.source(), row.measure):
            publish(record=other) if other.publication != "published" else None
        publish(record=Position.objects.get(pk=row.pk))
    made = edit.revision
    assert made is not None
    edit_by(row, reviewer, summary="It says more.")
    edit_by(row, reviewer, summary="It said so.")
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="himself")


def test_a_deletion_is_undone(author: Any):
    row = draft(author, since=None, since_precision="unknown")
    before = dump()["options.position", row.key]
    with revision(reason=REASON, by=author):
        row.forms.create(form="air")
    with revision(reason=REASON, by=author):
        row.delete()
    version = Version.objects.get(key=row.slug, action="delete")
    made = revert(version=version, by=author, reason="It was right.")
    assert made is not None
    now = dump()["options.position", row.slug]
    assert [*now.pop("forms")] == ['{"form": "air"}']
    stamps = {"created_at": made.instant, "updated_at": made.instant, "holds_from": now["holds_from"]}
    assert now == {name: value for name, value in before.items() if name != "forms"} | stamps
    assert differing(dump(), folds()[made.number or 0]) == {}


def test_a_revert_to_a_draft_brings_back_what_it_said_and_stays_public(author: Any):
    with revision(reason=REASON, by=author):
        source = make.source("new")
    with revision(reason=REASON, by=author):
        source.title = "Another"
        source.save()
    with revision(reason=REASON):
        publish(record=source)
    version = Version.objects.get(key="new", action="change", was="draft", becomes="draft")
    with pytest.raises(ReviewError, match="nothing before"):
        revert(version=Version.objects.get(key="new", action="create"), by=author, reason=REASON)
    made = revert(version=version, by=author, reason=REASON)
    assert made is not None
    (told,) = made.versions.all()
    assert (made.state, told.becomes, told.after["title"]) == ("proposed", "published", "New")


def test_a_withdrawal_is_reverted(position: Position, author: Any, reviewer: Any):
    with revision(reason=REASON):
        withdraw(record=position)
    version = Version.objects.get(key=position.key, becomes="withdrawn")
    made = revert(version=version, by=author, reason=REASON)
    assert made is not None
    approve(revision=made, by=reviewer, digest=made.digest)
    position.refresh_from_db()
    assert position.publication == "published"


def test_what_was_proposed_and_then_done_waits_no_longer(author: Any, reviewer: Any):
    with revision(reason=REASON, by=author):
        source = make.source("new")
    with proposal(reason=REASON, by=author) as edit:
        publish(record=Source.objects.get(slug="new"))
    with change(by=reviewer, reason=REASON, approves=True) as done:
        publish(record=source)
    assert done.revision is not None
    assert (done.revision.state, done.revision.approval) == ("applied", done.revision.digest)
    assert edit.revision is not None
    edit.revision.refresh_from_db()
    assert edit.revision.state == "superseded"


def test_the_user_of_a_request_is_one_person(author: Any):
    with change(by=SimpleLazyObject(lambda: author), reason=REASON) as edit:
        make.source("new")
    assert edit.revision is not None
    assert [hand.user for hand in edit.revision.hands.all()] == [author]
