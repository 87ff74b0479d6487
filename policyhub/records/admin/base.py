"""
What every record and every part has in the admin; each kind adds only what is its own.

Publication is never edited in a form: it is a step that somebody takes, from the list or from the
record's page, and each step is `policyhub.records.publication`'s.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from policyhub.records.admin.filters import RelatedRecordFilter
from policyhub.records.admin.forms import RecordForm
from policyhub.records.admin.inlines import filled_by_system, refused_of, relations_to_records, without_delete_button
from policyhub.records.models import Record
from policyhub.records.publication import lock_sequence, problems_of_public
from policyhub.records.querysets import sees_drafts
from policyhub.records.steps import PUBLISH, WITHDRAW, Step
from policyhub.records.structure import parts_of
from policyhub.records.vocabularies import DEFINITIONS, Publication

PUBLISH_RECORDS = "accounts.publish_records"


class RefusedError(Exception):
    """A change that would leave a published record in a state that nobody could publish."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(problems)
        self.problems = problems


@admin.display(description="period", ordering="since")
def period(obj: Any) -> str:
    """Return since when and until when a record holds, for a column of a list."""
    since = obj.since or "?"
    if obj.until is None:
        return format_html('since <span class="day">{}</span>', since)
    return format_html('<span class="day">{}</span> to <span class="day">{}</span>', since, obj.until)


