"""What is done to records from their list: publish, withdraw, delete; publishing and withdrawing also from a page."""

from collections.abc import Iterable, Sequence

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from policyhub.records.admin.lists import RecordLists
from policyhub.records.models import Record
from policyhub.records.steps import PUBLISH, WITHDRAW, Step
from policyhub.records.vocabularies import Publication

NAMED = 10
"""How many records a page or a message names before it counts the rest."""


def named(records: Sequence[Record]) -> str:
    """Return the keys of `records`: the first ten, and how many more there are."""
    rest = len(records) - NAMED
    keys = ", ".join(record.key for record in records[:NAMED])
    return f"{keys} and {rest} more" if rest > 0 else keys


class RecordActions(RecordLists):
    """What is done to records of one kind."""

    actions = ["publish_selected", "withdraw_selected", "delete_selected"]

    @admin.action(permissions=["publish"], description="Publish selected %(verbose_name_plural)s")
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Publish each chosen record that can be."""
        return self._take_selected(request, PUBLISH, queryset)

    @admin.action(permissions=["publish"], description="Withdraw selected %(verbose_name_plural)s")
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Withdraw each chosen record that can be."""
        return self._take_selected(request, WITHDRAW, queryset)

    @admin.action(permissions=["delete"], description="Delete selected drafts")
    def delete_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Delete the chosen drafts; nothing, if anything else is among them."""
        public = list(queryset.exclude(publication=Publication.DRAFT))
        if public:
            verb = "is or was" if len(public) == 1 else "are or were"
            text = f"Nothing was deleted: {named(public)} {verb} public. Only drafts are deleted."
            self.message_user(request, text, messages.ERROR)
            return None
        return delete_selected(self, request, queryset)

    def response_add(self, request: HttpRequest, obj: Record, *args: object, **kwargs: object) -> HttpResponse:
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

    def _take_selected(self, request: HttpRequest, step: Step, queryset: QuerySet) -> HttpResponse | None:
        """Take the step with the chosen records; ask first where there are several, again if the number changed."""
        records = list(queryset)
        if len(records) > 1 and request.POST.get("confirmed") != str(len(records)):
            return self._ask(request, step, records)
        self._take(request, step, records)
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
            "select_across": int(across),
            "chosen": [record.pk for record in (records[:1] if across else records)],
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/records/step_confirmation.html", context)

    def _tell_of_others(self, request: HttpRequest, step: Step, others: Sequence[Record]) -> None:
        """Say which other records a step changed or left in need of a look, and log it with them."""
        for other in others:
            self.log_change(request, other, step.aside.format(other=other))
        for other in others[:NAMED]:
            self.message_user(request, step.aside.format(other=other), messages.WARNING)
        if len(others) > NAMED:
            self.message_user(request, f"So it is with {len(others) - NAMED} more.", messages.WARNING)

    def _take(self, request: HttpRequest, step: Step, records: Iterable[Record]) -> bool:
        """Take the step with each record and tell the person; return whether all could take it."""
        outcomes = step.take_all(records)
        done = [record for record, outcome in outcomes.items() if not outcome.problems]
        refused = {record: outcome.problems for record, outcome in outcomes.items() if outcome.problems}
        for record in done:
            self.log_change(request, record, f"{step.done.capitalize()}.")
        if done:
            self.message_user(request, f"{step.done.capitalize()}: {named(done)}.", messages.SUCCESS)
        self._tell_of_others(request, step, [other for record in done for other in outcomes[record].others])
        for record, problems in list(refused.items())[:NAMED]:
            self.message_user(request, f"Cannot {step.verb} {record.key}: {' '.join(problems)}", messages.ERROR)
        if len(refused) > NAMED:
            text = f"Cannot {step.verb} {len(refused) - NAMED} more {self.opts.verbose_name_plural}."
            self.message_user(request, text, messages.ERROR)
        return not refused
