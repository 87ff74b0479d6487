"""What positions, statements and enquiries can be asked for."""

from typing import ClassVar

from django.db.models import Count, Q

from actors.filtersets import ACTOR
from options import models
from options.filtersets.shared import CONDITIONS, MEASURE
from options.vocabularies.positions import BACKING, OPPOSING, Evidence, Side
from policyhub.api.filters import Ask, Asking, CatalogueFilterSet, Flags, Related, Words
from policyhub.api.filters.base import ANY, BOUNDS, DAY, KEY, RANKED, SET, SOME_DAY, WORD
from policyhub.sources.filtersets import ClaimFilterSet
from policyhub.sources.vocabularies import CitationRole, SourceKind

SIDES = {
    Side.BACKING: Q(stance_rank__gte=BACKING),
    Side.OPEN: Q(stance_rank__lt=BACKING, stance_rank__gt=OPPOSING),
    Side.OPPOSING: Q(stance_rank__lte=OPPOSING),
}


def of_side(word: str, asking: Asking) -> Q:
    """Return the positions on that side."""
    return SIDES[Side(word)]


def with_conditions(wanted: bool, asking: Asking) -> Q:
    """Return the positions with a linked condition, or without any."""
    links = models.PositionCondition.objects.visible_to(asking.caller)
    found = Q(pk__in=links.values("position"))
    return found if wanted else ~found


def on_evidence(word: str, asking: Asking) -> Q:
    """Return the positions that rest on such evidence."""
    cited = models.PositionCitation.objects.visible_to(asking.caller).filter(role=CitationRole.SUPPORTS)
    official = Q(pk__in=cited.filter(source__kind__in=[SourceKind.OFFICIAL, SourceKind.LEGAL_TEXT]).values("claim"))
    alone = cited.order_by().values("claim").annotate(n=Count("pk")).filter(n=1).values("claim")
    press = Q(pk__in=cited.filter(source__kind=SourceKind.PRESS, claim__in=alone).values("claim"))
    return {Evidence.OFFICIAL: official, Evidence.SINGLE_PRESS: press, Evidence.OTHER: ~official & ~press}[
        Evidence(word)
    ]


class PositionFilterSet(ClaimFilterSet):
    """Filters of positions."""

    asks: ClassVar = {
        "side": Ask(kind=Words(Side.choices), of=of_side, about="On which side it stands."),
        "has_condition": Ask(kind=Flags(), of=with_conditions, about="Whether any condition is linked to it."),
        "evidence": Ask(kind=Words(Evidence.choices), of=on_evidence, about="On what evidence it rests."),
    }
    related: ClassVar = [
        ACTOR,
        MEASURE,
        CONDITIONS,
        Related("forms", {"form": Ask(ANY, many=True, about="Forms in which the actor takes part, or would.")}),
        *ClaimFilterSet.related,
    ]
    facets: ClassVar = [
        "actor",
        "actor_kind",
        "measure",
        "category",
        "stance",
        "stance_if_met",
        "own_part",
        "confidence",
        "binding",
        "since_precision",
        "currency",
        "amount_basis",
        "form",
        "condition",
        "condition_role",
        "condition_kind",
        "needs",
        "source_kind",
        "publication",
    ]

    class Meta:
        model = models.Position
        fields: ClassVar = {
            "actor": KEY,
            "measure": KEY,
            "stance": RANKED,
            "stance_if_met": ("exact", "gte", "isnull"),
            "own_part": ("exact", "in"),
            "confidence": WORD,
            "binding": ("exact", "isnull"),
            "since": SOME_DAY,
            "since_precision": ("exact",),
            "until": ("gt", "gte", "lt", "isnull"),
            "amount": (*BOUNDS, "isnull"),
            "currency": ("exact",),
            "amount_basis": ("exact",),
            "consequence": ("isnull",),
            "summary": ("contains",),
        }


class StatementFilterSet(ClaimFilterSet):
    """Filters of statements."""

    related: ClassVar = [
        ACTOR,
        Related("measures", {"category": Ask(path="measure__category", about="The field of a measure it speaks of.")}),
        *ClaimFilterSet.related,
    ]
    facets: ClassVar = [
        "actor",
        "actor_kind",
        "stance",
        "measures",
        "category",
        "language",
        "source_kind",
        "publication",
    ]

    class Meta:
        model = models.Statement
        fields: ClassVar = {
            "actor": KEY,
            "speaker": ("exact", "contains"),
            "speaker_role": ("contains",),
            "made_on": (*DAY, "isnull"),
            "venue": ("contains",),
            "stance": (*RANKED, "isnull"),
            "measures": SET,
            "paraphrase": ("contains",),
            "quote": ("contains", "isnull"),
            "language": ("exact", "in"),
        }


class EnquiryFilterSet(CatalogueFilterSet):
    """Filters of enquiries."""

    related: ClassVar = [ACTOR, MEASURE]
    facets: ClassVar = ["actor", "actor_kind", "measure", "category", "outcome", "publication"]

    class Meta:
        model = models.Enquiry
        fields: ClassVar = {
            "actor": KEY,
            "measure": KEY,
            "looked_on": DAY,
            "outcome": WORD,
            "looked_in": ("contains",),
        }
