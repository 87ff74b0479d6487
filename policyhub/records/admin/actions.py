"""What is done to records from their list: publish, withdraw, submit, delete; the steps also from a page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from policyhub.records import guard
from policyhub.records.admin.edits import edited, links_to, sent, taker, tell_what_it_replaces
from policyhub.records.admin.history import RecordHistory
from policyhub.records.admin.lookups import whole_number
from policyhub.records.models import Numbering, Record
from policyhub.records.steps import PUBLISH, STEPS, SUBMIT, WITHDRAW, Outcome, Step
from policyhub.records.vocabularies import Publication

NAMED = 10
"""How many records a page or a message names before it counts the rest."""

OWN = "You wrote it; it waits for a second person"


def named(records: Sequence[Record]) -> str:
    """Return the keys of `records`: the first ten, and how many more there are."""
    rest = len(records) - NAMED
    keys = ", ".join(record.key for record in records[:NAMED])
    return f"{keys} and {rest} more" if rest > 0 else keys


def step_asked(request: HttpRequest) -> Step | None:
    """Return the step that is to be taken once the form is stored; None where it is only to be stored."""
    return next((step for step in STEPS if f"_{step.verb}" in request.POST), None)


class RecordActions(RecordHistory):
    """What is done to records of one kind."""

    actions = ["publish_selected", "submit_selected", "withdraw_selected", "delete_selected"]
    delete_confirmation_template = "admin/records/delete_confirmation.html"

    @admin.action(permissions=["publish"], description="Publish selected %(verbose_name_plural)s")
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Publish each chosen record that can be."""
        return self._take_selected(request, PUBLISH, queryset)

    @admin.action(permissions=["submit"], description="Submit selected %(verbose_name_plural)s for review")
    def submit_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Propose to publish each chosen record that can be."""
        return self._take_selected(request, SUBMIT, queryset)

    @admin.action(permissions=["publish"], description="Withdraw selected %(verbose_name_plural)s")
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Withdraw each chosen record that can be."""
        return self._take_selected(request, WITHDRAW, queryset)

    @admin.action(permissions=["delete"], description="Delete selected drafts")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Delete the chosen drafts, in one revision; nothing, if anything else is among them."""
        public = list(queryset.exclude(publication=Publication.DRAFT))
        if public:
            verb = "is or was" if len(public) == 1 else "are or were"
            text = f"Nothing was deleted: {named(public)} {verb} public. Only drafts are deleted."
            self.message_user(request, text, messages.ERROR)
            return None
        if not request.POST.get("post"):
            return delete_selected(self, request, queryset)
        with edited(request, sent(request, "reason") or f"Drafts deleted: {named(list(queryset))}."):
            return delete_selected(self, request, queryset)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask whether a draft is to be deleted; delete it, in a revision of its own."""
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        with edited(request, sent(request, "reason") or "Draft deleted."):
            return super().delete_view(request, object_id, extra_context)

    # --- A step from the page of a record -----------------------------------------------------

    def response_add(self, request: HttpRequest, obj: Record, *args: object, **kwargs: object) -> HttpResponse:
        """Answer a record's first storing, after the step that was asked for with it."""
        if guard.current.get() is not None:
            return self._once_closed(request, obj)
        return self._stay_if_refused(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Record) -> HttpResponse:
        """Answer a change, after the step that was asked for with it."""
        if guard.current.get() is not None:
            return self._once_closed(request, obj)
        return self._stay_if_refused(request, obj) or super().response_change(request, obj)

    def _once_closed(self, request: HttpRequest, obj: Record) -> HttpResponse:
        """Leave the answer for when the revision is closed: only then it is known what became of it."""
        request.stored = obj
        return HttpResponse()

    def refuse_step(self, request: HttpRequest, step: Step | None) -> None:
        """Refuse a step that the person may not take, before anything is stored."""
        if step is not None and not (self.has_publish_permission if step.decides else self.has_submit_permission)(
            request
        ):
            raise PermissionDenied

    def _stay_if_refused(self, request: HttpRequest, obj: Record) -> HttpResponse | None:
        step = step_asked(request)
        if step is None:
            return None
        self.refuse_step(request, step)
        if self._take(request, step, [obj]):
            return None
        self.message_user(request, f"The {self.opts.verbose_name} was saved, and not {step.done}.", messages.WARNING)
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[obj.pk]))

    # --- A step from the list -------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, which remembers up to which revision the person has seen it."""
        number = Numbering.objects.values_list("number", flat=True).first() or 0
        return super().changelist_view(request, {"seen": number, **(extra_context or {})})

    def _take_selected(self, request: HttpRequest, step: Step, queryset: QuerySet) -> HttpResponse | None:
        """Take the step with the chosen records; ask first where there are several, again if the number changed."""
        records = list(queryset)
        if len(records) > 1 and request.POST.get("confirmed") != str(len(records)):
            return self._ask(request, step, records)
        self._take(request, step, records, seen=whole_number(request.POST.get("seen")) or 0)
        return None

    def _ask(self, request: HttpRequest, step: Step, records: Sequence[Record]) -> HttpResponse:
        across = request.POST.get("select_across") == "1"
        context = {
            **self.admin_site.each_context(request),
            "title": f"{step.verb.capitalize()} {len(records)} {self.opts.verbose_name_plural}?",
            "opts": self.opts,
            "step": step,
            "records": records[:NAMED],
            "more": max(0, len(records) - NAMED),
            "number": len(records),
            "seen": whole_number(request.POST.get("seen")) or 0,
            "select_across": int(across),
            "chosen": [record.pk for record in (records[:1] if across else records)],
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/records/step_confirmation.html", context)

    # --- Taking it, and saying how it went ----------------------------------------------------

    def _take(self, request: HttpRequest, step: Step, records: Iterable[Record], seen: int | None = None) -> bool:
        """Take the step with each record and tell the person; return whether all could take it, or propose it."""
        outcomes = step.take_all(records, replace(taker(request), seen=seen))
        done = [record for record, outcome in outcomes.items() if not outcome.problems and not outcome.waits]
        for record in done:
            self.log_change(request, record, f"{step.done.capitalize()}.")
        if done:
            self.message_user(request, f"{step.done.capitalize()}: {named(done)}.", messages.SUCCESS)
        self._tell_what_waits(request, step, outcomes)
        self._tell_of_others(request, step, [other for record in done for other in outcomes[record].others])
        return self._tell_what_was_refused(request, step, outcomes)

    def _tell_what_waits(self, request: HttpRequest, step: Step, outcomes: dict[Record, Outcome]) -> None:
        """Say which records wait for a second person, and lead to the proposals."""
        waiting = {record: outcome.revision for record, outcome in outcomes.items() if outcome.waits}
        if waiting:
            links = links_to(dict(list(waiting.items())[:NAMED]))
            rest = f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else ""
            text = OWN if step.decides else "Submitted for review"
            self.message_user(request, format_html("{}: {}{}.", text, links, rest), messages.SUCCESS)
            for proposal in list(waiting.values())[:NAMED]:
                tell_what_it_replaces(request, proposal)

    def _tell_of_others(self, request: HttpRequest, step: Step, others: Sequence[Record]) -> None:
        """Say which other records a step changed or left in need of a look, and log it with them."""
        for other in others:
            self.log_change(request, other, step.aside.format(other=other))
        for other in others[:NAMED]:
            self.message_user(request, step.aside.format(other=other), messages.WARNING)
        if len(others) > NAMED:
            self.message_user(request, f"So it is with {len(others) - NAMED} more.", messages.WARNING)

    def _tell_what_was_refused(self, request: HttpRequest, step: Step, outcomes: dict[Record, Outcome]) -> bool:
        """Say which records could not take the step, and why; return whether all could."""
        refused = {record: outcome.problems for record, outcome in outcomes.items() if outcome.problems}
        for record, problems in list(refused.items())[:NAMED]:
            self.message_user(request, f"Cannot {step.verb} {record.key}: {' '.join(problems)}", messages.ERROR)
        if len(refused) > NAMED:
            text = f"Cannot {step.verb} {len(refused) - NAMED} more {self.opts.verbose_name_plural}."
            self.message_user(request, text, messages.ERROR)
        return not refused
