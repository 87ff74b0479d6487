"""
The statements of the floor, written by hand: each finds a page and makes the JSON of it.

They are written once; where the engines name a thing differently, the name stands in braces.
"""

from collections.abc import Iterable

ENGINES = {
    "sqlite": {
        "object": "json_object",
        "list": "json_group_array(json({0}))",
        "in_order": "",
        "start": "(SELECT json_group_array(json(j)) FROM (SELECT {0}))",
        "nested": "json({0})",
        "instant": "replace(substr({0}, 1, 26), ' ', 'T') || 'Z'",
        "day": ":{0}",
        "value": ":{0}",
        "text": "{0}",
        "is_not": "IS NOT",
        "once": "MATERIALIZED",
    },
    "postgresql": {
        "object": "json_build_object",
        "instant": "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
        "day": "%({0})s::date",
        "value": "%({0})s",
        "text": "convert_to(({0})::text, 'UTF8')",
        "is_not": "IS DISTINCT FROM",
        "once": "MATERIALIZED",
    },
}

FLAT = ["slug", "title", "summary", "presence", "footprint", "command"]
BLANK = ["description", "note"]
POSITION = ["slug", "stance", "confidence", "since", "until"]


class Sql:
    """What one engine calls the things that the statements need."""

    def __init__(self, engine: str) -> None:
        self.sqlite, self.words = engine == "sqlite", ENGINES[engine]

    def value(self, name: str) -> str:
        """Return the place of a value."""
        return self.words["value"].format(name)

    def day(self) -> str:
        """Return the place of the day that is asked about."""
        return self.words["day"].format("today")

    def object(self, **values: str) -> str:
        """Return a JSON object of these values."""
        pairs = ", ".join(f"'{name}', {value}" for name, value in values.items())
        return f"{self.words['object']}({pairs})"

    def array(self, value: str, rest: str) -> str:
        """Return, as a value in an object, the JSON list of `value` over the ordered rows of `rest`."""
        if self.sqlite:
            return f"json((SELECT json_group_array(json(j)) FROM (SELECT {value} AS j {rest})))"
        return f"(SELECT coalesce(json_agg(j), '[]') FROM (SELECT {value} AS j {rest}) AS listed)"

    def answer(self, value: str) -> str:
        """Return an object as the text that is sent."""
        return self.words["text"].format(value)

    def so(self, row: str) -> str:
        """Return the condition that a row of a period holds on the day."""
        return f"{row}.holds_from <= {self.day()} AND ({row}.until IS NULL OR {row}.until > {self.day()})"

    def columns(self, row: str, names: Iterable[str]) -> dict[str, str]:
        """Return columns of a row by their name."""
        return {name: f"{row}.{name}" for name in names}


def positions(sql: Sql, **more: str) -> str:
    """Return the positions on the measure `m`, with more in each."""
    held = sql.columns("p", POSITION)
    shown = {"slug": held.pop("slug"), "actor": "a.code", **held, **more}
    rest = (
        "FROM options_position p JOIN actors_actor a ON a.id = p.actor_id "
        "WHERE p.measure_id = m.id AND p.publication = 'published' ORDER BY p.slug"
    )
    return sql.array(sql.object(**shown), rest)


def nested(sql: Sql) -> str:
    """Return the page of a category, its positions nested."""
    category = sql.object(slug="c.slug", name="c.name")
    shown = sql.object(**sql.columns("m", FLAT), category=category, positions=positions(sql))
    page = (
        f"SELECT {', '.join(['id', 'category_id', *FLAT])} FROM options_measure WHERE publication = 'published' "
        f"AND category_id = (SELECT id FROM options_category WHERE slug = {sql.value('category')}) "
        "ORDER BY slug LIMIT 50"
    )
    rest = f"FROM ({page}) AS m JOIN options_category c ON c.id = m.category_id ORDER BY m.slug"
    return f"SELECT {sql.answer(sql.object(results=sql.array(shown, rest)))}"


def scalars(sql: Sql) -> str:
    """Return ten columns of the measure `m`."""
    blank = {name: f"nullif(m.{name}, '')" for name in BLANK}
    instant = sql.words["instant"].format("m.updated_at")
    own = sql.columns("m", [*FLAT, "publication"])
    return sql.object(**own, **blank, updated_at=instant)


