"""
Constraints of records that hold on both engines: words are of a vocabulary, periods run forward and never overlap.

An exclusion constraint is PostgreSQL's alone, and a trigger made by `RunSQL` vanishes when Django
rebuilds a table on SQLite; `NoOverlap` is one constraint that is the first there and two triggers
here, which every rebuild makes again (docs/adr/0003-no-overlap.md).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint, CheckConstraint, F, Q
from django.db.models.sql.query import Query
from django.utils.text import capfirst

# \Z is the end of the text on every engine; `$` would let Python, and so SQLite, take a line break after it.
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"


def matches(field: str, pattern: str, name: str, message: str, condition: Q | None = None) -> CheckConstraint:
    """Hold the text of `field` to a regular expression (where `condition` is true); an empty value passes."""
    rule = Q(**{field: ""}) | Q(**{f"{field}__regex": pattern})
    if condition is not None:
        rule = ~condition | Q(**{f"{field}__regex": pattern})
    return CheckConstraint(condition=rule, name=name, violation_error_message=message)


def slug_format(name: str) -> CheckConstraint:
    """Hold the slug to lower-case words joined by single hyphens."""
    message = "A slug is made of lower-case letters and digits, in words joined by single hyphens."
    return CheckConstraint(condition=Q(slug__regex=SLUG), name=name, violation_error_message=message)


def one_of(field: str, words: Iterable[str], name: str, *, or_empty: bool = False) -> CheckConstraint:
    """Hold `field` to the words of a vocabulary, or to some of them; an empty value passes where that is said."""
    values = [str(word) for word in words]
    listed = ", ".join([*values, "or empty"] if or_empty else values)
    return CheckConstraint(
        condition=Q(**{f"{field}__in": [*([""] if or_empty else []), *values]}),
        name=name,
        violation_error_message=f"{capfirst(field.replace('_', ' '))} is one of {listed}.",
    )


def not_itself(field: str, name: str, message: str, other: str = "id") -> CheckConstraint:
    """Hold that a foreign key does not lead to what `other` names: the row itself, or what another key leads to."""
    return CheckConstraint(
        condition=Q(**{f"{field}__isnull": True}) | ~Q(**{field: F(other)}), name=name, violation_error_message=message
    )


def runs_forward(name: str, since: str = "since", until: str = "until") -> CheckConstraint:
    """Hold a half-open period to at least one day; a null end is open."""
    return CheckConstraint(
        condition=Q(**{f"{since}__isnull": True}) | Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": F(since)}),
        name=name,
        violation_error_message="The period must end after it begins.",
    )


def known_or_not(name: str) -> CheckConstraint:
    """Hold that a period without a first day says `unknown`, and one with a first day does not."""
    return CheckConstraint(
        condition=Q(since__isnull=True, since_precision="unknown")
        | (Q(since__isnull=False) & ~Q(since_precision="unknown")),
        name=name,
        violation_error_message="Without a first day the precision is `unknown`; with one it is not.",
    )


def holds_from_since(name: str) -> CheckConstraint:
    """Hold that a period with a first day counts from that day."""
    return CheckConstraint(
        condition=Q(since__isnull=True) | Q(holds_from=F("since")),
        name=name,
        violation_error_message="What has a first day holds from that day.",
    )


def holds_before_its_end(name: str) -> CheckConstraint:
    """Hold that every period is counted on at least one day."""
    return CheckConstraint(
        condition=Q(until__isnull=True) | Q(until__gt=F("holds_from")),
        name=name,
        violation_error_message="The period counts from a day before its end.",
    )


class NoOverlap(BaseConstraint):
    """
    The half-open periods [since, until) of one sequence never overlap; a null end is open.

    `within` names the foreign keys that make a sequence (an actor's positions on a measure: `measure`,
    `actor`); `condition` limits the rule to some rows (the published ones).
    """

    def __init__(
        self,
        *,
        within: Sequence[str],
        name: str,
        condition: Q | None = None,
        violation_error_message: str | None = None,
    ) -> None:
        super().__init__(
            name=name,
            violation_error_message=violation_error_message or "The period overlaps another one of the same sequence.",
            violation_error_code="overlap",
        )
        self.within = tuple(within)
        self.condition = condition if condition is not None else Q()

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return how a migration writes the constraint down."""
        path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_code", None)
        return path, tuple(args), {**kwargs, "within": self.within, "condition": self.condition}

    def __eq__(self, other: object) -> bool:
        if isinstance(other, NoOverlap):
            return self.deconstruct() == other.deconstruct()
        return NotImplemented

    __hash__ = BaseConstraint.__hash__

    # --- SQL --------------------------------------------------------------------------------

    def trigger_names(self) -> list[str]:
        """Return the triggers that hold this constraint on SQLite."""
        return [f"{self.name}_insert", f"{self.name}_update"]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return the clause of CREATE TABLE on PostgreSQL; on SQLite have the triggers made once the rows are in."""
        if schema_editor.connection.vendor == "postgresql":
            return self._exclusion(model, schema_editor)
        schema_editor.deferred_sql.extend(self._triggers(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return ALTER TABLE for PostgreSQL; SQLite never comes here, it rebuilds the table instead."""
        return Statement(
            "ALTER TABLE %(table)s ADD %(clause)s",
            table=Table(model._meta.db_table, schema_editor.quote_name),
            clause=self._exclusion(model, schema_editor),
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return the DROP CONSTRAINT of PostgreSQL; SQLite rebuilds the table, and its triggers go with the old one."""
        return schema_editor._delete_constraint_sql(schema_editor.sql_delete_check, model, self.name)

    def _columns(self, model: type[models.Model]) -> list[str]:
        columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
        return [columns[name] for name in self.within]

    def _where(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        if not self.condition:
            return "1 = 1"
        query = Query(model=model, alias_cols=False)
        where = query.build_where(self.condition)
        sql, params = where.as_sql(query.get_compiler(connection=schema_editor.connection), schema_editor.connection)
        return str(sql) % tuple(schema_editor.quote_value(value) for value in params)

    def _exclusion(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> str:
        quote = schema_editor.quote_name
        sequence = ", ".join(f"{quote(column)} WITH =" for column in self._columns(model))
        # Deferrable but immediate: a transaction that moves two neighbours may ask for the check at its end.
        return (
            f"CONSTRAINT {quote(self.name)} EXCLUDE USING gist ({sequence}, daterange(since, until) WITH &&) "
            f"WHERE ({self._where(model, schema_editor)}) DEFERRABLE INITIALLY IMMEDIATE"
        )

    def _triggers(self, model: type[models.Model], schema_editor: BaseDatabaseSchemaEditor) -> Iterator[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        where = self._where(model, schema_editor).replace("%", "%%")
        same = " AND ".join(f"o.{column} = NEW.{column}" for column in self._columns(model))
        # Only what the condition asks for: SQLite refuses to drop a column that a trigger names.
        asked = [field for field in model._meta.concrete_fields if field.name in self.condition.referenced_base_fields]
        columns = ", ".join(f"NEW.{field.column} AS {field.column}" for field in asked) or "1"
        concerns_new = f"(SELECT count(*) FROM (SELECT {columns}) WHERE {where})"
        for name, event in zip(self.trigger_names(), ["INSERT", "UPDATE"], strict=True):
            yield Statement(
                f"CREATE TRIGGER {schema_editor.quote_name(name)} AFTER {event} ON %(table)s WHEN {concerns_new} "
                f"BEGIN SELECT RAISE(ABORT, 'constraint failed: {self.name}') "
                f"FROM (SELECT * FROM %(table)s WHERE {where}) o WHERE o.id <> NEW.id AND {same} "
                "AND coalesce(o.since, '0000') < coalesce(NEW.until, '9999-99') "
                "AND coalesce(NEW.since, '0000') < coalesce(o.until, '9999-99'); END",
                table=table,
            )
        # Rows were copied into a rebuilt table before it had triggers. Those that overlap the one before
        # them are written once more as they are, so that a rule is never added over rows that break it.
        sequence = ", ".join(self._columns(model))
        yield Statement(
            "UPDATE %(table)s SET id = id WHERE id IN (SELECT id FROM (SELECT id, coalesce(since, '0000') < "
            f"lag(coalesce(until, '9999-99')) OVER (PARTITION BY {sequence} ORDER BY coalesce(since, '0000')) AS late "
            f"FROM %(table)s WHERE {where}) WHERE late)",
            table=table,
        )

    # --- Validation -------------------------------------------------------------------------

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Raise ValidationError where the instance's period overlaps a stored one of its sequence."""
        if exclude and {*self.within, "since", "until"} & set(exclude):
            return
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        values = {field.attname: getattr(instance, field.attname) for field in fields}
        if not self._concerns(values, using) or any(getattr(instance, f"{name}_id") is None for name in self.within):
            return
        rows = model._default_manager.using(using).filter(
            self.condition, **{name: getattr(instance, f"{name}_id") for name in self.within}
        )
        since, until = values["since"], values["until"]
        if until is not None:
            rows = rows.filter(Q(since=None) | Q(since__lt=until))
        if since is not None:
            rows = rows.filter(Q(until=None) | Q(until__gt=since))
        if rows.exclude(pk=instance.pk).exists():
            raise ValidationError({"since": [ValidationError(self.get_violation_error_message(), code="overlap")]})

    def _concerns(self, values: dict[str, Any], using: str) -> bool:
        if not self.condition:
            return True
        try:
            return bool(self.condition.check(values, using=using))
        except FieldError:  # the condition names a field that the form leaves out
            return False
