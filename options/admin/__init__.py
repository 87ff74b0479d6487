"""Everything of policy in the admin; one module for each concept."""

from options.admin import (
    assessments,
    categories,
    conditions,
    enquiries,
    instruments,
    measures,
    options,
    positions,
    statements,
)

__all__ = [
    "assessments",
    "categories",
    "conditions",
    "enquiries",
    "instruments",
    "measures",
    "options",
    "positions",
    "statements",
]
