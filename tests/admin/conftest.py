"""People and forms for the tests of the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from options.models import Measure
from policyhub.records.models import Record, Revision
from policyhub.records.review import approve
from policyhub.records.revisions import revision
from tests import builders
from tests.builders import user

SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return a function that signs a person in, by role or by single permissions."""

    def signed_in(*roles: str, permissions: list[str] = (), **fields: Any) -> Client:
        client = Client()
        client.force_login(user("-".join([*roles, "person"]), roles=roles, permissions=permissions, **fields))
        return client

    return signed_in


@pytest.fixture
def publisher(sign_in: SignIn) -> Client:
    """Somebody who may publish."""
    return sign_in("publisher")


@pytest.fixture
def contributor(sign_in: SignIn) -> Client:
    """Somebody who may write drafts."""
    return sign_in("contributor")


@pytest.fixture
def reviewer(sign_in: SignIn) -> Client:
    """Somebody who may decide on what others propose."""
    return sign_in("reviewer")


@pytest.fixture
def reader(sign_in: SignIn) -> Client:
    """Somebody who may see drafts and change nothing."""
    return sign_in("reader")


WHY = {"reason": "The source was corrected."}
"""What a form of a public record sends beside its fields."""


def waiting() -> Revision:
    """Return the one proposal that waits."""
    return Revision.objects.get(state="proposed")


def approved() -> Revision:
    """Have somebody who wrote none of it approve the one proposal that waits; return the revision."""
    proposal = waiting()
    return approve(revision=proposal, by=user(f"second-{proposal.pk}", roles=["reviewer"]), digest=proposal.digest)


class Pages:
    """The addresses of one kind of record in the admin, and what its forms send."""

    def list(self, model: type[Record], query: str = "") -> str:
        """Return the address of the list."""
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") + query

    def add(self, model: type[Record]) -> str:
        """Return the address of the empty form."""
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")

    def change(self, record: Record) -> str:
        """Return the address of a record's form."""
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])

    def delete(self, record: Record) -> str:
        """Return the address at which a record is deleted."""
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_delete", args=[record.pk])

    def history(self, record: Record) -> str:
        """Return the address of a record's past."""
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_history", args=[record.pk])

    def revision(self, revision: Revision) -> str:
        """Return the address of a revision's page."""
        return reverse("admin:records_revision_change", args=[revision.pk])

    def bring_back(self, version: Any) -> str:
        """Return the address at which a record is brought back to what it said before a version."""
        return reverse(f"admin:{version.kind.replace('.', '_')}_bring_back", args=[version.pk])

    def suggest(self, model: type[Record], field: str, term: str = "") -> str:
        """Return the address of the suggestions for a relation."""
        query = f"?app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field}&term={term}"
        return reverse("admin:autocomplete") + query

    def sent(self, page: HttpResponse) -> dict[str, Any]:
        """Return what the browser would send if nobody changed anything on the page."""
        forms = [page.context["adminform"].form]
        for inline in page.context["inline_admin_formsets"]:
            forms += [inline.formset.management_form, *inline.formset.forms]
        data = {field.html_name: field.value() for form in forms for field in form}
        return {name: value for name, value in data.items() if value is not None and value is not False}

    def act(self, client: Client, model: type[Record], action: str, *records: Record, **more: str) -> HttpResponse:
        """Choose records in the list, carry out an action on them and say yes where it asks."""
        data = {"action": action, "_selected_action": [record.pk for record in records], "confirmed": len(records)}
        data["seen"] = client.get(self.list(model)).context.get("seen", 0)
        return client.post(self.list(model), data | more, follow=True)


@pytest.fixture
def pages() -> Pages:
    """The addresses of the admin."""
    return Pages()


def told(response: HttpResponse) -> list[str]:
    """Return the messages on a page."""
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def measure(db: None) -> Measure:
    """A published measure whose log holds how it came to be."""
    builders.source(public=True)
    with revision(reason="Read from the text."):
        return builders.measure(public=True, summary="As it was.")


@pytest.fixture
def proposal(measure: Measure, contributor: Client, pages: Pages) -> Revision:
    """A contributor's proposal to change the summary of the measure."""
    sent = pages.sent(contributor.get(pages.change(measure))) | WHY | {"summary": "As it should be."}
    assert contributor.post(pages.change(measure), sent).status_code == 302
    return waiting()


def person(client: Client) -> int:
    """Return the number of the person who is signed in."""
    return int(client.session["_auth_user_id"])


def decide(client: Client, pages: Pages, proposal: Revision, decision: str = "_approve", **more: str) -> HttpResponse:
    """Press a button on the page of a proposal."""
    return client.post(pages.revision(proposal), {decision: "1", "digest": proposal.digest} | more, follow=True)


def summary() -> str:
    """Return the summary of the only measure there is."""
    return str(Measure.objects.get().summary)
