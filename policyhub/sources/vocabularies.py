"""The vocabularies of evidence."""

from django.db import models


class SourceKind(models.TextChoices):
    """What sort of publication a source is."""

    OFFICIAL = "official"
    LEGAL_TEXT = "legal-text"
    PRESS = "press"
    DATASET = "dataset"
    THINK_TANK = "think-tank"


class Reliability(models.TextChoices):
    """How far a source can be relied on: the letters of the Admiralty code (NATO AJP-2.1)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class CitationRole(models.TextChoices):
    """What a source does for a claim."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    CONTEXT = "context"


DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    SourceKind: {
        "official": "Published by a government, parliament, organisation or other public body.",
        "legal-text": "The text of a treaty, law, decision or resolution.",
        "press": "A newspaper, agency, broadcaster or news site.",
        "dataset": "A table, register or database.",
        "think-tank": "Research or commentary of an institute or university.",
    },
    Reliability: {
        "A": "Completely reliable; here: official and legal texts.",
        "B": "Usually reliable.",
        "C": "Fairly reliable.",
        "D": "Not usually reliable; here: state media of a party to the conflict.",
        "E": "Unreliable; here: aggregators of such media.",
        "F": "Reliability cannot be judged.",
    },
    CitationRole: {
        "supports": "The source says what the claim says.",
        "contradicts": "The source says something else; the claim stands on others.",
        "context": "The source helps to understand the claim and proves nothing of it.",
    },
}
