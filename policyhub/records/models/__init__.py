"""What a record, its parts, a period and a derived row are (all abstract), and the log of every change."""

from policyhub.records.models.derived import Derived
from policyhub.records.models.part import Part
from policyhub.records.models.period import Period
from policyhub.records.models.record import Record
from policyhub.records.models.revision import Hand, Numbering, Revision, Version

__all__ = ["Derived", "Hand", "Numbering", "Part", "Period", "Record", "Revision", "Version"]
