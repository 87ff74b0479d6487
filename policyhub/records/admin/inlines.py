"""The parts of a record on the record's page, and what the admin works out from a model's fields."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from policyhub.records.admin.forms import PartFormSet
from policyhub.records.admin.widgets import chosen_by_typing, help_texts
from policyhub.records.folding import COLUMNS
from policyhub.records.models import Part, Record


def relations_to_records(model: type[models.Model]) -> list[str]:
    """Return the relations of `model` to records, other than that of a part to its owner."""
    owner = model.OWNER if issubclass(model, Part) else None
    return [
        field.name
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.is_relation and field.name != owner and issubclass(field.related_model, Record)
    ]


def filled_by_system(model: type[models.Model]) -> list[str]:
    """Return the columns of `model` that nobody types in, but for the folded texts, which say nothing new."""
    return [f.name for f in model._meta.concrete_fields if not f.editable and f.name not in COLUMNS]


def without_delete_button(field: Any) -> Any:
    """Return the form field of a relation without its button that would delete the other record."""
    if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False
    return field


def refused_of(request: HttpRequest) -> dict[str, list[str]]:
    """Return what was found wrong by field when the request was first carried out (see RecordAdmin)."""
    found: dict[str, list[str]] = getattr(request, "refused", {})
    return found


class PartInline(admin.TabularInline):
    """The parts of one kind on the page of their record; who may change the record may change them."""

    formset = PartFormSet
    extra = 0

    def __init__(self, parent_model: type[models.Model], admin_site: admin.AdminSite) -> None:
        self.fk_name = self.model.OWNER
        self.verbose_name = self.model._meta.verbose_name.split()[-1]
        self.verbose_name_plural = self.model._meta.get_field(self.fk_name).remote_field.get_accessor_name()
        super().__init__(parent_model, admin_site)

    @property
    def owner(self) -> Any:
        """Return the admin of the record that the parts belong to."""
        return self.admin_site.get_model_admin(self.parent_model)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the parts with what they point to, which their titles name."""
        return super().get_queryset(request).select_related(*self.model.far_ends())

    def get_autocomplete_fields(self, request: HttpRequest) -> Sequence[str]:
        """Return every relation to records other than the owner."""
        return relations_to_records(self.model)

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> Sequence[str]:
        """Return what nobody types in."""
        return [*super().get_readonly_fields(request, obj), *filled_by_system(self.model)]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form field of a column."""
        kwargs |= chosen_by_typing(db_field, self.admin_site, self.get_autocomplete_fields(request))
        return without_delete_button(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_formset(self, request: HttpRequest, obj: Record | None = None, **kwargs: Any) -> Any:
        """Return the forms of the parts, which show what was refused at the first attempt to store them."""
        formset = super().get_formset(request, obj, help_texts=help_texts(self.model), **kwargs)
        formset.refused = refused_of(request).get(formset.fk.remote_field.get_accessor_name(), [])
        return formset

    def has_view_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Tell whether the person may see them: who may see the record."""
        return bool(self.owner.has_view_permission(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Tell whether the person may change them: who may change the record, or add it."""
        return bool(self.owner.has_change_permission(request, obj) if obj else self.owner.has_add_permission(request))

    def has_add_permission(self, request: HttpRequest, obj: Record | None) -> bool:
        """Tell whether the person may add one: who may change the record, or add it."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Tell whether the person may delete one: who may change the record, or add it."""
        return self.has_change_permission(request, obj)
