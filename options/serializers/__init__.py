"""The shapes of policy: what each kind of record shows, by concept."""

from options.serializers.conditions import ConditionSerializer, InstrumentSerializer
from options.serializers.measures import AssessmentSerializer, CategorySerializer, MeasureSerializer, OptionSerializer
from options.serializers.positions import EnquirySerializer, PositionSerializer, StatementSerializer

__all__ = [
    "AssessmentSerializer",
    "CategorySerializer",
    "ConditionSerializer",
    "EnquirySerializer",
    "InstrumentSerializer",
    "MeasureSerializer",
    "OptionSerializer",
    "PositionSerializer",
    "StatementSerializer",
]
