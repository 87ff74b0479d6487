"""
Vocabularies that every record shares, and how a vocabulary is written down.

A vocabulary is a `TextChoices` class with a definition for each member in `DEFINITIONS` of its
module, keyed by the class; the API publishes them and the documentation quotes them.
"""

from django.db import models


class Publication(models.TextChoices):
    """Where a record stands between a curator's desk and the public."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Precision(models.TextChoices):
    """How exactly the first day of a period is known."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    NO_LATER_THAN = "no-later-than"
    UNKNOWN = "unknown"


class Start(models.TextChoices):
    """Whether the first day of a period is known."""

    KNOWN = "known"
    UNKNOWN = "unknown"


DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    Publication: {
        "draft": "Being written; seen only by those who may see drafts.",
        "published": "Public; refers only to other public records.",
        "withdrawn": "Was public and is no longer; kept, and seen only by those who may see drafts.",
    },
    Precision: {
        "day": "The day itself is known.",
        "month": "Only the month is known; the date stands on its first day.",
        "quarter": "Only the quarter is known; the date stands on its first day.",
        "year": "Only the year is known; the date stands on its first day.",
        "no-later-than": "The beginning was not found; the date is the earliest day on which it is seen to hold.",
        "unknown": "The beginning is not known and no date is given.",
    },
    Start: {
        "known": "The first day is known, as exactly as its precision says.",
        "unknown": "The first day is not known; the period counts from the earliest day of its evidence.",
    },
}