class RecordAdmin(admin.ModelAdmin):
    """A kind of record: who sees it, who changes it, how it becomes public."""

    form = RecordForm
    change_form_template = "admin/records/change_form.html"
    list_per_page = 50
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    actions = ["publish_selected", "withdraw_selected", "delete_selected"]

    # --- Who may do what --------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what the person may see, in lists, searches, autocompletion and by address."""
        return super().get_queryset(request).visible_to(request.user)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may publish and withdraw records of this kind."""
        return request.user.has_perm(PUBLISH_RECORDS) and super().has_change_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Tell whether the person may add one: it will be a draft, so only who sees drafts may."""
        return super().has_add_permission(request) and sees_drafts(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Tell whether the person may change it: what is or was public, only who may publish."""
        if obj is not None and obj.publication != Publication.DRAFT:
            return self.has_publish_permission(request)
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Tell whether the person may delete it: nobody deletes what is or was public."""
        if obj is not None and obj.publication != Publication.DRAFT:
            return False
        return super().has_delete_permission(request, obj)

    # --- The list ---------------------------------------------------------------------------

    @admin.display(description="publication", ordering="publication")
    def publication_state(self, obj: Record) -> str:
        """Return the state of publication, marked by colour."""
        return format_html('<span class="publication {}">{}</span>', obj.publication, obj.get_publication_display())

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

    def get_list_select_related(self, request: HttpRequest) -> Sequence[str]:
        """Return every foreign key, so that a list of any length is one query."""
        return [field.name for field in self.opts.fields if field.many_to_one]

    def get_autocomplete_fields(self, request: HttpRequest) -> Sequence[str]:
        """Return every relation to records: none is a list of all there are."""
        return relations_to_records(self.model)

    # --- The form ---------------------------------------------------------------------------

    @property
    def slug_is_made(self) -> bool:
        """Tell whether the record's identity is made by the system and not given by a person."""
        return bool(self.opts.get_field(self.model.KEY).blank)

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> Sequence[str]:
        """Return what nobody types in; the identity too, once it is there."""
        key = [self.model.KEY] if obj is not None or self.slug_is_made else []
        return [*super().get_readonly_fields(request, obj), *key, "publication", *filled_by_system(self.model)]

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> Any:
        """Return the fieldsets of the kind, then for a stored record what the system knows of it."""
        own = super().get_fieldsets(request, obj)
        if obj is None:
            return own
        fields = ["publication", *filled_by_system(self.model)]
        if self.slug_is_made:
            fields.insert(0, self.model.KEY)
        return [*own, ("Record", {"classes": ["collapse"], "fields": fields})]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Record | None = None) -> dict[str, Sequence[str]]:
        """Return what a new record's identity is proposed from."""
        return {} if obj is not None else dict(super().get_prepopulated_fields(request, obj))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form field of a column."""
        return without_delete_button(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_form(self, request: HttpRequest, obj: Record | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which shows what was refused at the first attempt to store it."""
        form = super().get_form(request, obj, change, **kwargs)
        parts = parts_of(self.model)
        form.refused = {name: found for name, found in refused_of(request).items() if name not in parts}
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Return the page with the steps that the person may take and what the state means."""
        obj = kwargs.get("obj")
        state = obj.publication if obj is not None else Publication.DRAFT
        may = self.has_publish_permission(request) and not context["is_popup"]
        context |= {
            "show_publish": may and state in PUBLISH.leads_from,
            "show_withdraw": may and state in WITHDRAW.leads_from,
            "publication": Publication(state),
            "publication_means": DEFINITIONS[Publication][state],
        }
        return super().render_change_form(request, context, **kwargs)

    # --- Storing ----------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """
        Return the page of a record, or store what was sent.

        What a published record must be is known only once the record and its parts are stored. Where
        they fail it nothing is kept, and the page is made again with the reasons beside the fields.
        """
        try:
            return super().changeform_view(request, *args, **kwargs)
        except RefusedError as refusal:
            request.refused = refusal.problems
            return super().changeform_view(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Record | None:
        """Return the record; for a change, one writer at a time gets it, and as the one before left it."""
        record: Record | None = super().get_object(request, object_id, from_field)
        if record is None or request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return record
        lock_sequence(record)
        self.model._base_manager.select_for_update().get(pk=record.pk)
        return super().get_object(request, object_id, from_field)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the parts and what is derived from them; refuse what would make a public record unfit."""
        super().save_related(request, form, formsets, change)
        form.instance.settle()
        if form.instance.publication == Publication.PUBLISHED and (found := problems_of_public(form.instance)):
            raise RefusedError(found)

    # --- Steps ------------------------------------------------------------------------------

    @admin.action(permissions=["publish"], description="Publish selected %(verbose_name_plural)s")
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publish each chosen record that can be."""
        self._take(request, PUBLISH, queryset)

    @admin.action(permissions=["publish"], description="Withdraw selected %(verbose_name_plural)s")
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Withdraw each chosen record that can be."""
        self._take(request, WITHDRAW, queryset)

    @admin.action(permissions=["delete"], description="Delete selected drafts")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Delete the chosen drafts; nothing, if anything else is among them."""
        public = [record.key for record in queryset.exclude(publication=Publication.DRAFT)]
        if public:
            text = f"Nothing was deleted: {', '.join(public)} is or was public. Only drafts are deleted."
            self.message_user(request, text, messages.ERROR)
            return None
        return delete_selected(self, request, queryset)

    def response_add(self, request: HttpRequest, obj: Record, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer a record's first storing, after the step that was asked for with it."""
        return self._stay_if_refused(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Record) -> HttpResponse:
        """Answer a change, after the step that was asked for with it."""
        return self._stay_if_refused(request, obj) or super().response_change(request, obj)

    def _stay_if_refused(self, request: HttpRequest, obj: Record) -> HttpResponse | None:
        step = next((step for step in (PUBLISH, WITHDRAW) if f"_{step.verb}" in request.POST), None)
        if step is None:
            return None
        if not self.has_publish_permission(request):
            raise PermissionDenied
        if self._take(request, step, [obj]):
            return None
        self.message_user(request, f"The {self.opts.verbose_name} was saved, and not {step.done}.", messages.WARNING)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[obj.pk]))

    def _take(self, request: HttpRequest, step: Step, records: Iterable[Record]) -> bool:
        """Take the step with each record and tell the person; return whether all could take it."""
        outcome = step.take_all(records)
        done = [record for record, problems in outcome.items() if not problems]
        for record in done:
            self.log_change(request, record, f"{step.done.capitalize()}.")
        if done:
            keys = ", ".join(record.key for record in done)
            self.message_user(request, f"{step.done.capitalize()}: {keys}.", messages.SUCCESS)
        for record, problems in outcome.items():
            if problems:
                text = f"{record.key} cannot be {step.done}: {' '.join(problems)}"
                self.message_user(request, text, messages.ERROR)
        return len(done) == len(outcome)
