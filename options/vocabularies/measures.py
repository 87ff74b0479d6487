"""The vocabularies of measures and options."""

from django.db import models


class Presence(models.TextChoices):
    """Whether the measure brings people into the beneficiary's territory, and which."""

    NONE = "none"
    CIVILIAN = "civilian"
    MILITARY_NON_COMBAT = "military-non-combat"
    MILITARY_COMBAT = "military-combat"


class Footprint(models.TextChoices):
    """Where the measure takes place."""

    IN_COUNTRY = "in-country"
    NEIGHBOURING = "neighbouring"
    ALLIED_TERRITORY = "allied-territory"
    REMOTE = "remote"


class Command(models.TextChoices):
    """Who commands or runs the measure."""

    NATIONAL = "national"
    LEAD_NATION = "lead-nation"
    COALITION = "coalition"
    NATO = "nato", "NATO"
    EU = "eu", "EU"
    UN = "un", "UN"
    HOST = "host"


class MeasureStatus(models.TextChoices):
    """How far a measure has come."""

    PROPOSED = "proposed"
    UNDER_DISCUSSION = "under-discussion"
    AGREED = "agreed"
    OPERATIONAL = "operational"
    SUSPENDED = "suspended"
    CONCLUDED = "concluded"
    ABANDONED = "abandoned"


class MeasureLinkKind(models.TextChoices):
    """How one measure bears on another."""

    REQUIRES = "requires"
    COMPLEMENTS = "complements"
    ALTERNATIVE_TO = "alternative-to"
    SUPERSEDES = "supersedes"
    PART_OF = "part-of"


class CodeScheme(models.TextChoices):
    """An outside vocabulary that categories are mapped to."""

    CAMEO = "cameo", "CAMEO"
    DAC = "dac", "DAC"
    KIEL = "kiel"


class OptionMemberRole(models.TextChoices):
    """What a measure is to an option."""

    CORE = "core"
    OPTIONAL = "optional"


class AssessmentDimension(models.TextChoices):
    """On what an assessment judges a measure; 5 is the most of it."""

    ESCALATION_RISK = "escalation-risk"
    DETERRENCE = "deterrence"
    LEGAL_BASIS = "legal-basis"
    FEASIBILITY = "feasibility"
    COST = "cost"
    TIME_TO_EFFECT = "time-to-effect"


DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    Presence: {
        "none": "Nobody enters the beneficiary's territory for it.",
        "civilian": "Civilians only.",
        "military-non-combat": "Military staff who do not fight: trainers, engineers, observers.",
        "military-combat": "Forces that are equipped and, if need be, ordered to fight.",
    },
    Footprint: {
        "in-country": "On, over or off the beneficiary's territory.",
        "neighbouring": "In a country that borders on the beneficiary.",
        "allied-territory": "Elsewhere on the territory of those who give the support.",
        "remote": "At a distance: money, law, data, deliveries across a border.",
    },
    Command: {
        "national": "Each contributor commands its own.",
        "lead-nation": "One state leads for others.",
        "coalition": "A group of states under a structure of its own.",
        "nato": "NATO.",
        "eu": "The European Union.",
        "un": "The United Nations.",
        "host": "The beneficiary itself.",
    },
    MeasureStatus: {
        "proposed": "Somebody with a say has put it forward.",
        "under-discussion": "Those whose assent it needs talk about it.",
        "agreed": "Decided, and not yet under way.",
        "operational": "Under way or in force.",
        "suspended": "Halted, and meant or able to go on.",
        "concluded": "Finished: its purpose or term is fulfilled.",
        "abandoned": "Given up or refused for good.",
    },
    MeasureLinkKind: {
        "requires": "It cannot work without the other.",
        "complements": "It works better with the other.",
        "alternative-to": "It would serve instead of the other.",
        "supersedes": "It has taken the place of the other.",
        "part-of": "It is a part of the other.",
    },
    CodeScheme: {
        "cameo": "CAMEO and PLOVER event codes.",
        "dac": "OECD DAC purpose codes, as IATI uses them; v99 where there is none.",
        "kiel": "Headings of the Kiel Ukraine Support Tracker.",
    },
    OptionMemberRole: {
        "core": "Without it the option is another one.",
        "optional": "It may be added.",
    },
    AssessmentDimension: {
        "escalation-risk": "How likely it is to provoke (5 = high risk).",
        "deterrence": "How far it keeps an attacker from attacking (5 = strong effect).",
        "legal-basis": "How firm its ground in law is (5 = firm).",
        "feasibility": "How well it can be done with what there is (5 = works well).",
        "cost": "How dear it is (5 = very dear).",
        "time-to-effect": "How soon it works (5 = at once).",
    },
}
