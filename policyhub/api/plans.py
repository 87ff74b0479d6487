"""
Plans: the statements of a question, worked out once and kept for as long as the catalogue stays as it is.

What a query string means (which keys there are, what lies below a category) changes only with the
catalogue, so a plan is kept under its version, beside the view, the query string, the day and what the
caller may see. A plan holds no answer: the database is asked each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from rest_framework.request import Request

from policyhub.api import facets, ordering, parameters
from policyhub.api.errors import Fault
from policyhub.api.kept import Kept
from policyhub.api.questions import Asked, Question, lenient
from policyhub.api.rendering import Found, Rendering, TooLongError, found_by
from policyhub.api.shapes import Shape
from policyhub.api.statements import Statement
from policyhub.records.log import versions_of
from policyhub.records.querysets import Caller, sees_drafts

LARGEST = 60_000
"""A plan whose statements are longer is worked out each time: few are, and anybody could ask for many of them."""

OVERHEAD = 3_000
"""What a plan takes beside its statements, about."""

LISTS: Kept[Any] = Kept(lambda: 8_000_000, largest=LARGEST)
RECORDS: "Kept[RecordPlan]" = Kept(lambda: 4_000_000, largest=LARGEST)
"""The plans of lists, of whatever kind, and of single records, within so many bytes of statements."""


def forget() -> None:
    """Forget every plan, as after a change that no revision tells of."""
    LISTS.clear()
    RECORDS.clear()


def place_of(view: Any, request: Request, *, dated: bool = True) -> tuple[Any, ...] | None:
    """Return under what a plan is kept: all that decides it; None where the version of the catalogue is not known."""
    version = getattr(request._request, "catalogue_version", None)
    if version is None:
        return None
    asked, drafts = request.META.get("QUERY_STRING", ""), sees_drafts(request.user)
    return type(view), asked, lenient(request), drafts, parameters.today(), version if dated else None


@dataclass(frozen=True)
class ListPlan:
    """How a page of a list is answered."""

    question: Asked
    statement: Statement
    counting: Statement
    facets: facets.FacetCounts | None

    def __len__(self) -> int:
        return OVERHEAD + len(self.statement) + len(self.counting) + len(self.facets.statement if self.facets else "")

    @classmethod
    def of(cls, caller: Caller, question: Question) -> "ListPlan":
        """Return the plan of a question."""
        rendering, ordered = Rendering(caller, question.day, question.narrowed), Ordered.of(question)
        backward = question.cursor is not None and question.cursor.backward
        found = (question.shape, ordered.rows, ordered.names, question.size)
        statement = rendering.statement(*found, backward=backward)
        counted = facets.Counting(question.rows, question.filters, question.tree)
        counts = facets.FacetCounts.of(counted, question.facets) if question.facets else None
        counting = counting_of(question.matching()) if question.counted else Statement()
        return cls(question.asked, statement, counting, counts)

    def number(self) -> int:
        """Return how many records are asked for, of all pages."""
        return sum(number for (number,) in self.counting.run())  # of nothing that can be meant there is no line

    def found(self) -> Found:
        """
        Return the rows of the page and one more if there are more, and the documents of the page.

        Raises TooLongError where the page opens lists that are too long.
        """
        return found_by(self.statement)


def refuse_page(caller: Caller, question: Question) -> NoReturn:
    """Raise InvalidParameters that tells which lists of a page are too long."""
    rendering, model = Rendering(caller, question.day, question.narrowed), question.shape.model
    ids = [pk for (pk,) in Ordered.of(question).rows.values_list("pk")[: question.size]]
    rendering.refuse(question.shape, model._base_manager.filter(pk__in=ids))


@dataclass(frozen=True)
class Ordered:
    """The records from where a page begins, in their order, one more than it holds; and by which columns."""

    rows: Any
    names: Sequence[str]

    @classmethod
    def of(cls, question: Question) -> "Ordered":
        """
        Return the records of a question in order.

        What is derived may know a table that already is in the order by it and by the key (`leading`); the
        rows are then read off that table, as far as the page goes.
        """
        derived, cursor, key = question.filters.asking.derived, question.cursor, question.shape.model.KEY
        columns = {term.field: derived[term.field] for term in question.terms if term.field in derived}
        terms = [replace(t, nullable=getattr(columns.get(t.field), "nullable", t.nullable)) for t in question.terms]
        first: Any = columns.get(terms[0].field)
        if hasattr(first, "leading") and [term.field for term in terms[1:]] == [key]:
            columns |= {terms[0].field: first.leading(), KEY_THERE: first.leading(key)}
            terms[1] = replace(terms[1], field=KEY_THERE)
        rows, backward = question.matching().annotate(**columns), cursor is not None and cursor.backward
        if cursor is not None:
            rows = rows.filter(ordering.beyond(terms, cursor.values, backward=backward))
        rows = rows.order_by(*(term.order_by(backward=backward) for term in terms))
        return cls(rows[: question.size + 1], [term.field for term in terms])


KEY_THERE = "key_there"
"""The key of a record as a table of what is derived of it repeats it."""


def counting_of(rows: Any) -> Statement:
    """Return what counts rows."""
    statement = Statement.of(rows.order_by().values("pk"))
    return replace(statement, sql=f"SELECT COUNT(*) FROM ({statement.sql}) AS counted") if statement else statement


KEY = "the key that is asked for"
"""Stands in a plan where the key of the record goes; no key has blanks."""


@dataclass(frozen=True)
class RecordPlan:
    """How one record is answered, whichever it is."""

    rendering: Rendering
    shape: Shape
    rows: Any
    statement: Statement
    ignored: Sequence[Fault]
    moment: int | None
    """The number of the revision of a past moment; None for the present."""

    def __len__(self) -> int:
        return OVERHEAD + len(self.statement)

    @classmethod
    def of(
        cls, rendering: Rendering, shape: Shape, rows: Any, ignored: Sequence[Fault], moment: int | None
    ) -> "RecordPlan":
        """Return the plan of a shape, for one of these rows."""
        return cls(rendering, shape, rows, rendering.statement_of_one(shape, rows, KEY), ignored, moment)

    def document(self, key: str) -> tuple[str | None, int | None]:
        """Return what the record of that key says, and the revision that changed it last; None where there is none."""
        try:
            found = found_by(self.statement, {KEY: key})
            text = next(iter(found.texts.values()), None)
            return text, found.revision if self.moment is None else self.revision_then(key)
        except TooLongError:
            self.rendering.refuse(self.shape, self.rows.filter(**{self.shape.model.KEY: key}))

    def revision_then(self, key: str) -> int | None:
        """Return which revision had changed the record last at a past moment."""
        then = versions_of(self.shape.model._meta.label_lower, key).filter(number__lte=self.moment)
        number: int | None = then.values_list("number", flat=True).first()
        return number
