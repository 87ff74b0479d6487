"""The collections of the product by what they hold, for code below the list that names them."""

import datetime
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from policyhub.records.models import Record


@cache
def collections() -> dict[str, Any]:
    """Return the view set of every collection by its name, in the order of the list that COLLECTIONS names."""
    return dict(import_string(settings.COLLECTIONS))


@cache
def viewset_of(model: type[Model]) -> Any:
    """Return the view set that shows a kind of record."""
    return next(viewset for viewset in collections().values() if viewset.queryset.model is model)


@lru_cache(maxsize=64)
def derived_of(model: type[Model], day: datetime.date) -> dict[str, Any]:
    """Return what is derived of a kind of record as of a day; building it costs more than many a statement."""
    return dict(viewset_of(model)().annotations(day))


@cache
def lists_of(model: type[Model]) -> dict[str, Any]:
    """Return the relations by which other records refer to a kind of record, by the name they have there."""
    return {
        str(relation.get_accessor_name()): relation
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Record)
    }
