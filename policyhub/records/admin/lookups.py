"""What an address of the admin may ask for: which filters a list knows, and which values they take."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.http import HttpRequest

NOT_ASKED_FOR = (models.DateTimeField, models.DecimalField, models.JSONField)
"""Columns that no filter of a list names: values could overflow a database, or be no JSON."""

DAYS = {"year": range(1, 9999), "month": range(1, 13), "day": range(1, 32)}
"""What a date hierarchy asks for, and the values that make a day."""


def whole_number(text: Any) -> int | None:
    """Return the whole number that `text` is, if a database can hold it; None for anything else."""
    try:
        number = int(text)
    except (TypeError, ValueError):
        return None
    return number if -(2**63) <= number < 2**63 else None


def lookups_of(model_admin: admin.ModelAdmin, request: HttpRequest) -> set[str]:
    """Return the filters of a list: those beside it, and equality of what its records state themselves."""
    own = (*model_admin.opts.concrete_fields, *model_admin.opts.many_to_many)
    paths = [field.name for field in own if not isinstance(field, NOT_ASKED_FOR)]
    known: set[str] = set()
    for item in model_admin.get_list_filter(request):
        if isinstance(item, type):
            known.add(item.parameter_name)
        else:
            paths.append(item if isinstance(item, str) else item[0])
    for path in paths:
        known |= {path, f"{path}__exact", f"{path}__isnull"}
        if get_fields_from_path(model_admin.model, path)[-1].is_relation:
            known.add(f"{path}__id__exact")
    return known


def asks_for_a_day(model_admin: admin.ModelAdmin, lookup: str, value: str) -> bool:
    """Tell whether it is a year, a month or a day of the list's date hierarchy."""
    field, _, unit = lookup.rpartition("__")
    return bool(field) and field == model_admin.date_hierarchy and whole_number(value) in DAYS.get(unit, ())


def fits(value: str) -> bool:
    """Tell whether a database can hold `value`, be it text or a whole number."""
    digits = value.strip().lstrip("+-").replace("_", "")
    return "\0" not in value and (not digits.isdecimal() or whole_number(value) is not None)
