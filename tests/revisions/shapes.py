"""
Shapes: how the states of each kind of record are written, and a log that was written in each.

    python -m tests.revisions.shapes

records what is not recorded yet: the shape in which a kind is written today (logs/shapes.json), and
where a kind has a new one also a log of today (logs/shape-N.jsonl). What was recorded is never changed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "logs"
SHAPES = HERE / "shapes.json"
STARTS = {"position": 3, "statement": 2, "assessment": 1, "enquiry": 1, "option": 1, "membership": 2}
"""How many records of a kind a log begins with; what they refer to comes with them."""


def described(field: Any) -> str:
    """Return what a state says of a field: its type, what it refers to, and the value that is left out."""
    if field.many_to_one or field.many_to_many:
        return f"{type(field).__name__} {field.related_model._meta.label_lower}"
    return f"{field.get_internal_type()} {field.get_default()!r}"


def shape(model: Any) -> dict[str, Any]:
    """Return the shape in which the states of a kind are written today."""
    from policyhub.records.structure import own_fields, parts_of

    parts = {
        name: {field.name: described(field) for field in own_fields(part)} for name, part in parts_of(model).items()
    }
    own = {field.name: described(field) for field in (*own_fields(model), *model._meta.many_to_many)}
    return own | parts


def recorded() -> dict[str, dict[str, Any]]:
    """Return the shapes that were recorded, by kind and number."""
    found: dict[str, dict[str, Any]] = json.loads(SHAPES.read_text()) if SHAPES.exists() else {}
    return found


# --- Recording --------------------------------------------------------------------------------


def chosen() -> list[Any]:
    """Return some lines of the fixtures, with all that they refer to."""
    from django.conf import settings

    from policyhub.records.lines import Line, read_lines, references

    lines: dict[Any, Any] = {}
    for path in sorted(settings.FIXTURES_DIR.rglob("*.jsonl")):
        for line in read_lines(path):
            assert isinstance(line, Line), line
            lines[line.model, line.key] = line
    found: dict[Any, Any] = {}
    for name, number in STARTS.items():
        of_kind = [line for (model, _), line in lines.items() if model._meta.model_name == name]
        wanted = sorted(of_kind, key=lambda line: -len(line.fields))[:number]
        while wanted:
            line = wanted.pop()
            if (line.model, line.key) not in found:
                found[line.model, line.key] = line
                wanted += [lines[model, key] for _, model, key in references(line)]
    return [*found.values()]


def written() -> Iterator[dict[str, Any]]:
    """Make a short history of fixtures in a new database; yield each version of its log."""
    from policyhub.records.loading import Load
    from policyhub.records.models import Version
    from policyhub.records.publication import withdraw
    from policyhub.records.revisions import revision
    from policyhub.records.structure import record_models

    with revision(reason="Loaded.", origin="load") as edit:
        Load().store(chosen(), edit)
    kinds = {model._meta.model_name: model for model in record_models()}
    position, source = (kinds[name].objects.published().first() for name in ("position", "source"))
    with revision(reason="Was not so."):
        withdraw(record=position)
    with revision(reason="Another day."):
        source.published_on = None
        source.save()
    with revision(reason="To be looked up."):
        words = {"title": "?", "publisher": "?", "language": "en", "kind": "press"}
        draft = kinds["source"].objects.create(slug="a-draft", url="https://example.org/draft", **words)
    with revision(reason="Was nothing."):
        draft.delete()
    for version in Version.objects.order_by("number", "kind", "key"):
        fields = ("kind", "key", "action", "shape", "before", "after", "was", "becomes")
        stamps = {"stored_at": version.stored_at.isoformat(), "instant": version.revision.instant.isoformat()}
        yield {"number": version.number} | {name: getattr(version, name) for name in fields} | stamps


def main() -> None:
    """Record what is new."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "policyhub.settings.test"
    os.environ.pop("DATABASE_URL", None)
    django.setup()
    from django.core.management import call_command

    from policyhub.records.state import shape_of
    from policyhub.records.structure import record_models

    known = recorded()
    for model in record_models():
        known.setdefault(model._meta.label_lower, {}).setdefault(str(shape_of(model)), shape(model))
    log = HERE / f"shape-{max(shape_of(model) for model in record_models())}.jsonl"
    if not log.exists():
        call_command("migrate", verbosity=0)
        log.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in written()))
    SHAPES.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