def flat(sql: Sql, where: str, order: str, limit: str) -> str:
    """Return a page of ten columns: the rows of the page first, then the JSON of those."""
    columns = ", ".join([*FLAT, *BLANK, "publication", "updated_at"])
    page = (
        f"SELECT {columns} FROM options_measure m WHERE m.publication = 'published' AND {where} "
        f"ORDER BY {order} {limit}"
    )
    listed = sql.array(scalars(sql), f"FROM ({page}) AS m ORDER BY {order}")
    return f"SELECT {sql.answer(sql.object(results=listed))}"


def skipped(sql: Sql) -> str:
    """Return the keys of a page by its place in the list."""
    return (
        "SELECT id FROM options_measure WHERE publication = 'published' ORDER BY slug "
        f"LIMIT 50 OFFSET {sql.value('offset')}"
    )


def record(sql: Sql) -> str:
    """Return one measure with its positions, their conditions and citations."""
    link = sql.object(condition="k.slug", role="l.role")
    rows = (
        "FROM options_positioncondition l JOIN options_condition k ON k.id = l.condition_id "
        "WHERE l.position_id = p.id AND k.publication = 'published'"
    )
    if sql.sqlite:
        ordered = f"SELECT {link} AS j, coalesce('g' || l.\"group\", l.id) AS g {rows} ORDER BY k.slug, l.role"
        of_group = f"SELECT json_group_array(json(j)) AS gj FROM ({ordered}) GROUP BY g ORDER BY min(j)"
        groups = f"json((SELECT json_group_array(json(gj)) FROM ({of_group})))"
    else:
        of_group = (
            f"SELECT json_agg({link} ORDER BY k.slug, l.role) AS j {rows} "
            "GROUP BY coalesce('g' || l.\"group\"::text, l.id::text) ORDER BY min(k.slug)"
        )
        groups = f"(SELECT coalesce(json_agg(j), '[]') FROM ({of_group}) AS grouped)"
    cited = sql.array(
        sql.object(source="s.slug", role="q.role", locator="nullif(q.locator, '')"),
        "FROM options_positioncitation q JOIN sources_source s ON s.id = q.source_id "
        "WHERE q.claim_id = p.id AND s.publication = 'published' ORDER BY s.slug",
    )
    shown = positions(sql, conditions=groups, citations=cited)
    answer = sql.answer(sql.object(**sql.columns("m", FLAT), category="c.slug", positions=shown))
    return (
        f"SELECT {answer} FROM options_measure m JOIN options_category c ON c.id = m.category_id "
        f"WHERE m.slug = {sql.value('slug')} AND m.publication = 'published'"
    )


def validator(sql: Sql) -> str:
    """Return what changes with every change of the catalogue, for a measure that there is."""
    return (
        "SELECT (SELECT number FROM records_numbering WHERE id = 1) FROM options_measure m "
        f"WHERE m.slug = {sql.value('slug')} AND m.publication = 'published'"
    )


def backed(sql: Sql, *, counted: bool = False) -> str:
    """Return the measures that one actor backs and another does not oppose, those with the most backers first."""
    held = f"p.measure_id = m.id AND p.publication = 'published' AND {sql.so('p')}"

    def who(name: str) -> str:
        return f"p.actor_id = (SELECT id FROM actors_actor WHERE code = {sql.value(name)})"

    backers = (
        "SELECT count(DISTINCT p.actor_id) FROM options_position p JOIN actors_actor a ON a.id = p.actor_id "
        f"WHERE {held} AND p.stance_rank >= 2 AND a.kind = 'state' "
        f"AND p.actor_id {sql.words['is_not']} m.beneficiary_id"
    )
    matching = (
        "FROM options_measure m WHERE m.publication = 'published' "
        f"AND EXISTS (SELECT 1 FROM options_position p WHERE {held} AND {who('by')} AND p.stance_rank >= 2) "
        f"AND NOT EXISTS (SELECT 1 FROM options_position p WHERE {held} AND {who('against')} AND p.stance_rank <= -2)"
    )
    page = f"SELECT m.slug, m.title, m.presence, ({backers}) AS backers {matching} ORDER BY backers DESC, slug LIMIT 50"
    shown = sql.object(**sql.columns("m", ["slug", "title", "presence", "backers"]))
    listed = sql.array(shown, f"FROM ({page}) AS m ORDER BY m.backers DESC, m.slug")
    told = {"count": f"(SELECT count(*) {matching})"} if counted else {}
    return f"SELECT {sql.answer(sql.object(**told, results=listed))}"


