"""What the database writes, read as JSON, for tests that compare it."""

import datetime
import json
from typing import Any

from policyhub.api.rendering import Rendering, found_by
from policyhub.api.shapes import Shape, whole


def compiled(view: Any, rows: Any, caller: Any, day: datetime.date, shape: Shape | None = None) -> list[Any]:
    """Return the records of a queryset as the API writes them, by primary key."""
    statement = Rendering(caller, day, narrowed=False).statement(shape or whole(view.serializer_class), rows)
    texts = found_by(statement).texts
    return [json.loads(texts[pk]) for pk in sorted(texts)]
