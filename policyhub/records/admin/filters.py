"""Filters beside the lists of the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import Field, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone


class RelatedRecordFilter(admin.RelatedFieldListFilter):
    """Choose by a related record: among those that some listed record names and that the person may see."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[Any, str]]:
        """Return the related records; a draft is no choice for who may not see it."""
        visible = field.related_model._default_manager.visible_to(request.user)
        named = model_admin.get_queryset(request).values(f"{self.field_path}__pk")
        choices: list[tuple[Any, str]] = field.get_choices(
            include_blank=False,
            ordering=self.field_admin_ordering(field, request, model_admin),
            limit_choices_to=Q(pk__in=visible.values("pk")) & Q(pk__in=named),
        )
        return choices


class InForceFilter(admin.SimpleListFilter):
    """Choose by whether the period holds today."""

    title = "in force"
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Return the two answers."""
        return [("yes", "Today"), ("no", "Not today")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Keep what holds today, or what does not."""
        if self.value() is None:
            return None
        today = queryset.model._default_manager.valid_on(timezone.now().date()).values("pk")
        return queryset.filter(pk__in=today) if self.value() == "yes" else queryset.exclude(pk__in=today)


class CurrentPartFilter(admin.SimpleListFilter):
    """Choose by what the part in force today says: a measure's stage, a condition's state."""

    part: type[Any]
    field: str

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterator[tuple[str, str]]:
        """Return the vocabulary of the field, and the answer that nothing is in force."""
        yield from self.part._meta.get_field(self.field).choices
        yield "none", "None today"

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        """Keep the records whose part in force today has the chosen value."""
        if self.value() is None:
            return None
        today = self.part._default_manager.valid_on(timezone.now().date())
        if self.value() == "none":
            return queryset.exclude(pk__in=today.values(self.part.OWNER))
        return queryset.filter(pk__in=today.filter(**{self.field: self.value()}).values(self.part.OWNER))
