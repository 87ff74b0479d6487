"""
The rule that the tally says what positions say: the database keeps it right, whoever writes them.

On PostgreSQL triggers rewrite the tally after each statement. On SQLite, where a trigger runs for each row,
triggers only note the measures, and the connection rewrites those after the statement (docs/adr/0023-tally.md).
Triggers there name no table but their own and that of the notes: SQLite refuses to rename a table, which is
how Django rebuilds one, while a trigger names one that is gone for the moment.
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.ddl_references import Statement, Table

from options.tally_sql import ACTORS, MEASURES, POSITIONS, rewriting, rewriting_all
from policyhub.records.integrity import OfTheDatabase

NOTES = "options_untallied"

OF_POSITIONS = ("measure_id", "actor_id", "stance_rank", "publication", "holds_from", "until")
OF_MEASURES = ("slug", "beneficiary_id")
OF_ACTORS = ("code", "kind")
"""The columns that the tally follows from."""

# --- SQLite -----------------------------------------------------------------------------------

NOTED = f"SELECT measure_id AS id FROM {NOTES} WHERE measure_id IS NOT NULL"


def note(measure: str) -> str:
    """Return the statement that notes a measure."""
    return f"INSERT OR IGNORE INTO {NOTES} (measure_id) SELECT {measure}"


def sqlite_triggers() -> dict[str, tuple[str, str]]:
    """Return the triggers by name, each with its table: what they note is settled after the statement."""

    def trigger(name: str, table: str, event: str, when: str, *notes: str) -> tuple[str, tuple[str, str]]:
        condition = f" WHEN {when}" if when else ""
        body = "".join(f"{one}; " for one in notes)
        made = f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {event} ON {table}{condition} BEGIN {body}END"
        return name, (table, made)

    def differ(columns: tuple[str, ...]) -> str:
        return "(" + " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns) + ")"

    new, old = note("NEW.measure_id"), note("OLD.measure_id")
    public = "'published' IN (OLD.publication, NEW.publication)"
    actor = f"INSERT OR IGNORE INTO {NOTES} (actor_id) VALUES (NEW.id)"
    return dict(
        [
            trigger("tally_position_insert", POSITIONS, "INSERT", "NEW.publication = 'published'", new),
            trigger("tally_position_update", POSITIONS, "UPDATE", f"{public} AND {differ(OF_POSITIONS)}", old, new),
            trigger("tally_position_delete", POSITIONS, "DELETE", "OLD.publication = 'published'", old),
            trigger("tally_measure_insert", MEASURES, "INSERT", "", note("NEW.id")),
            trigger("tally_measure_update", MEASURES, "UPDATE", differ(OF_MEASURES), note("NEW.id")),
            trigger("tally_measure_delete", MEASURES, "DELETE", "", note("OLD.id")),
            trigger("tally_actor_update", ACTORS, "UPDATE", differ(OF_ACTORS), actor),
        ]
    )


def settle(raw: Any) -> None:
    """Write anew the tally of the measures that were noted in a SQLite database."""
    if raw.execute(f"SELECT 1 FROM {NOTES} LIMIT 1").fetchone() is None:
        return
    of_actors = f"SELECT p.measure_id FROM {NOTES} n CROSS JOIN {POSITIONS} p WHERE p.actor_id = n.actor_id"
    raw.execute(f"INSERT OR IGNORE INTO {NOTES} (measure_id) {of_actors}")
    for statement in rewriting(NOTED, "sqlite"):
        raw.execute(statement)
    raw.execute(f"DELETE FROM {NOTES}")


def watch(raw: Any, table: str = "") -> None:
    """Make the triggers of a SQLite database that has none, those of one table or all."""
    for of_table, statement in sqlite_triggers().values():
        if table in ("", of_table):
            raw.execute(statement)


def follow(raw: Any) -> None:
    """Make the triggers of a database that is brought forward: what changed is deleted there, and inserted anew."""
    watch(raw)
    noted = f"INSERT OR IGNORE INTO {NOTES} (actor_id) VALUES (NEW.id)"
    raw.execute(f"CREATE TRIGGER IF NOT EXISTS {ACTOR_ANEW} AFTER INSERT ON {ACTORS} BEGIN {noted}; END")


ACTOR_ANEW = "tally_actor_insert"


def leave(raw: Any) -> None:
    """Drop the triggers of a SQLite database."""
    for name in (*sqlite_triggers(), ACTOR_ANEW):
        raw.execute(f"DROP TRIGGER IF EXISTS {name}")


# --- PostgreSQL -------------------------------------------------------------------------------


def _changed(columns: tuple[str, ...]) -> str:
    old, new = (", ".join(f"{one}.{column}" for column in columns) for one in ("o", "n"))
    return f"FROM old_rows o FULL JOIN new_rows n USING (id) WHERE ({old}) IS DISTINCT FROM ({new})"


def _of_positions() -> dict[str, str]:
    either = "(o.publication = 'published' OR n.publication = 'published')"
    changed = f"{_changed(OF_POSITIONS)} AND {either}"
    return {
        "INSERT": "SELECT measure_id FROM new_rows WHERE publication = 'published'",
        "UPDATE": f"SELECT unnest(ARRAY[o.measure_id, n.measure_id]) {changed}",
        "DELETE": "SELECT measure_id FROM old_rows WHERE publication = 'published'",
    }


def _of_measures() -> dict[str, str]:
    return {
        "INSERT": "SELECT id FROM new_rows",
        "UPDATE": f"SELECT id {_changed(OF_MEASURES)}",
        "DELETE": "SELECT id FROM old_rows",
    }


def _of_actors() -> dict[str, str]:
    actors = f"SELECT id {_changed(OF_ACTORS)}"
    return {"UPDATE": f"SELECT p.measure_id FROM {POSITIONS} p WHERE p.actor_id IN ({actors})"}


ROWS = {
    "INSERT": "NEW TABLE AS new_rows",
    "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "DELETE": "OLD TABLE AS old_rows",
}
"""What a trigger of PostgreSQL sees of a statement."""


def postgresql_triggers() -> Iterator[tuple[str, str, str, str]]:
    """Yield name, table, event and the SELECT of the measures that are concerned, for each trigger."""
    for name, table, events in (
        ("position", POSITIONS, _of_positions()),
        ("measure", MEASURES, _of_measures()),
        ("actor", ACTORS, _of_actors()),
    ):
        for event, concerned in events.items():
            yield f"tally_{name}_{event.lower()}", table, event, concerned


def postgresql_statements() -> Iterator[str]:
    """Yield what makes functions and triggers."""
    delete, insert = rewriting("SELECT unnest(measures) AS id", "postgresql")
    yield (
        "CREATE OR REPLACE FUNCTION tally_rewrite(measures bigint[]) RETURNS void LANGUAGE plpgsql "
        # A plan that was made while the tables were empty is kept while they fill.
        "SET enable_seqscan = off SET enable_nestloop = off SET jit = off SET plan_cache_mode = force_generic_plan "
        "AS $$ BEGIN "
        # Two who write positions of one measure at once write its tally one after the other, each from what both say.
        f"PERFORM 1 FROM {MEASURES} WHERE id = ANY (measures) ORDER BY id FOR NO KEY UPDATE; "
        f"{delete.partition(' IN ')[0]} = ANY (measures); {insert}; END $$"
    )
    for name, table, event, concerned in postgresql_triggers():
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"DECLARE measures bigint[] := ARRAY(SELECT DISTINCT c.id FROM ({concerned}) c (id)); BEGIN "
            "IF cardinality(measures) > 0 THEN PERFORM tally_rewrite(measures); END IF; RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {ROWS[event]} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


# --- The rule ---------------------------------------------------------------------------------


class Tallied(OfTheDatabase):
    """The tally says what the published positions say. `edition` rises with the SQL, so that a migration renews it."""

    def __init__(self, *, name: str, edition: int = 1, violation_error_message: str | None = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.edition = edition

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        """Return how a migration writes the rule down."""
        path, args, kwargs = super().deconstruct()
        return path, tuple(args), {**kwargs, "edition": self.edition}

    def trigger_names(self, vendor: str = "sqlite") -> list[str]:
        """Return the triggers that hold this rule, on the tables of positions, measures and actors."""
        return list(sqlite_triggers()) if vendor == "sqlite" else [name for name, *_ in postgresql_triggers()]

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        """Have the triggers and the rows made once the table is there; a clause of CREATE TABLE there is none."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Have the triggers made where the table is there already (PostgreSQL; SQLite rebuilds the table)."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        """Return what drops the triggers (PostgreSQL)."""
        functions = ", ".join([*(f"{name}()" for name, *_ in postgresql_triggers()), "tally_rewrite(bigint[])"])
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(f"DROP FUNCTION IF EXISTS {functions} CASCADE", table=table)

    def _statements(self, model: Any, schema_editor: Any) -> Iterator[Statement]:
        table = Table(model._meta.db_table, schema_editor.quote_name)
        vendor = schema_editor.connection.vendor
        sqlite = (statement for _, statement in sqlite_triggers().values())
        made = postgresql_statements() if vendor == "postgresql" else sqlite
        for statement in (*made, *rewriting_all(vendor)):
            yield Statement(statement.replace("%", "%%"), table=table)
