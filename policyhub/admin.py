"""The admin site: its titles, the order in which it lists things, and what its autocompletion shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from policyhub.records.admin.edits import waiting_for, waiting_of
from policyhub.records.admin.lists import RecordLists
from policyhub.records.admin.lookups import whole_number
from policyhub.records.admin.revisions import RevisionAdmin
from policyhub.records.models import Record, Revision
from policyhub.records.querysets import sees_drafts
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
    "Revision",
    "Release",
    "User",
    "Group",
]
"""What a curator looks for first; anything else follows in order of its name."""


class RecordAutocomplete(AutocompleteJsonView):
    """The suggestions of a relation."""

    def process_request(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return what is asked for; only for relations that a form has, not for what refers to a record."""
        asked: tuple[Any, ...] = super().process_request(request)
        if asked[2].auto_created:
            raise PermissionDenied
        return asked

    def get_queryset(self) -> QuerySet[Any]:
        """Return what was found, in the order in which a person looks for it."""
        found: QuerySet[Any] = super().get_queryset()
        if isinstance(self.model_admin, RecordLists):
            return self.model_admin.suggestions(self.request, found, self.term.strip())
        return found

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
    index_template = "admin/records/index.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # The site is made from this module, which needs that of records: that one cannot register with it as it loads.
        self.register(Revision, RevisionAdmin)

    def index(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Return the first page; it says how many proposals wait for the person, and for others."""
        waiting: dict[str, int] = {}
        if sees_drafts(request.user):
            waiting = {"waiting": waiting_for(request.user), "waiting_own": waiting_of(request.user)}
        return super().index(request, {**waiting, **(extra_context or {})})

    def admin_view(self, view: Any, cacheable: bool = False) -> Callable[..., HttpResponse]:
        """Return the view for those who may enter; what no page of the admin sends is refused beforehand."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
                raise BadRequest("The address holds a null character.")
            if any(whole_number(chosen) is None for chosen in request.POST.getlist(ACTION_CHECKBOX_NAME)):
                raise BadRequest("What was selected is no record.")
            answer: HttpResponse = guarded(request, *args, **kwargs)
            return answer

        return checked

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
