"""What the admin of every kind of record shares; Django finds this module, each kind adds what is its own."""

from policyhub.records.admin.base import RecordAdmin
from policyhub.records.admin.filters import CurrentPartFilter, InForceFilter
from policyhub.records.admin.forms import PartFormSet
from policyhub.records.admin.inlines import PartInline
from policyhub.records.admin.lists import period

__all__ = ["CurrentPartFilter", "InForceFilter", "PartFormSet", "PartInline", "RecordAdmin", "period"]
