"""The admin site: its titles, the order in which it lists things, and what its autocompletion shows."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse

from policyhub.records.models import Record
from policyhub.records.vocabularies import Publication

READING_ORDER = [
    "Measure",
    "Position",
    "Condition",
    "Option",
    "Instrument",
    "Statement",
    "Assessment",
    "Enquiry",
    "Category",
    "Actor",
    "Membership",
    "Source",
    "User",
    "Group",
]
"""What a curator looks for first; anything else follows in order of its name."""


class RecordAutocomplete(AutocompleteJsonView):
    """The suggestions of a relation."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """Return one suggestion; a record says its key, and that it is not public where it is not."""
        result: dict[str, str] = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Record):
            state = "" if obj.publication == Publication.PUBLISHED else f", {obj.publication}"
            result["text"] += f" ({obj.key}{state})"
        return result


class PolicyHubAdminSite(admin.AdminSite):
    """The admin site of the product."""

    site_header = "PolicyHub"
    site_title = "PolicyHub"
    index_title = "Catalogue"

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer what is typed into a relation."""
        return RecordAutocomplete.as_view(admin_site=self)(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the applications and their models in reading order."""
        rank = {name: number for number, name in enumerate(READING_ORDER)}
        listed = super().get_app_list(request, app_label)
        for app in listed:
            app["models"].sort(key=lambda model: rank.get(model["object_name"], len(rank)))
        return sorted(listed, key=lambda app: rank.get(app["models"][0]["object_name"], len(rank)))
