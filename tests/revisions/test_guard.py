"""
The guard: whatever writes a record, a part or a list of references is refused unless an open revision was told of it.

Each way to write is tried outside of any revision, and inside one that was told of another row only.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.management.commands.loaddata import Command as DjangoLoad
from django.db import IntegrityError, connection, connections, transaction

from options.models import Measure, Position, PositionForm
from policyhub.accounts.models import User
from policyhub.records import guard
from policyhub.records.edit import Edit
from policyhub.records.guard import OutsideRevisionError
from policyhub.records.models import Hand, Revision, Version
from policyhub.records.revisions import revision
from policyhub.records.structure import tables
from tests import builders as make
from tests.revisions.writes import TELLING, UNTOLD, World, execute

pytestmark = pytest.mark.django_db

REASON = "A trial."
TABLE = Position._meta.db_table
LINKS = Measure.addressees.through


@pytest.fixture
def world() -> World:
    return World()


def dump() -> list[Any]:
    """Return every row of every table that the guard holds."""
    with connection.cursor() as cursor:
        rows = []
        for table in sorted(tables()):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows.append(sorted(map(repr, cursor.fetchall())))
        return rows


# --- What tells nobody ---

STATEMENTS = [
    "update options_position set unit = unit",
    'UPDATE "options_position" SET unit = unit',
    'UPDATE"options_position"SET unit = unit',
    "UPDATE [options_position] SET unit = unit",
    "UPDATE `options_position` SET unit = unit",
    "UPDATE 'options_position' SET unit = unit",
    "UPDATE main.options_position SET unit = unit",
    'UPDATE "public" . "options_position" SET unit = unit',
    'UPDATE policyhub."public".options_position SET unit = unit',
    "UPDATE ONLY options_position SET unit = unit",
    "UPDATE ONLY (options_position) SET unit = unit",
    "UPDATE OR IGNORE options_position SET unit = unit",
    "UPDATE /* of all */ options_position SET unit = unit",
    "UPDATE /* of /* all */ */ options_position SET unit = unit",
    "UPDATE -- all\n options_position SET unit = unit",
    "-- a remark\nUPDATE\n\toptions_position\nSET unit = unit",
    "/* SELECT */ DELETE FROM options_position",
    "  DELETE\nFROM options_position WHERE 1 = 1",
    "SELECT '--'; UPDATE options_position SET unit = unit",
    "SELECT '/*'; UPDATE options_position SET unit = unit; SELECT '*/'",
    "SELECT 'it''s'; DELETE FROM options_position",
    r"SELECT E'\''; DELETE FROM options_position; SELECT ''",
    "SELECT 1; DELETE FROM options_position",
    "WITH gone AS (DELETE FROM options_position RETURNING id) SELECT * FROM gone",
    "with x as (select 1) update options_position set unit = unit",
    "WITH x AS (SELECT 1) INSERT INTO options_positionform (position_id, form) SELECT 1, 'air'",
    "REPLACE INTO options_positionform (position_id, form) VALUES (1, 'air')",
    "INSERT OR IGNORE INTO options_positionform (position_id, form) VALUES (1, 'air')",
    "INSERT INTO\"options_positionform\"(position_id, form) VALUES (1, 'air')",
    "TRUNCATE options_position",
    "TRUNCATE TABLE auth_group, options_position CASCADE",
    "/* all */ truncate only auth_group, public.options_position",
    "DROP TABLE IF EXISTS auth_group, options_position",
    "MERGE INTO options_position USING options_measure m ON m.id = measure_id WHEN MATCHED THEN DELETE",
    "COPY options_position FROM STDIN",
    'COPY "public"."options_position" (id, slug) FROM STDIN',
    "DO $$ BEGIN UPDATE options_position SET unit = unit; END $$",
    "DO $x$ BEGIN EXECUTE 'DELETE FROM options_position'; END $x$",
    "EXPLAIN ANALYZE DELETE FROM options_position",
    "PREPARE x AS DELETE FROM options_position",
    "UPDATE options_position SET unit = m.slug FROM options_measure m WHERE m.id = measure_id",
    "DELETE FROM options_position USING options_measure m WHERE m.id = measure_id",
]


@pytest.mark.parametrize("write", UNTOLD.values(), ids=UNTOLD)
def test_what_tells_nobody_is_refused(world: World, write: Callable[[World], Any]):
    before = dump()
    with guard.on(), pytest.raises(OutsideRevisionError, match="no revision is open"), transaction.atomic():
        write(world)
    with guard.on(), pytest.raises(OutsideRevisionError, match="not told"), revision(reason=REASON):
        write(world)
    assert dump() == before


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_statement_by_hand_is_refused(world: World, sql: str):
    for text in (sql, sql.encode()):
        with guard.on(), pytest.raises(OutsideRevisionError, match="no revision is open"), transaction.atomic():
            execute(text)  # type: ignore[arg-type]
    with guard.on(), pytest.raises(OutsideRevisionError, match="not told"), revision(reason=REASON) as edit:
        guard.announce(world.measure)
        guard.announce(world.position)
        edit.announce_all(Measure, [world.other.measure_id])
        execute(sql)


KEYED = [
    'UPDATE "options_position" SET unit = unit -- WHERE "options_position"."id" = %s',
    'UPDATE "options_position" SET unit = unit FROM "options_measure" WHERE "options_measure"."id" = %s',
    'UPDATE "options_position" SET unit = unit FROM "options_measure" WHERE "id" = %s',
    'UPDATE "options_position" SET unit = unit; SELECT 1 FROM "options_position" WHERE "options_position"."id" = %s',
    'UPDATE "options_position" SET unit = unit WHERE unit = \'\' OR "options_position"."id" = %s',
    'WITH x AS (UPDATE "options_position" SET unit = unit) SELECT 1 FROM options_position WHERE '
    '"options_position"."id" = %s',
    'DELETE FROM "options_position" WHERE NOT "options_position"."id" = %s',
    'UPDATE "options_position" SET unit = unit WHERE "options_position"."measure_id" = %s',
    'DELETE FROM "options_position"; DELETE FROM "options_position" WHERE "options_position"."id" = %s',
]


@pytest.mark.parametrize("sql", KEYED)
def test_a_key_that_chooses_no_row_opens_nothing(world: World, sql: str):
    with guard.on(), pytest.raises(OutsideRevisionError, match="not told"), revision(reason=REASON):
        guard.announce(world.position)
        execute(sql, [world.position.pk])


def test_a_statement_that_the_driver_puts_together_is_read():
    sql = pytest.importorskip("psycopg.sql")
    with guard.on(), pytest.raises(OutsideRevisionError):
        execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(TABLE)))


def test_of_what_was_told_another_row_is_refused(world: World):
    with guard.on(), pytest.raises(OutsideRevisionError), revision(reason=REASON):
        guard.announce(world.position)
        Position.objects.filter(pk__in=[world.position.pk, world.other.pk]).update(confidence="reported")


# --- What tells the open revision itself ---


@pytest.mark.parametrize(("write", "changed"), TELLING.values(), ids=TELLING)
def test_what_tells_the_revision_is_refused_outside_and_logged_inside(
    world: World, write: Callable[[World], Any], changed: int
):
    before = dump()
    with guard.on(), pytest.raises(OutsideRevisionError, match="no revision is open"), transaction.atomic():
        write(world)
    assert dump() == before
    with guard.on(), revision(reason=REASON) as edit:
        write(fresh(world))
    assert dump() != before
    assert len(edit.versions) == changed
    assert edit.revision is not None
    assert edit.revision.versions.count() == changed


def fresh(world: World) -> World:
    """Return the same world, read anew: what was refused has changed the copies in hand."""
    again = object.__new__(World)
    for name, row in vars(world).items():
        setattr(again, name, type(row)._base_manager.get(pk=row.pk))
    return again


def test_djangos_own_load_of_fixtures_is_refused(world: World, tmp_path):
    file = tmp_path / "positions.json"
    file.write_text(serializers.serialize("json", [world.position]))
    before = dump()
    with guard.on(), pytest.raises(OutsideRevisionError), transaction.atomic():
        DjangoLoad().execute(
            str(file), database="default", app_label=None, ignore=False, exclude=[], format=None, verbosity=0,
            force_color=False, no_color=True, skip_checks=True, stdout=None, stderr=None,
        )  # fmt: skip
    assert dump() == before


def test_a_write_that_fails_leaves_no_door_open(world: World):
    with guard.on(), pytest.raises(OutsideRevisionError), revision(reason=REASON):
        with pytest.raises(IntegrityError), transaction.atomic():
            world.position.forms.create(form="air")
        PositionForm.objects.bulk_create([PositionForm(position=world.other, form="air")])


def test_one_save_opens_for_one_row(world: World):
    with guard.on(), pytest.raises(OutsideRevisionError), revision(reason=REASON):
        world.position.forms.create(form="sea")
        PositionForm.objects.bulk_create([PositionForm(position=world.other, form="air")])


def test_a_revision_of_one_database_opens_no_other(world: World, django_db_blocker):
    ledger = guard.Ledger("default")
    token = guard.current.set(ledger)
    ledger.rows[TABLE] = {world.position.pk}
    try:
        with guard.on():
            sql = f'UPDATE "{TABLE}" SET unit = unit WHERE "{TABLE}"."id" = %s'
            execute(sql, [world.position.pk])
            ledger.connection = object()  # that of another database, or of another thread
            with pytest.raises(OutsideRevisionError, match="no revision is open"):
                execute(sql, [world.position.pk])
    finally:
        guard.current.reset(token)


# --- What is no matter of the guard -----------------------------------------------------------

READS = [
    "SELECT * FROM options_position",
    "SELECT 'DELETE FROM options_position'",
    "SELECT 'x; UPDATE options_position SET unit = 1'",
    "WITH x AS (SELECT 'UPDATE options_position SET unit = 1') SELECT * FROM x",
    'SELECT "options_position"."id" FROM "options_position" FOR UPDATE OF "options_position"',
    'WITH x AS (SELECT 1) SELECT * FROM "options_position" FOR NO KEY UPDATE OF "options_position"',
    "WITH x AS (SELECT 1) SELECT replace(options_position.slug, 'a', 'b') FROM options_position",
    "SELECT id -- UPDATE options_position SET unit = 1\n FROM options_position; SELECT 1",
    "COPY options_position TO STDOUT",
    "COPY (SELECT * FROM options_position) TO STDOUT",
    "EXPLAIN SELECT * FROM options_position",
    "INSERT INTO records_version (kind, after) VALUES ('options.position', 'UPDATE options_position SET unit = 1')",
    "UPDATE records_numbering SET number = number + 1",
    "DELETE FROM options_position_backup",
    "CREATE TRIGGER x BEFORE UPDATE ON options_position WHEN 0 = 1 BEGIN SELECT RAISE(ABORT, 'no'); END",
    'ANALYZE "options_position"',
    "TRUNCATE auth_group",
    "SAVEPOINT x",
]


@pytest.mark.parametrize("sql", READS)
def test_what_writes_no_record_passes(sql: str):
    passed = []
    stands = guard.guard_of(tables)
    with guard.on():
        stands(lambda *given: passed.append(given[0]), sql, None, False, {"connection": connection})
    assert passed == [sql]


def test_people_sessions_and_the_log_are_written_without_a_revision(world: World):
    with revision(reason=REASON, by=make.user("author")) as edit:
        world.position.forms.create(form="sea")
    with guard.on():
        User.objects.filter(username="author").update(first_name="A")
        make.user("another")
        Session.objects.create(session_key="k", session_data="d", expire_date=edit.instant)
        Session.objects.all().delete()
        list(Position.objects.select_for_update().filter(pk=world.position.pk))
        assert (Revision.objects.count(), Hand.objects.count(), Version.objects.count()) == (1, 1, 1)


def test_a_wrapper_that_goes_takes_no_guard_with_it(world: World):
    other = connections.create_connection("default")
    try:
        with other.execute_wrapper(lambda run, *given: run(*given)):
            other.ensure_connection()
        assert any(getattr(wrapper, "__module__", "") == guard.__name__ for wrapper in other.execute_wrappers)
    finally:
        other.close()


def test_the_names_of_an_edit_say_what_was_told(world: World):
    with revision(reason=REASON) as edit:
        assert isinstance(edit, Edit)
        edit.announce_all(Position, [world.position.pk])
        Position.objects.filter(pk=world.position.pk).update(confidence="reported")
    assert [(version.key, version.action) for version in edit.versions] == [(world.position.key, "change")]
