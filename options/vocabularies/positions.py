"""The vocabularies of positions: stances, and what surrounds them."""

from django.db import models


class Stance(models.TextChoices):
    """An actor's word, on that day, about the measure as it is defined; its terms are links and do not lower it."""

    LEADS = "leads"
    CONTRIBUTES = "contributes"
    SUPPORTS = "supports"
    OPEN = "open"
    UNDECIDED = "undecided"
    RESERVED = "reserved"
    OPPOSES = "opposes"
    RED_LINE = "red-line"


RANKS: dict[str, int] = {
    Stance.LEADS: 4,
    Stance.CONTRIBUTES: 3,
    Stance.SUPPORTS: 2,
    Stance.OPEN: 1,
    Stance.UNDECIDED: 0,
    Stance.RESERVED: -1,
    Stance.OPPOSES: -2,
    Stance.RED_LINE: -3,
}
"""The order of stances. Ordinal: a rank is compared, never averaged."""

CONTRIBUTING = 3
"""Contributing is this rank and above."""

BACKING = 2
"""Backing is this rank and above."""

OPPOSING = -2
"""Opposing is this rank and below."""

OPEN_RANK = 1
"""A stance if met, and a way out (`opens`), belong to this rank and below."""


class OwnPart(models.TextChoices):
    """What the actor would do itself."""

    COMMITTED = "committed"
    OFFERED = "offered"
    POSSIBLE = "possible"
    DECLINED = "declined"
    NOT_STATED = "not-stated"


class Form(models.TextChoices):
    """In what form an actor takes part or would."""

    GROUND = "ground"
    AIR = "air"
    SEA = "sea"
    TRAINING = "training"
    LOGISTICS = "logistics"
    HOSTING = "hosting"
    INTELLIGENCE = "intelligence"
    STAFF = "staff"
    EQUIPMENT = "equipment"
    MONEY = "money"
    POLITICAL = "political"


class Binding(models.TextChoices):
    """What binds the actor to its position."""

    LEGAL = "legal"
    POLITICAL = "political"
    NONE = "none"


class Confidence(models.TextChoices):
    """How well the coding of a claim is supported."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    INFERRED = "inferred"


class AmountBasis(models.TextChoices):
    """What an amount of money counts."""

    ONE_OFF = "one-off"
    PER_YEAR = "per-year"
    TOTAL_TO_DATE = "total-to-date"
    CEILING = "ceiling"
    NOT_STATED = "not-stated"


class LinkRole(models.TextChoices):
    """What a condition does for a position or a measure. Only `requires` and `opens` are ever evaluated."""

    REQUIRES = "requires"
    OPENS = "opens"
    LIMITS = "limits"
    REASON = "reason"
    RULE = "rule"


MEASURE_ROLES = [LinkRole.REQUIRES, LinkRole.LIMITS, LinkRole.RULE]
"""What a condition can do for a measure itself, whoever backs it."""


class EnquiryOutcome(models.TextChoices):
    """What a search for an actor's position found. Silence is not a stance."""

    NONE_FOUND = "none-found"
    NOT_APPLICABLE = "not-applicable"


class Side(models.TextChoices):
    """On which side of a measure a position stands."""

    BACKING = "backing"
    OPEN = "open"
    OPPOSING = "opposing"


class Evidence(models.TextChoices):
    """On what evidence a position rests."""

    OFFICIAL = "official"
    SINGLE_PRESS = "single-press"
    OTHER = "other"


DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    Stance: {
        "leads": "Contributes, and commands it, hosts its headquarters, co-chairs or drafted it.",
        "contributes": "Own people, equipment or money are committed by a body able to commit them.",
        "supports": "A head of state or government, a minister or the parliament endorses it; nothing of its own yet.",
        "open": "Does not exclude it, would consider it, or would join.",
        "undecided": "Says itself that the decision is pending.",
        "reserved": "Will not take part, or voices doubt, without working against others doing it.",
        "opposes": "Argues or votes against it as such, or blocks it.",
        "red-line": "Announces a named consequence if it happens.",
    },
    OwnPart: {
        "committed": "Its own part is decided by a body able to decide it.",
        "offered": "It has offered a part of its own.",
        "possible": "It does not exclude a part of its own.",
        "declined": "It will have no part in it, whatever it thinks of it.",
        "not-stated": "Nothing was said of its own part.",
    },
    Form: {
        "ground": "Forces on land.",
        "air": "Aircraft or air defence.",
        "sea": "Ships.",
        "training": "Trainers.",
        "logistics": "Transport, repair, supply.",
        "hosting": "Territory, bases or transit.",
        "intelligence": "Information and warning.",
        "staff": "Officers in a headquarters.",
        "equipment": "Arms and other goods.",
        "money": "Money.",
        "political": "Words, votes and signatures.",
    },
    Binding: {
        "legal": "A law, treaty or contract.",
        "political": "A public commitment.",
        "none": "Nothing but the statement itself.",
    },
    Confidence: {
        "confirmed": "An official text, a statement on record, or two independent sources.",
        "reported": "One source.",
        "inferred": "Read from conduct rather than said; analysis shows it apart.",
    },
    AmountBasis: {
        "one-off": "A single sum.",
        "per-year": "A sum for each year.",
        "total-to-date": "All that has been given so far.",
        "ceiling": "The most that may be given.",
        "not-stated": "The source does not say.",
    },
    LinkRole: {
        "requires": "The actor will not do what its stance says without it.",
        "opens": "A stated way out of a stance of rank 1 or below.",
        "limits": "How, where, how much or how long.",
        "reason": "The ground that the actor gives.",
        "rule": "A law or voting rule that frames the stance.",
    },
    EnquiryOutcome: {
        "none-found": "Looked for, and none was found.",
        "not-applicable": "The actor has no say in it.",
    },
    Side: {
        "backing": "Rank 2 and above: supports, contributes, leads.",
        "open": "Neither: open, undecided, reserved.",
        "opposing": "Rank -2 and below: opposes, red line.",
    },
    Evidence: {
        "official": "At least one official publication or legal text supports it.",
        "single-press": "A single source supports it, and that is press.",
        "other": "Anything else: several press sources, a dataset, a think tank.",
    },
}
