"""Answers as the pages show them: JSON set with line breaks for reading, without what differs from call to call."""

import json
import re
from typing import Any

WIDTH = 118
SHORT = 75
"""Things no longer than this share a line with their neighbours."""

OF_ONE_ANSWER = {
    "updated_at": "2026-11-22T12:00:00.000000Z",
    "request_id": "0b9c3c5e-6a53-4d0c-9f0e-2f4a3b1c7d58",
}
"""What differs from one installation, or from one request, to another, and what the pages show for it."""

CURSOR = re.compile(r"cursor=[^&]+")


def lasting(answer: Any, name: str = "") -> Any:
    """Return an answer without what no page can know beforehand."""
    if isinstance(answer, dict):
        return {inner: lasting(value, inner) for inner, value in answer.items()}
    if isinstance(answer, list):
        return [lasting(item) for item in answer]
    if name in OF_ONE_ANSWER:
        return OF_ONE_ANSWER[name]
    return CURSOR.sub("cursor=...", answer) if isinstance(answer, str) else answer


def told(value: Any) -> str:
    """Return a value on one line."""
    return json.dumps(value, ensure_ascii=False)


def laid_out(value: Any, indent: str = "", name: str = "", before: int = 0) -> str:
    """Return a value as text: on one line where it fits, results one a line, short things side by side."""
    inner = indent + "  "
    fits = before + len(indent) + len(told(value)) < WIDTH and bool(indent)
    if not isinstance(value, dict | list) or not value or (fits and name not in ("results", "facets")):
        return told(value)
    if isinstance(value, dict):
        items = [f"{told(key)}: {laid_out(one, inner, key, len(told(key)) + 3)}" for key, one in value.items()]
        return "{\n" + ",\n".join(inner + item for item in items) + f"\n{indent}}}"
    if name != "results" and all(len(told(one)) <= SHORT for one in value):
        return "[\n" + filled([told(one) for one in value], inner) + f"\n{indent}]"
    return "[\n" + ",\n".join(inner + laid_out(one, inner, "", 1) for one in value) + f"\n{indent}]"


def filled(items: list[str], indent: str) -> str:
    """Return items separated by commas, as many on a line as fit."""
    lines = [indent + items[0]]
    for item in items[1:]:
        if len(lines[-1]) + len(item) + 3 < WIDTH:
            lines[-1] += f", {item}"
        else:
            lines[-1] += ","
            lines.append(indent + item)
    return "\n".join(lines)
