"""
The SQL of the tally: how it follows from the published positions, in words that both engines have.

One text serves wherever the tally is written or checked: triggers, migrations, snapshots, `manage.py tally`.
"""

from options.vocabularies.positions import BACKING, CONTRIBUTING, OPPOSING, RANKS, Stance

TALLY = "options_tally"
POSITIONS, MEASURES, ACTORS = "options_position", "options_measure", "actors_actor"

BEGINNING, END = "0001-01-01", "9999-12-31"
"""The first and the last day of any calendar that a question can name."""

COLUMNS = "measure_id, slug, since, through, backers, opponents, contributors, backed_by, opposed_by, led_by"

LEADING = RANKS[Stance.LEADS]
TAKES_SIDES = f"p.publication = 'published' AND (p.stance_rank >= {BACKING} OR p.stance_rank <= {OPPOSING})"


def tallied(which: str, vendor: str) -> str:
    """
    Return the SELECT of the tally of some measures; `which` is a SELECT of their keys, in a column `id`.

    Who stands where is asked for on each day on which a position begins or ends; of days that follow each
    other with the same answer, the first is kept.
    """
    before, end = "date(lead(since) OVER later, '-1 day')", f"'{END}'"
    if vendor == "postgresql":
        before, end = "lead(since) OVER later - 1", f"DATE '{END}'"
    return (
        f"{_held(which, vendor)} SELECT measure_id, slug, since, coalesce({before}, {end}) AS through, "
        "backers, opponents, contributors, backed_by, opposed_by, led_by "
        "FROM (SELECT said.*, lag(summary, 1, '') OVER (PARTITION BY measure_id ORDER BY since) AS earlier "
        "FROM (SELECT counted.*, backers || ' ' || opponents || ' ' || contributors || backed_by || opposed_by "
        f"|| led_by AS summary FROM ({_counted(vendor)}) counted) said) turns "
        "WHERE summary <> earlier WINDOW later AS (PARTITION BY measure_id ORDER BY since)"
    )


def _held(which: str, vendor: str) -> str:
    """
    Return WITH: the measures that are chosen, the positions held on them, and the days on which anything can change.

    Rows are looked up key by key, whatever a planner believes of the tables, which may be filling just now.
    """

    def found(table: str, column: str, wanted: str, name: str) -> str:
        fenced = f"LATERAL (SELECT * FROM {table} x WHERE x.{column} = {wanted} OFFSET 0) {name}"
        return f"CROSS JOIN {fenced if vendor == 'postgresql' else f'{table} {name}'}"

    first = f"DATE '{BEGINNING}'" if vendor == "postgresql" else f"'{BEGINNING}'"
    return (
        f"WITH chosen AS MATERIALIZED (SELECT m.id, m.slug, m.beneficiary_id FROM ({which}) w "
        f"{found(MEASURES, 'id', 'w.id', 'm')} WHERE m.id = w.id), "
        "held AS MATERIALIZED (SELECT c.id AS measure_id, p.stance_rank, p.holds_from, p.until, a.code, "
        "CASE WHEN a.kind = 'state' AND a.id <> coalesce(c.beneficiary_id, 0) THEN a.id END AS state_id FROM chosen c "
        f"{found(POSITIONS, 'measure_id', 'c.id', 'p')} {found(ACTORS, 'id', 'p.actor_id', 'a')} "
        f"WHERE p.measure_id = c.id AND a.id = p.actor_id AND {TAKES_SIDES}), "
        f"days AS (SELECT id, slug, {first} AS since FROM chosen "
        "UNION SELECT c.id, c.slug, h.holds_from FROM held h JOIN chosen c ON c.id = h.measure_id "
        "UNION SELECT c.id, c.slug, h.until FROM held h JOIN chosen c ON c.id = h.measure_id "
        "WHERE h.until IS NOT NULL)"
    )


def _counted(vendor: str) -> str:
    sides = {
        "backers": f"stance_rank >= {BACKING}",
        "opponents": f"stance_rank <= {OPPOSING}",
        "contributors": f"stance_rank >= {CONTRIBUTING}",
    }
    leading = f"stance_rank = {LEADING}"
    lists = {"backed_by": sides["backers"], "opposed_by": sides["opponents"], "led_by": leading}
    # SQLite's aggregates take their rows in the order of the subquery.
    codes, in_order = "json_group_array(code) FILTER (WHERE {0})", " ORDER BY d.id, d.since, h.code"
    if vendor == "postgresql":
        codes, in_order = "coalesce(json_agg(code ORDER BY code) FILTER (WHERE {0})::text, '[]')", ""
    told = [f"count(DISTINCT state_id) FILTER (WHERE {side}) AS {name}" for name, side in sides.items()]
    told += [f"{codes.format(side)} AS {name}" for name, side in lists.items()]
    return (
        f"SELECT measure_id, slug, since, {', '.join(told)} FROM ("
        "SELECT d.id AS measure_id, d.slug, d.since, h.stance_rank, h.code, h.state_id FROM days d "
        "LEFT JOIN held h ON h.measure_id = d.id AND h.holds_from <= d.since "
        f"AND (h.until IS NULL OR h.until > d.since){in_order}) on_the_day GROUP BY measure_id, slug, since"
    )


def rewriting(which: str, vendor: str) -> list[str]:
    """Return the statements that write the tally of some measures anew."""
    return [
        f"DELETE FROM {TALLY} WHERE measure_id IN ({which})",
        f"INSERT INTO {TALLY} ({COLUMNS}) {tallied(which, vendor)}",
    ]


ALL = f"SELECT id FROM {MEASURES}"


def rewriting_all(vendor: str) -> list[str]:
    """Return the statements that write the whole tally anew."""
    return [f"DELETE FROM {TALLY}", f"INSERT INTO {TALLY} ({COLUMNS}) {tallied(ALL, vendor)}"]


def differing(vendor: str) -> str:
    """Return the SELECT of the slugs of measures of which the tally says anything but what follows from positions."""
    stored, wanted = f"SELECT {COLUMNS} FROM {TALLY}", f"SELECT {COLUMNS} FROM ({tallied(ALL, vendor)}) wanted"
    apart = "SELECT slug FROM (SELECT * FROM ({}) one EXCEPT SELECT * FROM ({}) other) {}"
    return f"{apart.format(stored, wanted, 'more')} UNION {apart.format(wanted, stored, 'less')} ORDER BY slug"
