"""The collections of actors and memberships."""

import datetime
from typing import Any, ClassVar

from django.db.models import F, OuterRef

from actors.filtersets import ActorFilterSet, MembershipFilterSet
from actors.models import Actor, Membership
from actors.serializers import ActorSerializer, MembershipSerializer
from policyhub.api.json_sql import JsonArray
from policyhub.api.periods import PeriodViewSet
from policyhub.api.viewsets import CatalogueViewSet


class ActorViewSet(CatalogueViewSet):
    """Who can back, oppose or decide: states, organisations, coalitions and institutions."""

    queryset = Actor.objects.all()
    serializer_class = ActorSerializer
    filterset_class = ActorFilterSet
    lookup_field = "code"
    ordering_fields: ClassVar[list[str]] = ["name"]

    def annotations(self, day: datetime.date) -> dict[str, Any]:
        """Return what an actor belongs to on the day."""
        full = Membership.objects.published().valid_on(day).full().filter(member=OuterRef("pk"))
        codes = full.order_by("organisation__code").annotate(j=F("organisation__code")).values("j")
        return {"member_of": JsonArray(codes)}


class MembershipViewSet(PeriodViewSet):
    """Who belonged to what, and from when until when."""

    queryset = Membership.objects.all()
    serializer_class = MembershipSerializer
    filterset_class = MembershipFilterSet
    ordering_fields: ClassVar[list[str]] = ["since", "until"]
