"""
What every record and every part has in the admin; each kind adds only what is its own.

Publication is never edited in a form: it is a step that somebody takes, from the list or from the
record's page, and each step is `policyhub.records.publication`'s.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from policyhub.records import guard
from policyhub.records.admin.actions import RecordActions, step_asked
from policyhub.records.admin.edits import (
    edited,
    emergency_of,
    link_to,
    may_break_glass,
    proposals_about,
    tell_what_it_replaces,
)
from policyhub.records.admin.forms import RecordForm
from policyhub.records.admin.inlines import filled_by_system, refused_of, without_delete_button
from policyhub.records.admin.widgets import chosen_by_typing, help_texts
from policyhub.records.models import Record, Revision
from policyhub.records.publication import problems_of_public
from policyhub.records.querysets import sees_drafts
from policyhub.records.revisions import ReviewError
from policyhub.records.steps import PUBLISH, SUBMIT, WITHDRAW, plain_messages
from policyhub.records.structure import parts_of
from policyhub.records.vocabularies import DEFINITIONS, Publication, RevisionState


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
        if not may_break_glass(request):
            form.base_fields.pop("emergency", None)
        form.refused = {name: found for name, found in refused_of(request).items() if name not in parts}
        return form

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Return the page with the steps that the person may take and what the state means."""
        obj = kwargs.get("obj")
        state = obj.publication if obj is not None else Publication.DRAFT
        may = self.has_publish_permission(request) and not context["is_popup"]
        sees, changes = sees_drafts(request.user), obj is None or self.has_change_permission(request, obj)
        proposes = changes and state == Publication.PUBLISHED
        context |= {
            "sees_history": sees,
            "show_publish": may and state in PUBLISH.leads_from,
            "show_withdraw": may and state in WITHDRAW.leads_from,
            "show_submit": changes and self.has_submit_permission(request) and state in SUBMIT.leads_from,
            "show_alone": "emergency" in context["adminform"].form.fields and (proposes or may),
            "proposes": proposes,
            "publication": Publication(state),
            "publication_means": DEFINITIONS[Publication][state],
            "open_proposals": list(proposals_about(obj, request.user)) if obj is not None and sees else [],
        }
        if proposes:
            context |= {"show_save": False, "show_save_and_add_another": False, "show_save_and_continue": False}
        return super().render_change_form(request, context, **kwargs)

    # --- Storing ----------------------------------------------------------------------------

    def changeform_view(self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:
        """
        Return the page of a record, or store what was sent: in one revision, or as one proposal.

        What a published record must be is known only once the record and its parts are stored. Where
        they fail it nothing is kept, and the page is made again with the reasons beside the fields.
        """
        if request.method != "POST":
            return super().changeform_view(request, object_id, *args, **kwargs)
        self.refuse_step(request, step_asked(request))
        emergency_of(request)
        try:
            return self._store(request, object_id, *args, **kwargs)
        except RefusedError as refusal:
            request.refused = refusal.problems
        except ReviewError as error:
            request.refused = {NON_FIELD_ERRORS: plain_messages(error)}
        return self._store(request, object_id, *args, **kwargs)

    def _store(self, request: HttpRequest, object_id: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Carry out what was sent within a revision; answer when it is closed."""
        request.stored = None
        now = self.get_object(request, unquote(object_id)) if object_id is not None else None
        alone = emergency_of(request) if now is not None and now.publication == Publication.PUBLISHED else ""
        with edited(request, "Draft written.", emergency=alone) as edit:
            page = super().changeform_view(request, object_id, *args, **kwargs)
        if request.stored is None:
            return page
        return self._answer(request, edit.revision, request.stored, added=object_id is None)

    def save_model(self, request: HttpRequest, obj: Record, form: Any, change: bool) -> None:
        """Store the record; one of which only parts were written is stamped when the revision is closed."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def log_change(self, request: HttpRequest, obj: Record, message: Any) -> Any:
        """Note a change for the list of what the person did last; where nothing was changed, nothing."""
        return super().log_change(request, obj, message) if message else None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the parts and what is derived from them; refuse what would make a public record unfit."""
        super().save_related(request, form, formsets, change)
        form.instance.settle()
        written, why = written_in(form, formsets), form.cleaned_data.get("reason", "")
        if form.instance.publication == Publication.PUBLISHED:
            problems = problems_of_public(form.instance)
            if written and not why:
                problems["reason"] = ["Say why: what the public sees is changed."]
            if problems:
                raise RefusedError(problems)
        if change or why:
            guard.current.get().reason = why or f"Changed: {', '.join(written)}."

    # --- Answering --------------------------------------------------------------------------

    def _answer(self, request: HttpRequest, made: Revision | None, obj: Record, *, added: bool) -> HttpResponse:
        """Say what became of what was sent, take the step that was asked for with it, and lead on."""
        step = step_asked(request)
        if made is not None and made.state == RevisionState.APPLIED:
            if made.emergency:
                self.message_user(request, link_to(made, "You changed alone what the public sees."), messages.WARNING)
            return self.response_add(request, obj) if added else self.response_change(request, obj)
        stored = self.model._base_manager.get(pk=obj.pk)
        if made is None:
            self.message_user(request, f"Nothing was changed in {stored.key}.", messages.INFO)
            return self._stay_if_refused(request, stored) or self._lead_on(request, stored)
        text = f"Proposed: your change of {stored.key} waits for a second person."
        self.message_user(request, link_to(made, text), messages.SUCCESS)
        tell_what_it_replaces(request, made)
        if step is not None:
            text = f"{stored.key} was not {step.done}: your change of it waits first."
            self.message_user(request, text, messages.WARNING)
        return self._lead_on(request, stored)

    def _lead_on(self, request: HttpRequest, obj: Record) -> HttpResponse:
        """Lead to where the button says, without saying that the record was changed."""
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        if "_continue" in request.POST:
            return HttpResponseRedirect(request.get_full_path())
        if "_addanother" in request.POST:
            return HttpResponseRedirect(reverse(f"{name}_add"))
        return self.response_post_save_change(request, obj)


def written_in(form: Any, formsets: Any) -> list[str]:
    """Return what somebody wrote, by the labels of fields and the names of parts."""
    fields = [str(form.fields[name].label or name).lower() for name in form.changed_data]
    return fields + [formset.fk.remote_field.get_accessor_name() for formset in formsets if formset.has_changed()]
