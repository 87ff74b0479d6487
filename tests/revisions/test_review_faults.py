"""What a reviewer may not do, one fault a test; nothing is stored of any."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from options.models import Position
from policyhub.records.models import Hand, Revision, Version
from policyhub.records.review import ConflictError, approve, reject, revert
from policyhub.records.revisions import proposal, revision
from policyhub.sources.models import Source
from tests import builders as make
from tests.revisions.test_review import REASON, draft, edit_by, guarded, position, propose, refused  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(position: Position, author: Any) -> Revision:  # noqa: F811
    return propose(position, author)


def test_what_was_changed_meanwhile_is_a_conflict(made: Revision, position: Position, reviewer: Any):  # noqa: F811
    edit_by(position, summary="It says a third thing.")
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match=position.key, error=ConflictError)


def test_a_part_that_was_changed_meanwhile_is_a_conflict(made: Revision, position: Position, reviewer: Any):  # noqa: F811
    with revision(reason=REASON):
        position.forms.create(form="air")
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match=position.key, error=ConflictError)


def test_what_was_deleted_meanwhile_is_a_conflict(author: Any, reviewer: Any):
    row = draft(author)
    made = propose(row, author)
    with revision(reason=REASON):
        row.delete()
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="Changed since", error=ConflictError)


def test_what_was_made_meanwhile_is_a_conflict(author: Any, reviewer: Any):
    with proposal(reason=REASON, by=author) as edit:
        make.source("new")
    with revision(reason=REASON, by=reviewer):
        make.source("new", title="Another")
    made = edit.revision
    assert made is not None
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="new", error=ConflictError)


def test_what_it_refers_to_was_deleted_meanwhile(author: Any, reviewer: Any):
    with revision(reason=REASON, by=author):
        source = make.source("new")
    with proposal(reason=REASON, by=author) as edit:
        make.enquiry()
        make.position(make.actor("ITA")).citations.create(source=source)
    with revision(reason=REASON, by=author):
        source.delete()
    made = edit.revision
    assert made is not None
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="no source 'new'")


def test_a_draft_that_is_named_meanwhile_is_not_deleted(author: Any, reviewer: Any):
    with revision(reason=REASON, by=author):
        source = make.source("new")
    with proposal(reason=REASON, by=author) as edit:
        source.delete()
    with revision(reason=REASON, by=author):
        make.position(make.actor("ITA")).citations.create(source=Source.objects.get(slug="new"))
    made = edit.revision
    assert made is not None
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="named by")


def test_nobody_approves_his_own(made: Revision, author: Any):
    refused(lambda: approve(revision=made, by=author, digest=made.digest), match="himself")


def test_another_hash_is_refused(made: Revision, reviewer: Any):
    refused(lambda: approve(revision=made, by=reviewer, digest="0" * 64), match="not what is proposed")
    refused(lambda: approve(revision=made, by=reviewer, digest=""), match="not what is proposed")


def test_what_is_applied_is_applied_once(made: Revision, reviewer: Any):
    stale = Revision.objects.get(pk=made.pk)
    approve(revision=made, by=reviewer, digest=made.digest)
    for copy in (made, stale):
        refused(lambda copy=copy: approve(revision=copy, by=reviewer, digest=copy.digest), match="applied already")
        refused(lambda copy=copy: reject(revision=copy, by=reviewer, comment="No."), match="applied already")


def test_what_was_turned_down_stays_so(made: Revision, reviewer: Any):
    reject(revision=made, by=reviewer, comment="No.")
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="rejected already")
    refused(lambda: reject(revision=made, by=reviewer, comment="No."), match="rejected already")


def test_what_was_replaced_is_not_applied(made: Revision, position: Position, author: Any, reviewer: Any):  # noqa: F811
    propose(position, author, "It says a third thing.")
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="superseded already")


def test_an_unknown_revision_is_refused(reviewer: Any):
    none = Revision(digest="0")
    refused(lambda: approve(revision=none, by=reviewer, digest="0"), match="no such proposal")
    refused(lambda: reject(revision=none, by=reviewer, comment="No."), match="no such proposal")


def test_an_unknown_kind_is_refused(made: Revision, reviewer: Any):
    made.versions.update(kind="options.gone")
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="no kind of record 'options.gone'")


def test_a_proposal_that_says_something_else_than_its_hash_is_refused(made: Revision, reviewer: Any):
    version = made.versions.get()
    version.after = version.after | {"summary": "It was slipped in."}
    version.save()
    refused(lambda: approve(revision=made, by=reviewer, digest=made.digest), match="no longer what was proposed")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_change_without_a_reason_is_refused(position: Position, author: Any, reviewer: Any, reason: str):  # noqa: F811
    def change() -> None:
        with revision(reason=reason, by=author):
            position.forms.create(form="air")

    def suggest() -> None:
        with proposal(reason=reason, by=author):
            position.forms.create(form="air")

    version = Version.objects.filter(key=position.key).last()
    assert version is not None
    refused(change, match="Say why")
    refused(suggest, match="Say why")
    refused(lambda: revert(version=version, by=author, reason=reason), match="nothing before its first")


def test_a_refusal_without_a_comment_is_refused(made: Revision, reviewer: Any):
    refused(lambda: reject(revision=made, by=reviewer, comment=" "), match="Say why")


def test_who_lacks_the_right_decides_nothing(made: Revision):
    for person in (make.user("nobody"), make.user("gone", permissions=["accounts.review_changes"], is_active=False)):
        refused(lambda person=person: approve(revision=made, by=person, digest=made.digest), match="Only reviewers")
        refused(lambda person=person: reject(revision=made, by=person, comment="No."), match="Only reviewers")
    refused(lambda: approve(revision=made, by=AnonymousUser(), digest=made.digest), match="Only reviewers")


def test_one_person_alone_applies_nothing_public(position: Position, author: Any):  # noqa: F811
    def alone(**how: Any) -> None:
        with revision(reason=REASON, by=author, origin="admin", **how):
            position.forms.create(form="air")

    refused(alone, match="two people")
    refused(lambda: alone(approver=author), match="himself")


def test_an_approver_who_wrote_it_is_refused_by_the_database_too(made: Revision, author: Any):
    with pytest.raises(IntegrityError), transaction.atomic():
        Hand.objects.create(revision=made, user=author, role="approver", digest=made.digest)