def search(sql: Sql) -> str:
    """Return the measures that hold both words: by title, by phrase in it, by words of it, by words anywhere."""
    if sql.sqlite:
        index = "rivals_text JOIN options_measure m ON m.id = rivals_text.rowid WHERE rivals_text MATCH :words"
        titled = "rivals_text.rowid IN (SELECT rowid FROM rivals_text WHERE rivals_text MATCH :titled)"
        title, like = "rivals_text.title", "' ' || rivals_text.title || ' ' LIKE '% ' || :phrase || ' %'"
    else:
        index = "rivals_text t JOIN options_measure m ON m.id = t.id WHERE t.words @@ %(words)s::tsquery"
        titled, title = "t.titled @@ %(words)s::tsquery", "t.title"
        like = "' ' || t.title || ' ' LIKE '%% ' || %(phrase)s || ' %%'"
    tier = f"CASE WHEN {title} = {sql.value('phrase')} THEN 1 WHEN {like} THEN 2 WHEN {titled} THEN 3 ELSE 4 END"
    shown = sql.object(**sql.columns("m", ["slug", "title", "summary"]))
    page = (
        f"SELECT m.slug, m.title, m.summary, {tier} AS tier FROM {index} AND m.publication = 'published' "
        "ORDER BY tier, slug LIMIT 20"
    )
    rest = f"FROM ({page}) AS m ORDER BY m.tier, m.slug"
    return f"SELECT {sql.answer(sql.object(results=sql.array(shown, rest)))}"


def searched(text: str, *, sqlite: bool) -> dict[str, str]:
    """Return what a search takes: the words for the index, and the phrase."""
    words = text.lower().split()
    if sqlite:
        quoted = " AND ".join(f'"{word}"' for word in words)
        return {"words": quoted, "titled": f"title : ({quoted})", "phrase": " ".join(words)}
    return {"words": " & ".join(f"'{word}'" for word in words), "phrase": " ".join(words)}


def counts(sql: Sql, column: str) -> str:
    """Return how many measures there are of each category and status, of those whose `column` says something."""
    kept = (
        "SELECT m.slug, m.title, m.category_id, s.status FROM options_measure m "
        f"LEFT JOIN options_stage s ON s.measure_id = m.id AND {sql.so('s')} "
        f"WHERE m.{column} = {sql.value('word')} AND m.publication = 'published'"
    )
    by_category = sql.array(
        sql.object(value="slug", count="n", parent="NULL"),
        "FROM (SELECT c.slug, count(*) AS n FROM kept JOIN options_category c ON c.id = kept.category_id "
        "GROUP BY c.slug) AS counted ORDER BY n DESC, slug",
    )
    by_status = sql.array(
        sql.object(value="status", count="n"),
        "FROM (SELECT status, count(*) AS n FROM kept GROUP BY status) AS counted "
        "ORDER BY status IS NULL, n DESC, status",
    )
    first = sql.array(
        sql.object(slug="slug", title="title"),
        "FROM (SELECT slug, title FROM kept ORDER BY slug LIMIT 1) AS first",
    )
    facets = sql.object(category=by_category, status=by_status)
    answer = sql.answer(sql.object(count="(SELECT count(*) FROM kept)", results=first, facets=facets))
    return f"WITH kept AS {sql.words['once']} ({kept}) SELECT {answer}"


def statements(engine: str) -> dict[str, str]:
    """Return every statement of the floor by the name under which it is asked for."""
    sql = Sql(engine)
    found = {
        "nested": nested(sql),
        "record": record(sql),
        "backed": backed(sql),
        "backed-counted": backed(sql, counted=True),
        "search": search(sql),
        "validator": validator(sql),
        "beyond": flat(sql, f"m.slug > {sql.value('slug')}", "m.slug", "LIMIT 50"),
        "offset": flat(sql, f"m.id IN ({skipped(sql)})", "m.slug", ""),
    }
    found |= {f"counts-{column}": counts(sql, column) for column in ("presence", "footprint", "command")}
    for column in ("presence", "footprint"):
        where = f"m.{column} = {sql.value('word')}"
        for name, order in (("up", "m.slug"), ("down", "m.slug DESC")):
            found[f"flat-{column}-{name}"] = flat(sql, where, order, "LIMIT 100")
    for name, order in (("up", "m.slug"), ("down", "m.slug DESC")):
        found[f"flat-{name}"] = flat(sql, "1 = 1", order, "LIMIT 100")
    return found
