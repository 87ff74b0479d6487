"""The text index of the rivals: a table of their own, as somebody who writes his SQL by hand would make it."""

from collections.abc import Iterator
from itertools import islice

MAKE = {
    "sqlite": ["CREATE VIRTUAL TABLE rivals_text USING fts5(title, body, tokenize='unicode61')"],
    "postgresql": [
        'CREATE TABLE rivals_text (id bigint PRIMARY KEY, title text COLLATE "C", titled tsvector, words tsvector)',
        "CREATE INDEX rivals_text_words ON rivals_text USING gin (words)",
    ],
}
INSERT = {
    "sqlite": "INSERT INTO rivals_text (rowid, title, body) VALUES (%s, %s, %s)",
    "postgresql": (
        "INSERT INTO rivals_text VALUES (%s, %s, array_to_tsvector(string_to_array(%s, ' ')), "
        "array_to_tsvector(string_to_array(%s, ' ')))"
    ),
}
CHUNK = 2000


def rows(vendor: str) -> Iterator[tuple[int | str, ...]]:
    """Yield a row for each measure: its title, and all that it says."""
    from options.models import Measure
    from policyhub.records.folding import fold

    columns = ("pk", "title", "slug", "summary", "description")
    for pk, title, *others in Measure.objects.order_by("pk").values_list(*columns).iterator(chunk_size=CHUNK):
        titled, body = fold(title), " ".join(fold(" ".join(others)).replace("-", " ").replace(".", "").split())
        yield (pk, titled, body) if vendor == "sqlite" else (pk, titled, titled, f"{titled} {body}")


def fill() -> None:
    """Make the table and fill it."""
    from django.db import connection, transaction

    vendor = connection.vendor
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in MAKE[vendor]:
            cursor.execute(statement)
        found = rows(vendor)
        while chunk := list(islice(found, CHUNK)):
            cursor.executemany(INSERT[vendor], chunk)
