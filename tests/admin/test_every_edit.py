"""Each edit in the admin is one revision with its author and its reason, whichever the kind; found by walking them."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from actors.models import Actor, Membership
from options.models import Assessment, Category, Condition, Enquiry, Instrument, Measure, Option, Position, Statement
from policyhub.records.models import Record, Revision
from policyhub.records.state import logged_states
from policyhub.records.structure import record_models
from policyhub.sources.models import Source
from tests import builders
from tests.admin.conftest import WHY, approved, person

TEXT = {
    Actor: "name",
    Membership: "role",
    Category: "definition",
    Instrument: "summary",
    Condition: "summary",
    Measure: "summary",
    Position: "summary",
    Option: "summary",
    Statement: "paraphrase",
    Assessment: "rationale",
    Enquiry: "looked_in",
    Source: "title",
}
"""A field of each kind in which somebody writes."""


def text_of(model: type[Record]) -> dict[str, str]:
    """Return what somebody writes in a record of a kind."""
    return {TEXT[model]: "observer" if model is Membership else "Another text."}


MODELS = [pytest.param(model, id=model.__name__) for model in record_models()]


def make(model: type[Record], *, public: bool = False) -> Any:
    """Return a record of a kind."""
    if model is Membership:
        who, where = builders.actor(public=public), builders.actor("UNO", kind="organisation", public=public)
        return builders.membership(who, where, public=public)
    return getattr(builders, model.__name__.lower())(public=public)


def only(client: Client, number: int, action: str, record: Any) -> Revision:
    """Return the newest revision, which must be the only one since `number`, of this record, by this person."""
    made = Revision.objects.get(number=number)
    assert Revision.objects.count() == number
    version = made.versions.get()
    assert (version.kind, version.key, version.action) == (record._meta.label_lower, record.key, action)
    assert [(hand.user_id, hand.role) for hand in made.hands.all()] == [(person(client), "author")]
    assert made.reason
    assert len(made.request_id) == 36
    assert (made.state, made.origin, made.public) == ("applied", "admin", False)
    assert LogEntry.objects.count() == number
    return made


@pytest.mark.parametrize("model", MODELS)
def test_adding_changing_and_deleting_make_one_revision_each(model, publisher, pages):
    pattern = make(model)
    page = publisher.get(pages.change(pattern))
    sent = pages.sent(page)
    owners = tuple(f"-{inline.formset.fk.name}" for inline in page.context["inline_admin_formsets"])
    key = pattern.key
    pattern.delete()
    blank = {name: value for name, value in sent.items() if not name.endswith(("-id", *owners)) and name != "based_on"}
    blank |= {name: "0" for name in sent if name.endswith("INITIAL_FORMS")}
    blank |= {} if model._meta.get_field(model.KEY).blank else {model.KEY: key}
    answer = publisher.post(pages.add(model), blank)
    assert answer.status_code == 302, answer.context["errors"]
    added = model.objects.get()
    only(publisher, 1, "create", added)

    sent = pages.sent(publisher.get(pages.change(added))) | text_of(model)
    assert publisher.post(pages.change(added), sent).status_code == 302
    changed = only(publisher, 2, "change", added)
    assert changed.versions.get().after[TEXT[model]] == text_of(model)[TEXT[model]]
    (stored,) = (state for _, state in logged_states(model.objects.all()))
    assert changed.versions.get().after == stored

    assert publisher.post(pages.delete(added), {"post": "yes"}).status_code == 302
    only(publisher, 3, "delete", added)
    assert not model.objects.filter(pk=added.pk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_a_change_of_what_is_public_is_one_proposal_and_holds_once_approved(model, contributor, pages):
    record = make(model, public=True)
    sent = pages.sent(contributor.get(pages.change(record))) | WHY | text_of(model)
    before = model.objects.filter(pk=record.pk).values().get()
    assert contributor.post(pages.change(record), sent).status_code == 302
    assert model.objects.filter(pk=record.pk).values().get() == before
    assert not LogEntry.objects.exists()
    assert approved().number == Revision.objects.count() == 1
    record.refresh_from_db()
    assert (getattr(record, TEXT[model]), record.publication) == (text_of(model)[TEXT[model]], "published")


@pytest.mark.parametrize("model", MODELS)
def test_each_step_is_one_revision(model, publisher, pages):
    builders.source(public=True)
    make(model, public=True)
    record = model.objects.order_by("pk").last()
    for number, (action, state) in enumerate(
        [("withdraw_selected", "withdrawn"), ("publish_selected", "published")], start=1
    ):
        pages.act(publisher, model, action, record, reason="For a good reason.")
        record.refresh_from_db()
        assert record.publication == state
        made = Revision.objects.get(number=number)
        assert Revision.objects.count() == number
        assert (made.reason, made.hands.get().role) == ("For a good reason.", "approver")
