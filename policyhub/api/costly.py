"""Questions that take the database longer than an answer may."""

from django.db.utils import OperationalError
from django.http import HttpRequest, HttpResponse

from policyhub.api.errors import problem

CANCELLED = "57014"
"""PostgreSQL's code of a statement that was cancelled."""


def took_too_long(error: Exception) -> bool:
    """Tell whether a statement failed because it took too long."""
    cause = error.__cause__
    return isinstance(error, OperationalError) and (
        getattr(cause, "sqlstate", None) == CANCELLED or getattr(cause, "sqlite_errorname", None) == "SQLITE_INTERRUPT"
    )


def too_costly(request: HttpRequest) -> HttpResponse:
    """Answer what the database was not allowed to finish."""
    return problem(request, 503, "The question takes longer than an answer may.", kind="too-costly")
