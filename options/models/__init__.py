"""What: every model of policy, by concept."""

from options.models.assessment import Assessment, AssessmentCitation
from options.models.category import Category, CategoryCode
from options.models.condition import Condition, ConditionCitation, ConditionState
from options.models.enquiry import Enquiry
from options.models.instrument import Instrument, InstrumentCitation
from options.models.measure import Measure, MeasureCitation, MeasureCondition, MeasureLink, Stage
from options.models.option import Option, OptionMember
from options.models.position import Position, PositionCitation, PositionCondition, PositionForm
from options.models.statement import Statement, StatementCitation
from options.models.tally import Tally, Untallied

__all__ = [
    "Assessment",
    "AssessmentCitation",
    "Category",
    "CategoryCode",
    "Condition",
    "ConditionCitation",
    "ConditionState",
    "Enquiry",
    "Instrument",
    "InstrumentCitation",
    "Measure",
    "MeasureCitation",
    "MeasureCondition",
    "MeasureLink",
    "Option",
    "OptionMember",
    "Position",
    "PositionCitation",
    "PositionCondition",
    "PositionForm",
    "Stage",
    "Statement",
    "StatementCitation",
    "Tally",
    "Untallied",
]
