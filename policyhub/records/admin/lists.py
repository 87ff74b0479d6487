"""The lists of records: who sees and changes what, which columns and filters there are, what a search finds first."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Case, OuterRef, QuerySet, Subquery, UUIDField, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from policyhub.records.admin.filters import RelatedRecordFilter
from policyhub.records.admin.inlines import relations_to_records
from policyhub.records.admin.lookups import asks_for_a_day, fits, lookups_of
from policyhub.records.models import Record, Version
from policyhub.records.querysets import sees_drafts
from policyhub.records.review import PUBLISH_RECORDS
from policyhub.records.vocabularies import Publication, RevisionState


@admin.display(description="period", ordering="since")
def period(obj: Any) -> str:
    """Return since when and until when a record holds, for a column of a list."""
    since = obj.since or "?"
    if obj.until is None:
        return format_html('since <span class="day">{}</span>', since)
    return format_html('<span class="day">{}</span> to <span class="day">{}</span>', since, obj.until)


def with_review(rows: QuerySet) -> QuerySet:
    """Return the records with the oldest proposal to publish each; null where there is none."""
    model = rows.model
    proposed = Version.objects.filter(
        kind=model._meta.label_lower,
        key=OuterRef(model.KEY),
        becomes=Publication.PUBLISHED,
        revision__state=RevisionState.PROPOSED,
    )
    oldest = proposed.order_by("revision__created_at").values("revision__pk")[:1]
    return rows.annotate(in_review=Subquery(oldest, output_field=UUIDField()))


class RecordLists(admin.ModelAdmin):
    """A kind of record as it is listed, and as it is permitted."""

    list_per_page = 50

    # --- Who may do what --------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what the person may see, in lists, searches, autocompletion and by address."""
        return super().get_queryset(request).visible_to(request.user)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Return the list; those who see drafts also see which of them are in review."""
        listed = super().get_changelist_instance(request)
        if sees_drafts(request.user):
            listed.result_list = with_review(listed.result_list)
        return listed

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may publish and withdraw records of this kind."""
        return request.user.has_perm(PUBLISH_RECORDS) and super().has_change_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may add one: it will be a draft, so only who sees drafts may."""
        return super().has_add_permission(request) and sees_drafts(request.user)

    def has_submit_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person asks others to publish: who may change, and not publish."""
        return (
            sees_drafts(request.user)
            and self.has_change_permission(request)
            and not self.has_publish_permission(request)
        )

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """
        Tell whether the person may change it, or propose to.

        What is public changes when a second person approves; what was withdrawn is for those who publish.
        """
        if obj is not None and obj.publication == Publication.WITHDRAWN:
            return self.has_publish_permission(request)
        if obj is not None and obj.publication == Publication.PUBLISHED and not sees_drafts(request.user):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Tell whether the person may delete it: nobody deletes what is or was public."""
        if obj is not None and obj.publication != Publication.DRAFT:
            return False
        return super().has_delete_permission(request, obj)

    # --- The list ---------------------------------------------------------------------------

    @admin.display(description="publication", ordering="publication")
    def publication_state(self, obj: Record) -> str:
        """Return the state of publication, marked by colour; in review, with the proposal to publish it."""
        state = format_html('<span class="publication {}">{}</span>', obj.publication, obj.get_publication_display())
        proposal = getattr(obj, "in_review", None)
        if proposal is None or obj.publication == Publication.PUBLISHED:
            return state
        address = reverse("admin:records_revision_change", args=[proposal])
        return format_html('{} <a class="in-review" href="{}">in review</a>', state, address)

    @admin.display(description="updated", ordering="updated_at")
    def updated(self, obj: Record) -> str:
        """Return the day of the last change."""
        return obj.updated_at.date().isoformat()

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        """Return the columns: those of the kind, then those of every record."""
        return [*super().get_list_display(request), "publication_state", "updated"]

    def get_list_filter(self, request: HttpRequest) -> Sequence[Any]:
        """Return the filters: publication first; relations offer only what the person may see."""
        return [
            "publication",
            *((name, RelatedRecordFilter) if self._leads_to_record(name) else name for name in self.list_filter),
        ]

    def _leads_to_record(self, name: Any) -> bool:
        return isinstance(name, str) and get_fields_from_path(self.model, name)[-1].is_relation

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Tell whether an address may ask for it; never through what refers to the record, which may be a draft."""
        if asks_for_a_day(self, lookup, value):
            return True
        return lookup in lookups_of(self, request) and fits(value)

    def get_list_select_related(self, request: HttpRequest) -> Sequence[str]:
        """Return every foreign key, so that a list of any length is one query."""
        return [field.name for field in self.opts.fields if field.many_to_one]

    # --- Relations to these records -----------------------------------------------------------

    def get_autocomplete_fields(self, request: HttpRequest) -> Sequence[str]:
        """Return every relation to records: none is a list of all there are."""
        return relations_to_records(self.model)

    def suggestions(self, request: HttpRequest, found: QuerySet, term: str) -> QuerySet:
        """Return what was found: whose key was typed, then whose key or name begins so, then the rest."""
        names = [name for name in self.get_search_fields(request) if "__" not in name]
        keys = [self.model.KEY, *(name.removeprefix("=") for name in names if name.startswith("="))]
        ranks = [When(**{f"{key}__iexact": term}, then=Value(0)) for key in keys]
        ranks += [
            When(**{f"{name}__istartswith": term}, then=Value(rank)) for rank, name in ((1, keys[0]), (2, names[0]))
        ]
        return found.order_by(Case(*ranks, default=Value(3)), *self.opts.ordering, "pk") if term else found
