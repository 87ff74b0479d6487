"""The vocabularies of conditions and instruments."""

from django.db import models


class ConditionKind(models.TextChoices):
    """What sort of condition it is."""

    PARLIAMENTARY_MANDATE = "parliamentary-mandate"
    EXECUTIVE_DECISION = "executive-decision"
    CONSTITUTIONAL_LIMIT = "constitutional-limit"
    HOST_STATE_CONSENT = "host-state-consent"
    UN_MANDATE = "un-mandate", "UN Mandate"
    CEASEFIRE = "ceasefire"
    PEACE_AGREEMENT = "peace-agreement"
    ALLIED_BACKSTOP = "allied-backstop"
    NATIONAL_COMMAND = "national-command"
    NON_COMBAT = "non-combat"
    GEOGRAPHIC_LIMIT = "geographic-limit"
    END_USE = "end-use"
    RETRANSFER_CONSENT = "retransfer-consent"
    APPROPRIATION = "appropriation"
    SUNSET = "sunset"
    NEUTRALITY = "neutrality"
    INTERNATIONAL_LAW = "international-law"
    CONSULTATION = "consultation"
    ADVERSARY_CONSENT = "adversary-consent"
    PARTICIPATION_THRESHOLD = "participation-threshold"
    RULES_OF_ENGAGEMENT = "rules-of-engagement"
    STATUS_OF_FORCES = "status-of-forces"
    TRIGGER = "trigger"
    ADVERSARY_SPECIFIC = "adversary-specific"
    COLLECTIVE_DECISION = "collective-decision"
    DEFINED_MANDATE = "defined-mandate"


class ConditionNature(models.TextChoices):
    """Of what nature a condition is."""

    LEGAL = "legal"
    POLITICAL = "political"
    OPERATIONAL = "operational"


class ConditionEffect(models.TextChoices):
    """What the assent that it asks for does."""

    PRIOR_CONSENT = "prior-consent"
    PRIOR_CONSULTATION = "prior-consultation"
    INFORMATION = "information"
    LATER_APPROVAL = "later-approval"


class ConditionStatus(models.TextChoices):
    """How far a condition is met."""

    UNMET = "unmet"
    PARTLY_MET = "partly-met"
    MET = "met"
    WAIVED = "waived"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"


TRUE = [ConditionStatus.MET, ConditionStatus.WAIVED]
"""States in which nobody waits for a condition."""


class InstrumentKind(models.TextChoices):
    """What sort of legal or political text an instrument is."""

    CHARTER = "charter"
    TREATY = "treaty"
    CONSTITUTION = "constitution"
    STATUTE = "statute"
    REGULATION = "regulation"
    DECISION = "decision"
    RESOLUTION = "resolution"
    AGREEMENT = "agreement"
    DECLARATION = "declaration"
    POLICY = "policy"


DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    ConditionKind: {
        "parliamentary-mandate": "A vote of a parliament is needed, before or soon after.",
        "executive-decision": "A government or head of state must order it.",
        "constitutional-limit": "A constitution forbids or narrows it.",
        "host-state-consent": "The host must invite or consent.",
        "un-mandate": "The Security Council, or the General Assembly, must authorise it.",
        "ceasefire": "Fighting must have stopped under an agreed text.",
        "peace-agreement": "A wider settlement must be signed.",
        "allied-backstop": "Another power's cover, lift, intelligence or guarantee is needed.",
        "national-command": "Forces stay under the command of their own state.",
        "non-combat": "Only tasks without fighting.",
        "geographic-limit": "A place, or a distance from the front.",
        "end-use": "What was given may be used only in certain ways.",
        "retransfer-consent": "The maker or first giver must agree that it is passed on.",
        "appropriation": "Money must be voted.",
        "sunset": "It lapses on a day unless renewed.",
        "neutrality": "A status of neutrality, or an opt-out.",
        "international-law": "A ground in international law must hold.",
        "consultation": "Others must be consulted first.",
        "adversary-consent": "The attacker must agree, or not object.",
        "participation-threshold": "Others must join first: a named state, or so many.",
        "rules-of-engagement": "Rules on the use of force must be agreed.",
        "status-of-forces": "Entry, stay and immunity of forces must be agreed.",
        "trigger": "It applies only once something happens, such as a new attack.",
        "adversary-specific": "It applies only against a named attacker.",
        "collective-decision": "An organisation must decide by its own rule.",
        "defined-mandate": "Task, duration and command must be laid down first.",
    },
    ConditionNature: {
        "legal": "A rule of law makes it.",
        "political": "A decision maker makes it and can lift it.",
        "operational": "Means or circumstances make it.",
    },
    ConditionEffect: {
        "prior-consent": "Nothing may begin without it.",
        "prior-consultation": "Somebody must be heard before it begins.",
        "information": "Somebody must be told.",
        "later-approval": "It may begin, and must be approved afterwards.",
    },
    ConditionStatus: {
        "unmet": "It is not met.",
        "partly-met": "Some of what it asks is there, not all.",
        "met": "It is met.",
        "waived": "Whoever made it no longer insists.",
        "lapsed": "It was met, and is no longer.",
        "unknown": "Nothing seen says.",
    },
    InstrumentKind: {
        "charter": "The founding text of an organisation.",
        "treaty": "An agreement between states under international law.",
        "constitution": "A constitution or an act of that rank.",
        "statute": "An act of a parliament.",
        "regulation": "A general rule made under a higher one, or a regulation of the European Union.",
        "decision": "A decision of a body on a case.",
        "resolution": "A resolution of an organ or a parliament.",
        "agreement": "An agreement, contract or memorandum of public bodies.",
        "declaration": "A text of intent that binds politically.",
        "policy": "A strategy, guideline or doctrine.",
    },
}
