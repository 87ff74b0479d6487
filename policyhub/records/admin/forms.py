"""Forms of records and of their parts: what a form must refuse so that the database never has to."""

import datetime
from collections.abc import Iterator
from itertools import combinations
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from policyhub.records.constraints import NoOverlap
from policyhub.records.vocabularies import Publication

CHANGED_MEANWHILE = (
    "Somebody changed this record since the page was opened. Nothing was saved. "
    "Open it again in another tab to see what it says now, and carry over what you typed."
)


BESIDE = {"based_on", "reason", "emergency"}
"""Fields of a form that say nothing of the record."""

NEW_ROW = "__row__"
"""Stands for the number of a row in the empty one that a script copies (see `policyhub/admin.js`)."""


class RecordForm(forms.ModelForm):
    """One record. `refused` holds what was found wrong once everything was stored, by field (see RecordAdmin)."""

    refused: ClassVar[dict[str, list[str]]] = {}

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)
    """The last change that the person saw when the page was opened."""

    reason = forms.CharField(
        required=False,
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Why the change is made. Everybody who may see the record reads it in its history.",
    )

    emergency = forms.CharField(
        required=False,
        label="Publish alone, because",
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Only where nobody else can be reached: no second person approves, and the log says so for ever.",
    )

    @property
    def changed_data(self) -> list[str]:
        """Return the fields of the record that say something else than before."""
        return [name for name in super().changed_data if name not in BESIDE]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["based_on"] = self.instance.updated_at.isoformat()

    def _get_validation_exclusions(self) -> set[str]:
        """Leave out what is not in the form; but not what a sequence runs in, for its constraints hold all the same."""
        left_out: set[str] = super()._get_validation_exclusions()
        if self.instance.pk is None:
            return left_out
        return left_out - {field.name for field in self._meta.model._meta.fields if field.many_to_one}

    def clean(self) -> dict[str, Any] | None:
        """Refuse what is based on an older state, and show what was refused beside the field that it concerns."""
        cleaned: dict[str, Any] | None = super().clean()
        if self.initial.get("based_on", "") != self.cleaned_data.get("based_on"):
            self.add_error(None, ValidationError(CHANGED_MEANWHILE, code="stale"))
        if self.cleaned_data.get("emergency") and not self._is_for_the_public():
            self.add_error("emergency", "Nothing here is for the public: a draft is stored without it.")
        for name, messages in self.refused.items():
            self.add_error(name if name in self.fields else None, messages)
        return cleaned

    def _is_for_the_public(self) -> bool:
        return self.instance.publication == Publication.PUBLISHED or "_publish" in self.data


class PartFormSet(forms.BaseInlineFormSet):
    """
    The parts of one record, checked as they will stand together.

    Django leaves the owner out of what it validates in such a form, and with it every constraint that
    names the owner; here they are checked among the forms, since the forms are all the parts there are.
    """

    refused: ClassVar[list[str]] = []

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Add what every row has, and give each field the name by which a screen reader announces it."""
        super().add_fields(form, index)
        part = str(self.model._meta.verbose_name).split()[-1].capitalize()
        row = NEW_ROW if index is None else index + 1
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)  # what a relation's buttons are wrapped around
            if not widget.is_hidden:
                widget.attrs["aria-label"] = f"{part} {row}, {str(field.label or name).lower()}"

    def clean(self) -> None:
        """Refuse parts that contradict a constraint, or each other, or others that the page did not show."""
        self._check_page_is_fresh()
        super().clean()
        for form in self.sound_forms():
            self._check_itself(form)
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, NoOverlap):
                self._check_overlap(constraint)
        if self.refused:
            raise ValidationError(self.refused)

    def sound_forms(self) -> Iterator[forms.ModelForm]:
        """Yield the forms that will be rows and have no error so far."""
        for form in self.forms:
            filled = form.instance.pk is not None or form.has_changed()
            if filled and not form.errors and not self._should_delete_form(form):
                yield form

    def save(self, commit: bool = True) -> Any:
        """
        Store the parts.

        Rows that change are taken out first and stored again under their numbers: two that trade
        places (a source, a period) would else clash half way, whatever the order.
        """
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed() and form.instance.pk]
        if commit and len(changed) > 1:
            self.model._base_manager.filter(pk__in=changed).delete()
        return super().save(commit)

    def _check_page_is_fresh(self) -> None:
        if self.instance.pk is None:
            return
        if any(form.instance.pk is None for form in self.initial_forms):
            raise ValidationError(
                "Somebody deleted one of these since the page was opened. Open it again.", code="stale"
            )
        stored = self.model._base_manager.filter(**{self.fk.name: self.instance})
        if set(stored.values_list("pk", flat=True)) - {form.instance.pk for form in self.initial_forms}:
            raise ValidationError("Somebody added to these since the page was opened. Open it again.", code="stale")

    def _check_itself(self, form: forms.ModelForm) -> None:
        if not form.has_changed():
            return
        made_when_stored = {field.name for field in self.model._meta.concrete_fields if not field.editable}
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                try:
                    constraint.validate(self.model, form.instance, exclude=made_when_stored)
                except ValidationError as error:
                    form.add_error(None, error)

    def _check_overlap(self, constraint: NoOverlap) -> None:
        for one, other in combinations(self.sound_forms(), 2):
            earlier, later = sorted([one, other], key=lambda form: form.instance.since or datetime.date.min)
            if (later.instance.since or datetime.date.min) < (earlier.instance.until or datetime.date.max):
                begins = later.instance.since or "a day that is not known"
                message = f"{constraint.get_violation_error_message()} “{earlier.instance}” must end by {begins}."
                later.add_error("since", ValidationError(message, code="overlap"))
