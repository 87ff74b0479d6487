"""People and forms for the tests of the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from policyhub.records.models import Record
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
def reader(sign_in: SignIn) -> Client:
    """Somebody who may see drafts and change nothing."""
    return sign_in("reader")


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
        return client.post(self.list(model), data | more, follow=True)


@pytest.fixture
def pages() -> Pages:
    """The addresses of the admin."""
    return Pages()


def told(response: HttpResponse) -> list[str]:
    """Return the messages on a page."""
    return [str(message) for message in response.context["messages"]]
