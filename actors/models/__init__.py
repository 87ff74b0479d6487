"""Who: actors and memberships."""

from actors.models.actor import Actor
from actors.models.membership import Membership, MembershipCitation

__all__ = ["Actor", "Membership", "MembershipCitation"]
