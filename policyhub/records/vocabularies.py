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


class RevisionState(models.TextChoices):
    """Whether a change waits for review, was applied, or was turned down."""

    PROPOSED = "proposed"
    APPLIED = "applied"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"


class Origin(models.TextChoices):
    """By which way a change came."""

    ADMIN = "admin"
    API = "api"
    IMPORT = "import"
    LOAD = "load"
    COMMAND = "command"


class Action(models.TextChoices):
    """What a revision did to a record."""

    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"


class HandRole(models.TextChoices):
    """What a person had to do with a revision."""

    AUTHOR = "author"
    APPROVER = "approver"
    REFUSER = "refuser"


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
    RevisionState: {
        "proposed": "Waits for the approval of a second person; nothing of it holds yet.",
        "applied": "Holds, and has its number.",
        "rejected": "A reviewer turned it down, or its author took it back.",
        "superseded": "Its author put another proposal in its place, or it was published meanwhile.",
    },
    Origin: {
        "admin": "Made by a person in the admin.",
        "api": "Sent to the API.",
        "import": "Read from a file that a person gave.",
        "load": "Loaded from fixtures.",
        "command": "Made by a command of the installation, or by a program.",
    },
    Action: {
        "create": "The record was stored for the first time, or again after it was deleted.",
        "change": "The record, one of its parts, or the day from which it counts was changed.",
        "delete": "The record was deleted; only drafts are.",
    },
    HandRole: {
        "author": "Wrote it, or wrote what it publishes.",
        "approver": "Approved exactly this change, and wrote none of it.",
        "refuser": "Turned it down, and wrote none of it.",
    },
}
