"""
The codebook: what every model, field, constraint and vocabulary means, as pages of Markdown.

All of it is read from the code (docstrings, help texts, constraint messages, definitions), so that
documentation and product cannot part; `make schema` writes the pages to docs/models/.
"""

import inspect
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from django.apps import apps
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.constraints import BaseConstraint
from django.utils.text import capfirst

import actors.vocabularies
import options.vocabularies
import policyhub.records.vocabularies
import policyhub.sources.vocabularies
from policyhub.records.constraints import NoOverlap
from policyhub.records.folding import COLUMNS
from policyhub.records.integrity import AppendOnly, SameAs
from policyhub.records.models import Part, Record
from policyhub.records.structure import parts_of, record_models
from policyhub.records.text_index import WordIndex

Model = type[models.Model]
Vocabulary = type[models.TextChoices]
AnyField: TypeAlias = "models.Field[Any, Any]"  # quoted: Django's fields are generic for type checkers alone

APPLICATIONS = ["accounts", "records", "sources", "feed", "actors", "options"]

DEFINITIONS: dict[Vocabulary, dict[str, str]] = {
    **policyhub.records.vocabularies.DEFINITIONS,
    **policyhub.sources.vocabularies.DEFINITIONS,
    **actors.vocabularies.DEFINITIONS,
    **options.vocabularies.DEFINITIONS,
}
"""Every vocabulary with the definition of each of its members."""

KINDS: list[tuple[type, str]] = [
    (models.DateTimeField, "instant (UTC)"),
    (models.DateField, "date"),
    (models.URLField, "address"),
    (models.SlugField, "slug"),
    (models.EmailField, "e-mail address"),
    (models.CharField, "line of text"),
    (models.TextField, "text"),
    (models.DecimalField, "decimal number"),
    (models.BooleanField, "true or false"),
    (models.IntegerField, "whole number"),
    (models.JSONField, "JSON"),
]
"""How a reader calls a field's type; the first that fits."""

GENERATED = "<!-- Generated from the code by `make schema`; change the docstrings and help texts there. -->"


def documented_models() -> list[Model]:
    """Return every model of ours, by application and in the order of their definition."""
    return [model for label in APPLICATIONS for model in apps.get_app_config(label).get_models()]


def pages() -> dict[str, str]:
    """Return every page of the codebook by file name."""
    return {
        "README.md": index_page(),
        **{file_name(model): model_page(model) for model in documented_models()},
    }


def file_name(model: Model) -> str:
    """Return the name of a model's page."""
    return f"{model.__name__.lower()}.md"


def docstring(thing: type) -> str:
    """Return the docstring of a class in one piece."""
    return inspect.cleandoc(thing.__doc__ or "").strip()


def link(model: Model) -> str:
    """Return a link to the model's page; a model of Django's has none and is only named."""
    return f"[{model.__name__}]({file_name(model)})" if model in documented_models() else model._meta.label


