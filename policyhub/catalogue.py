"""The list of every collection, in the order in which a reader meets them."""

from actors.viewsets import MembershipViewSet
from options import viewsets
from policyhub.sources.viewsets import SourceViewSet

COLLECTIONS = [
    ("measures", viewsets.MeasureViewSet),
    ("positions", viewsets.PositionViewSet),
    ("conditions", viewsets.ConditionViewSet),
    ("instruments", viewsets.InstrumentViewSet),
    ("options", viewsets.OptionViewSet),
    ("actors", viewsets.ActorViewSet),
    ("memberships", MembershipViewSet),
    ("statements", viewsets.StatementViewSet),
    ("assessments", viewsets.AssessmentViewSet),
    ("enquiries", viewsets.EnquiryViewSet),
    ("categories", viewsets.CategoryViewSet),
    ("sources", SourceViewSet),
]
