"""Real values and answers that illustrate the document; `manage.py make_schema` renews them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

Json = dict[str, Any]

DAY = "2026-02-01"
CURSOR = "WyI4NjVhZDAiLCJzbHVnIl0:1vN2xA:c2lnbmF0dXJl"
"""What a cursor looks like: the place, when it was made, the signature."""


@cache
def examples() -> Json:
    """Return the real answers that illustrate the operations, by operation."""
    path = Path(settings.API_EXAMPLES)
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def values(operation: str) -> Json:
    """Return a real value of each parameter of an operation, by its name."""
    return dict(examples().get(operation, {}).get("values", {}))