def table(head: list[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


# --- One model ------------------------------------------------------------------------------


def model_page(model: Model) -> str:
    """Return the page of one model."""
    sections = [GENERATED, f"# {model.__name__}", docstring(model), standing(model), "## Fields", fields_table(model)]
    if parts := parts_of(model) if issubclass(model, Record) else {}:
        sections += ["## Parts", "\n".join(f"- `{name}`: {link(part)}" for name, part in sorted(parts.items()))]
    if rules := constraints_table(model):
        sections += ["## Constraints", rules]
    if used := vocabularies_of(model):
        sections += ["## Vocabularies", *(vocabulary_section(vocabulary) for vocabulary in used)]
    return "\n\n".join(sections) + "\n"


def standing(model: Model) -> str:
    """Say whether the model is a record, a part of one, or neither."""
    if issubclass(model, Record):
        plural = model._meta.verbose_name_plural
        return f"A **record** (`{model._meta.label}`): one of the {plural}, known to the public by its `{model.KEY}`."
    if issubclass(model, Part):
        owner = model._meta.get_field(model.OWNER).related_model
        return f"A **part** (`{model._meta.label}`): written, published and shown with its {link(to_model(owner))}."
    return f"Neither record nor part (`{model._meta.label}`): no content of the catalogue."


def fields_table(model: Model) -> str:
    """Return the table of a model's fields."""
    rows = [[f"`{f.name}`", kind_of(f), emptiness(f), vocabulary_link(f), meaning_of(f)] for f in fields_of(model)]
    return table(["Field", "Type", "May be empty", "Vocabulary", "Meaning"], rows)


def fields_of(model: Model) -> list[AnyField]:
    """Return a model's fields without those that stay inside, its own before those that it shares with others."""
    bases = [base for base in model.__mro__[1:] if issubclass(base, models.Model) and hasattr(base, "_meta")]
    shared = {field.name for base in bases for field in base._meta.get_fields()} - {getattr(model, "KEY", "")}
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    ours = [field for field in fields if not isinstance(field, models.AutoField) and field.name not in COLUMNS]
    return sorted(ours, key=lambda field: field.name in shared)


def kind_of(field: AnyField) -> str:
    """Return the type of a field in a reader's words."""
    if field.is_relation:
        return link(to_model(field.related_model)) + (", any number" if field.many_to_many else "")
    concrete = field.output_field if isinstance(field, models.GeneratedField) else field
    kind = (
        "vocabulary"
        if vocabulary_of(field)
        else next((name for cls, name in KINDS if isinstance(concrete, cls)), type(concrete).__name__)
    )
    if isinstance(field, models.DecimalField):
        kind += f", {field.decimal_places} places"
    if field.max_length and not field.choices:
        kind += f", at most {field.max_length} characters"
    if field.unique:
        kind += ", unique"
    return kind + (", computed" if field.generated or not field.editable else "")


def emptiness(field: AnyField) -> str:
    """Say how a field may be empty; an identity never is, it is made where none is given."""
    if field.null:
        return "yes (null)"
    if field.name == getattr(field.model, "KEY", None):
        return "no"
    return "yes" if field.blank and field.editable and not field.generated else "no"


def meaning_of(field: AnyField) -> str:
    """Return what a field means; the account's fields are Django's and say no more than their name."""
    return str(field.help_text or f"{capfirst(str(field.verbose_name))}.").replace("\n", " ")


def to_model(related: Model | str | None) -> Model:
    """Return the model at the far end of a relation, which is a class once all applications are loaded."""
    if not isinstance(related, type):
        raise TypeError(f"A relation leads to {related!r}, which is no model.")
    return related


# --- Constraints ----------------------------------------------------------------------------


def constraints_table(model: Model) -> str:
    """Return the table of what the database itself holds; empty if there is nothing."""
    rules = [rule for rule in model._meta.constraints if not isinstance(rule, WordIndex)]
    rows = [[f"`{rule.name}`", what_holds(rule), message_of(rule)] for rule in rules]
    return table(["Constraint", "Holds", "Says"], rows) if rows else ""


def what_holds(rule: BaseConstraint) -> str:
    """Say in a few words what a constraint holds."""
    if isinstance(rule, models.UniqueConstraint):
        only = " where given" if rule.condition else ""
        return "unique: " + ", ".join(f"`{name}`" for name in rule.fields) + only
    if isinstance(rule, NoOverlap):
        among = " of published records" if rule.condition else ""
        return f"no overlap{among} within " + ", ".join(f"`{name}`" for name in rule.within)
    if isinstance(rule, AppendOnly):
        return "never changed or deleted where " + ", ".join(f"`{name}`" for name, _ in rule.asked())
    if isinstance(rule, SameAs):
        return "refers: " + ", ".join(f"`{name}`" for name in rule.fields) + f" to {rule.to.split('.')[-1]}"
    return "check"


def message_of(rule: BaseConstraint) -> str:
    """Return a constraint's own message; Django's stock one says only the name again."""
    message = rule.violation_error_message
    return "" if message == BaseConstraint.default_violation_error_message else str(message)


# --- Vocabularies ---------------------------------------------------------------------------


def vocabulary_of(field: AnyField) -> Vocabulary | None:
    """Return the vocabulary whose members (or some of them) a field takes; None for free text."""
    values = {value for value, _ in field.flatchoices if value}
    if not values:
        return None
    wider = [vocabulary for vocabulary in DEFINITIONS if values <= set(vocabulary.values)]
    return min(wider, key=lambda vocabulary: len(vocabulary.values), default=None)


def vocabularies_of(model: Model) -> list[Vocabulary]:
    """Return the vocabularies of a model's fields, in the order of the fields."""
    found = [vocabulary_of(field) for field in model._meta.concrete_fields]
    return list(dict.fromkeys(vocabulary for vocabulary in found if vocabulary is not None))


def vocabulary_link(field: AnyField) -> str:
    """Return a link to the vocabulary on the same page; a field that takes only some members lists them."""
    vocabulary = vocabulary_of(field)
    if vocabulary is None:
        return ""
    taken = [value for value, _ in field.flatchoices if value]
    some = "" if len(taken) == len(vocabulary.values) else ": " + ", ".join(f"`{value}`" for value in taken)
    return f"[{vocabulary.__name__}](#{vocabulary.__name__.lower()}){some}"


def vocabulary_section(vocabulary: Vocabulary) -> str:
    """Return the section of one vocabulary: its question and each member with its definition."""
    rows = [[f"`{value}`", DEFINITIONS[vocabulary][value]] for value in vocabulary.values]
    head = f"### {vocabulary.__name__}\n\n{docstring(vocabulary)}"
    return f"{head}\n\n{table(['Member', 'Definition'], rows)}"


# --- The index ------------------------------------------------------------------------------


def index_page() -> str:
    """Return the page that lists all others, with a picture of the records."""
    others = [model for model in documented_models() if not issubclass(model, (Record, Part))]
    sections = [
        GENERATED,
        "# Models",
        "A *record* has a public identity, a publication state and a page here; its *parts* are written, published and "
        "shown with it. The fields `created_at`, `updated_at` and those marked *computed* are filled by the system.",
        picture(),
        "Every claim (membership, instrument, condition, measure, position, statement, assessment) also cites sources.",
        table(["Record", "What it is", "Its parts"], (index_row(model) for model in record_models())),
        "Beside the records: " + ", ".join(f"{link(model)} ({model._meta.app_label})" for model in others) + ".",
    ]
    return "\n\n".join(sections) + "\n"


def index_row(model: type[Record]) -> list[str]:
    """Return a record's line in the index."""
    parts = [link(part) for _, part in sorted(parts_of(model).items())]
    return [link(model), docstring(model).replace("\n", " "), ", ".join(parts)]


def picture() -> str:
    """Return the records and how they refer to each other, as Mermaid draws it."""
    lines = [line for model in record_models() for line in arrows(model)]
    return "\n".join(["```mermaid", "erDiagram", *(f"    {line}" for line in lines), "```"])


def arrows(model: type[Record]) -> Iterator[str]:
    """Yield an arrow for each relation of a record, its own and those through its parts (but citations)."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.is_relation:
            ends = "}o--o{" if field.many_to_many else "}o--o|" if field.null else "}o--||"
            yield f"{model.__name__} {ends} {to_model(field.related_model).__name__} : {field.name}"
    for name, part in sorted(parts_of(model).items()):
        for end in part.far_ends():
            if name != "citations":
                far = to_model(part._meta.get_field(end).related_model)
                yield f"{model.__name__} }}o--o{{ {far.__name__} : {name}"


def undocumented(model: Model) -> list[str]:
    """Return the fields of a model that do not say what they mean; the account's inherited ones are Django's."""
    inherited = {f.name for f in AbstractUser._meta.get_fields()} if issubclass(model, AbstractUser) else set()
    return [field.name for field in fields_of(model) if not field.help_text and field.name not in inherited]
