"""What a record, a part of a record and a period are; all abstract."""

from policyhub.records.models.part import Part
from policyhub.records.models.period import Period
from policyhub.records.models.record import Record

__all__ = ["Part", "Period", "Record"]
