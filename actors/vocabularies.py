"""The vocabularies of actors."""

from django.db import models


class ActorKind(models.TextChoices):
    """What sort of actor it is."""

    STATE = "state"
    ORGANISATION = "organisation"
    COALITION = "coalition"
    INSTITUTION = "institution"


class MembershipRole(models.TextChoices):
    """In what standing a member belongs to an organisation."""

    MEMBER = "member"
    PERMANENT_MEMBER = "permanent-member"
    ELECTED_MEMBER = "elected-member"
    CANDIDATE = "candidate"
    OBSERVER = "observer"
    PARTNER = "partner"


FULL = [MembershipRole.MEMBER, MembershipRole.PERMANENT_MEMBER, MembershipRole.ELECTED_MEMBER]
"""The roles that make a member: it takes part in decisions."""

DEFINITIONS: dict[type[models.TextChoices], dict[str, str]] = {
    ActorKind: {
        "state": "A state, by its ISO 3166-1 alpha-3 code (XKX, user-assigned there, for Kosovo).",
        "organisation": "An organisation founded by treaty or decision, with organs of its own.",
        "coalition": "A group of states that act together without organs of their own.",
        "institution": "A parliament, court, president or council with a voice of its own; part of another actor.",
    },
    MembershipRole: {
        "member": "A full member, which takes part in decisions.",
        "permanent-member": "A member that stays (of the Security Council).",
        "elected-member": "A member for a term (of the Security Council).",
        "candidate": "Recognised as a candidate for membership.",
        "observer": "May be present and takes no part in decisions.",
        "partner": "Cooperates under an arrangement short of membership.",
    },
}
