"""Sources, citations, and the claims that need them."""

from policyhub.sources.models.citation import Citation, Claim
from policyhub.sources.models.source import Source

__all__ = ["Citation", "Claim", "Source"]
