"""The tally in a question: the one row of a measure that holds on a day, joined to the measure."""

import datetime
from typing import Any

from django.db.models import F, FilteredRelation, Func, Q
from django.db.models.sql.constants import INNER
from django.db.models.sql.datastructures import Join

from policyhub.api.json_sql import JsonText


class OnTally(F):
    """
    A column of the tally of a measure on a day, for any QuerySet of measures.

    It brings its join along, one for all columns of a day. As every measure has exactly one row on any day,
    the join is an inner one and neither adds nor loses a measure. With `leads` the tally is read first, in the
    order of one of its indexes, which is what a list wants that is put in order by a number and the slug of
    the tally; without, it is looked up for each measure.
    """

    def __init__(self, column: str, day: datetime.date, *, leads: bool = False) -> None:
        self.column, self.day, self.leads = column, day, leads
        said = f"tally{'_first' if leads else ''}_{day.isoformat().replace('-', '')}"
        super().__init__(f"{said}__{column}")

    nullable = False
    """Every measure has its row, and every row its numbers."""

    def leading(self, column: str = "") -> "OnTally":
        """Return this column, or another one, of the tally read first."""
        return OnTally(column or self.column, self.day, leads=True)

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Join the tally to the query, unless another column has."""
        alias = self.name.partition("__")[0]
        if alias not in query._filtered_relations:
            holds = Q(tally__since__lte=self.day, tally__through__gte=self.day)
            query.add_filtered_relation(FilteredRelation("tally", condition=holds), alias)
        column = super().resolve_expression(query, *args, **kwargs)
        joined = query.alias_map[column.alias]
        if joined.join_type != INNER:
            query.alias_map[column.alias] = (Leading.of(joined) if self.leads else joined).demote()
        return column


class Leading(Join):
    """The join of a table that is to be read before the one it is joined to."""

    @classmethod
    def of(cls, join: Join) -> "Leading":
        """Return the same join, so that its table leads."""
        given = (join.table_name, join.parent_alias, join.table_alias, join.join_type, join.join_field, join.nullable)
        return cls(*given, filtered_relation=join.filtered_relation)

    @property
    def identity(self) -> Any:
        """Tell that it is the join that it was made of, so that another column of the table finds it."""
        return (Join, *super().identity[1:])

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """
        Return the join, for SQLite with two hints that its planner needs, since it makes nothing of a LIMIT.

        A plus before the column keeps it from looking rows up by that; the likelihood of what is always so
        keeps it from making a filter of all measures first, as it would for a list that is read to its end.
        """
        sql, params = super().as_sql(compiler, connection)
        if connection.vendor != "sqlite":
            return sql, params
        column = f"{compiler.quote_name_unless_alias(self.table_alias)}.{connection.ops.quote_name('measure_id')}"
        hints = f"= +{column} AND likelihood(+{column} > 0, 0.05) AND"
        return sql.replace(f"= {column} AND", hints, 1), params


class CodesOnTally(Func):
    """A list of codes of the tally of a measure on a day, as JSON; read on its own, it comes back as a list."""

    arity = 1
    output_field = JsonText()

    def __init__(self, column: Any, day: datetime.date | None = None) -> None:
        super().__init__(column if day is None else OnTally(column, day))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the text as it is: the document around it takes it for JSON."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return the text taken for JSON, as it is."""
        return self.as_sql(compiler, connection, template="(%(expressions)s)::json", **context)
