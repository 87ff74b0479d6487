"""What was applied stays as it is, and nobody decides on his own: the database itself holds both."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from policyhub.records.models import Hand, Numbering, Revision
from policyhub.records.review import approve
from policyhub.records.revisions import proposal, revision
from tests import builders as make

pytestmark = pytest.mark.django_db

REASON = "A trial."


@pytest.fixture
def applied(author: Any, reviewer: Any) -> Revision:
    """Return a revision that one person wrote and another approved."""
    with proposal(reason=REASON, by=author) as edit:
        make.source(public=True)
    assert edit.revision is not None
    return approve(revision=edit.revision, by=reviewer, digest=edit.revision.digest)


@pytest.fixture
def proposed(applied: Revision, author: Any) -> Revision:
    """Return a proposal that waits."""
    with proposal(reason=REASON, by=author) as edit:
        make.source("another", public=True)
    assert edit.revision is not None
    return edit.revision


def fails(name: str, what: Any) -> None:
    """Ask that the database refuses, naming the constraint where the engine does."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        what()
        with connection.cursor() as cursor:  # foreign keys are looked at when the transaction ends
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            else:
                connection.check_constraints()
    if name not in str(refusal.value):
        assert "FOREIGN KEY" in str(refusal.value).upper() or "UNIQUE" in str(refusal.value)


def change(row: models.Model, **fields: Any) -> Any:
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**fields)


def sql(text: str) -> Any:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(text)

    return run


def test_an_applied_revision_is_never_changed_or_deleted(applied: Revision):
    name = "revision_append_only"
    fails(name, change(applied, reason="Another."))
    fails(name, change(applied, number=7))
    fails(name, change(applied, state="proposed", number=None, instant=None))
    fails(name, change(applied, comment="Well."))
    fails(name, sql("UPDATE records_revision SET public = public WHERE number IS NOT NULL"))
    fails("_append_only", applied.delete)
    fails(name, lambda: Revision.objects.filter(pk=applied.pk)._raw_delete("default"))
    fails(name, sql("DELETE FROM records_revision"))


def test_an_applied_version_is_never_changed_or_deleted(applied: Revision):
    name, version = "version_append_only", applied.versions.get()
    fails(name, change(version, after={}))
    fails(name, change(version, number=None))
    fails(name, version.delete)
    fails(name, applied.versions.all().delete)
    fails(name, sql("UPDATE records_version SET becomes = 'draft'"))
    fails(name, sql("DELETE FROM records_version"))


def test_what_a_person_had_to_do_with_it_is_never_changed_or_deleted(applied: Revision):
    name, hand = "hand_append_only", applied.hands.get(role="author")
    fails(name, change(hand, user=make.user("another")))
    fails(name, change(hand, role="refuser"))
    fails(name, hand.delete)
    fails(name, sql("DELETE FROM records_hand"))
    with pytest.raises(models.ProtectedError):
        hand.user.delete()


def test_a_proposal_is_still_changed(proposed: Revision):
    change(proposed, comment="Well.")()
    proposed.versions.update(shape=1)
    proposed.versions.all().delete()


def test_nobody_has_two_hands_in_one_revision(proposed: Revision, author: Any, reviewer: Any):
    digest = proposed.digest
    fails("hand_one_role_each", lambda: proposed.hands.create(user=author, role="approver", digest=digest))
    fails("hand_one_role_each", lambda: Hand(revision=proposed, user=author, role="refuser").save())
    fails("hand_approver_names_the_change", lambda: proposed.hands.create(user=reviewer, role="approver"))
    fails("hand_approver_names_the_change", lambda: proposed.hands.create(user=reviewer, role="author", digest=digest))
    fails("hand_role_known", lambda: proposed.hands.create(user=reviewer, role="reader"))


def test_an_approval_is_of_this_change(applied: Revision, proposed: Revision, reviewer: Any):
    for digest in ("0" * 64, applied.digest):
        fails(
            "hand_digest",
            lambda digest=digest: proposed.hands.create(user=reviewer, role="approver", digest=digest),
        )
    fails("revision_approval_of_this_change", change(proposed, approval=applied.digest))


def test_nothing_public_is_applied_without_a_second_person_or_an_emergency(proposed: Revision):
    taken = {"state": "applied", "number": 9, "instant": proposed.created_at}
    for origin in ("admin", "api", "import"):
        fails("revision_four_eyes", change(proposed, origin=origin, **taken))
    for excuse in ({"approval": proposed.digest}, {"emergency": "Fire."}, {"origin": "load"}):
        with transaction.atomic():
            change(proposed, **taken, **excuse)()
            transaction.set_rollback(True)


def test_only_what_is_applied_has_a_number_and_all_of_it(proposed: Revision):
    approved = {"approval": proposed.digest}
    fails("revision_numbered_when_applied", change(proposed, number=9))
    fails("revision_numbered_when_applied", change(proposed, state="rejected", instant=proposed.created_at, number=9))
    fails("revision_numbered_when_applied", change(proposed, state="applied", instant=proposed.created_at, **approved))
    fails("revision_instant_when_decided", change(proposed, state="applied", number=9, **approved))
    fails("revision_instant_when_decided", change(proposed, instant=proposed.created_at))
    taken = {"state": "applied", "number": 1, "instant": proposed.created_at}
    fails("number", change(proposed, **taken, **approved))


def test_a_version_has_the_number_of_its_revision(applied: Revision, proposed: Revision):
    version = proposed.versions.get()
    fails("version_number", change(version, number=1))
    fails("version_number", change(version, number=2))


def test_there_is_one_numbering(applied: Revision):
    fails("numbering_one_row", lambda: Numbering.objects.create(id=2))


def test_one_revision_holds_one_version_of_a_record(applied: Revision):
    with revision(reason=REASON) as edit:
        make.source("third")
    version = edit.versions[0]
    version.pk = None
    fails("version_once", version.save)


def test_the_hash_of_a_change_is_the_same_everywhere():
    with proposal(reason=REASON, by=make.user("again")) as edit:
        held = make.position(amount="5.10", currency="EUR", amount_basis="ceiling")
        held.forms.create(form="sea")
        held.forms.create(form="air")
    assert edit.revision is not None
    assert edit.revision.digest == "d17d10a643b8a2cac58ae4946bfbcb57e59416cecfadf3be0bb1e27d2ded1695"
