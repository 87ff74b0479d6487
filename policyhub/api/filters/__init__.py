"""Filters: what a list can be asked for, in the query string and in the boolean tree."""

from policyhub.api.filters.base import LOOKUPS, Ask, Filter
from policyhub.api.filters.filterset import CatalogueFilterSet
from policyhub.api.filters.kinds import Asking, Flags, Keys, Words
from policyhub.api.filters.related import Related, on_the_day
from policyhub.api.filters.values import Days, Numbers

__all__ = [
    "LOOKUPS",
    "Ask",
    "Asking",
    "CatalogueFilterSet",
    "Days",
    "Filter",
    "Flags",
    "Keys",
    "Numbers",
    "Related",
    "Words",
    "on_the_day",
]
