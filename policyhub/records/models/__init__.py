"""What a record, a part of a record and a period are (all abstract), and the log of every change."""

from policyhub.records.models.part import Part
from policyhub.records.models.period import Period
from policyhub.records.models.record import Record
from policyhub.records.models.revision import Hand, Numbering, Revision, Version

__all__ = ["Hand", "Numbering", "Part", "Period", "Record", "Revision", "Version"]
