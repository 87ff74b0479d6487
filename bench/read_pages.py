"""
How long a page of the API takes when the database writes its JSON, against the plain serializer.

Run with `make bench`, or `python bench/read_pages.py` on a database that holds the fixtures. The rival
builds the same page with the same declarations: instances with everything prefetched, serialized by
Django REST framework and written by `json`. Both are measured alternately in one run; read the ratio.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "policyhub.settings.development")

import django

django.setup()

from django.db import connection  # noqa: E402

from policyhub.api import parameters  # noqa: E402
from policyhub.api.rendering import Rendering, found_by  # noqa: E402
from policyhub.api.shapes import whole  # noqa: E402
from policyhub.catalogue import COLLECTIONS  # noqa: E402
from policyhub.records.state import with_parts  # noqa: E402

ROUNDS, SIZE = 15, 50


def compiled(view: Any, ids: list[int]) -> str:
    """Return the page as the API does."""
    rendering = Rendering(None, parameters.today(), narrowed=False)
    statement = rendering.statement(whole(view.serializer_class), view.queryset.model.objects.filter(pk__in=ids))
    texts = found_by(statement).texts
    return f"[{','.join(texts[pk] for pk in ids)}]"


def plain(view: Any, ids: list[int]) -> str:
    """Return the page as Django REST framework would by itself."""
    model = view.queryset.model
    rows = model.objects.filter(pk__in=ids).annotate(**view.annotations(parameters.today())).order_by(model.KEY)
    return json.dumps(view.serializer_class(with_parts(rows), many=True).data)


def milliseconds(make: Any, *args: Any) -> float:
    """Return how long one call takes."""
    begin = time.perf_counter()
    make(*args)
    return (time.perf_counter() - begin) * 1000


def main() -> None:
    """Print the medians of both and their ratio, collection by collection."""
    print(f"{connection.vendor}, pages of {SIZE}, medians of {ROUNDS} alternate rounds, milliseconds")
    print(f"{'collection':14} {'rows':>5} {'plain':>8} {'compiled':>9} {'ratio':>6}")
    for name, viewset in COLLECTIONS:
        view = viewset()
        ids = list(view.queryset.model.objects.published().order_by(view.key).values_list("pk", flat=True)[:SIZE])
        if not ids:
            raise SystemExit(f"There are no {name}: load the fixtures first (manage.py loaddata).")
        if json.loads(compiled(view, ids)) != json.loads(plain(view, ids)):
            raise SystemExit(f"The two ways to write {name} differ; nothing was measured.")
        times = [(milliseconds(plain, view, ids), milliseconds(compiled, view, ids)) for _ in range(ROUNDS)]
        slow, fast = (statistics.median(column) for column in zip(*times, strict=True))
        print(f"{name:14} {len(ids):5} {slow:8.1f} {fast:9.1f} {slow / fast:6.1f}")


if __name__ == "__main__":
    main()
