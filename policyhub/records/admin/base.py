"""
What every record and every part has in the admin; each kind adds only what is its own.

Publication is never edited in a form: it is a step that somebody takes, from the list or from the
record's page, and each step is `policyhub.records.publication`'s.
"""

from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse

from policyhub.records.admin.actions import RecordActions
from policyhub.records.admin.forms import RecordForm
from policyhub.records.admin.inlines import filled_by_system, refused_of, without_delete_button
from policyhub.records.admin.widgets import chosen_by_typing, help_texts
from policyhub.records.models import Record
from policyhub.records.publication import lock_sequence, problems_of_public
from policyhub.records.querysets import sees_drafts
from policyhub.records.steps import PUBLISH, WITHDRAW
from policyhub.records.structure import parts_of
from policyhub.records.vocabularies import DEFINITIONS, Publication


class RefusedError(Exception):
    """A change that would leave a published record in a state that nobody could publish."""

    def __init__(self, problems: dict[str, list[str]]) -> None:
        super().__init__(problems)
        self.problems = problems


class RecordAdmin(RecordActions):
    """A kind of record: who sees it, who changes it, how it becomes public."""

    form = RecordForm
    change_form_template = "admin/records/change_form.html"
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    # --- The form ---------------------------------------------------------------------------

    @property
    def slug_is_made(self) -> bool:
        """Tell whether the record's identity is made by the system and not given by a person."""
        return bool(self.opts.get_field(self.model.KEY).blank)

    @property
    def joined_fields(self) -> list[str]:
        """Return the relations that a made identity names, and in which a sequence of periods runs."""
        return [field.name for field in self.opts.fields if field.many_to_one and not field.null]

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> Sequence[str]:
        """Return what nobody types in; the identity too, once it is there, and with it what it is made from."""
        key = [self.model.KEY] if obj is not None or self.slug_is_made else []
        if self.slug_is_made and obj is not None and obj.publication != Publication.DRAFT:
            key += self.joined_fields
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
        kwargs |= chosen_by_typing(db_field, self.admin_site, self.get_autocomplete_fields(request))
        return without_delete_button(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_form(self, request: HttpRequest, obj: Record | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which shows what was refused at the first attempt to store it."""
        form = super().get_form(request, obj, change, help_texts=help_texts(self.model), **kwargs)
        parts = parts_of(self.model)
        form.refused = {name: found for name, found in refused_of(request).items() if name not in parts}
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Return the page with the steps that the person may take and what the state means."""
        obj = kwargs.get("obj")
        state = obj.publication if obj is not None else Publication.DRAFT
        may = self.has_publish_permission(request) and not context["is_popup"]
        context |= {
            "sees_history": sees_drafts(request.user),
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
