"""Everything that a reader meets says what it is: models, fields, vocabularies, settings, endpoints, classes."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from policyhub.codebook import APPLICATIONS, DEFINITIONS, documented_models, undocumented, vocabulary_of

ROOT = Path(settings.BASE_DIR)
SETTINGS_PAGE = ROOT / "docs" / "settings.md"
OURS = ("policyhub.", "actors.", "options.")

MODELS = [pytest.param(model, id=model._meta.label) for model in documented_models()]


# --- Models and vocabularies ----------------------------------------------------------------


def test_every_application_with_models_is_in_the_codebook():
    from django.apps import apps

    ours = {config.label for config in apps.get_app_configs() if f"{config.name}.".startswith(OURS)}
    with_models = {label for label in ours if list(apps.get_app_config(label).get_models())}
    assert with_models == set(APPLICATIONS)


@pytest.mark.parametrize("model", MODELS)
def test_a_model_says_what_it_is(model: type[models.Model]):
    assert not (model.__doc__ or "").startswith(f"{model.__name__}("), "the docstring is the one that Django makes"
    assert (model.__doc__ or "").strip().endswith("."), "the docstring is a sentence"


@pytest.mark.parametrize("model", MODELS)
def test_a_field_says_what_it_means(model: type[models.Model]):
    assert undocumented(model) == []


@pytest.mark.parametrize("model", MODELS)
def test_choices_come_from_a_vocabulary(model: type[models.Model]):
    chosen = [field for field in model._meta.concrete_fields if field.choices]
    assert [field.name for field in chosen if vocabulary_of(field) is None] == []


@pytest.mark.parametrize("model", MODELS)
def test_a_constraint_is_named_after_its_model(model: type[models.Model]):
    names = [rule.name for rule in model._meta.constraints]
    assert [name for name in names if not name.startswith(model.__name__.lower() + "_")] == []


def vocabularies(base: type = models.TextChoices) -> Iterator[type[models.TextChoices]]:
    """Yield every vocabulary that any module of ours defines."""
    for vocabulary in base.__subclasses__():
        if vocabulary.__module__.startswith(OURS):
            yield vocabulary
        yield from vocabularies(vocabulary)


def test_every_vocabulary_is_defined():
    assert {*vocabularies()} == {*DEFINITIONS}


@pytest.mark.parametrize("vocabulary", DEFINITIONS, ids=lambda vocabulary: vocabulary.__name__)
def test_every_member_has_a_definition(vocabulary: type[models.TextChoices]):
    definitions = DEFINITIONS[vocabulary]
    assert list(definitions) == vocabulary.values
    assert [value for value, text in definitions.items() if not text.endswith(".")] == []
    assert (vocabulary.__doc__ or "").strip().endswith((".", "?"))


# --- Settings -------------------------------------------------------------------------------


def variables_of(source: str) -> set[str]:
    """Return the environment variables that a module reads: env("X"), env.bool("X"), os.environ["X"] and the like."""
    read = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = ast.unparse(node.func)
            if re.fullmatch(r"env(\.\w+)?|os\.getenv|os\.environ\.(get|setdefault|pop)", name):
                read.add(ast.literal_eval(node.args[0]))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            read.add(ast.literal_eval(node.slice))
    return read


def variables() -> set[str]:
    """Return every variable that the product and its chores read."""
    tops = [
        ROOT / "manage.py",
        *(path for top in ("policyhub", "actors", "options") for path in (ROOT / top).rglob("*.py")),
    ]
    of_python = set().union(*(variables_of(path.read_text()) for path in tops))
    of_make = set(re.findall(r"^(\w+) \?=", (ROOT / "Makefile").read_text(), re.MULTILINE))
    return of_python | of_make


def test_every_variable_is_in_the_settings_page_and_none_besides():
    documented = set(re.findall(r"^\| `(\w+)` \|", SETTINGS_PAGE.read_text(), re.MULTILINE))
    of_chores = {"ARGS", "DEEP", "HYPOTHESIS_PROFILE", "CHROMIUM"}  # read by make, .ci/run and tests
    assert documented == variables() | of_chores


def test_variables_are_found_however_they_are_read():
    source = 'env("A"); env.bool("B", default=True); os.environ["C"]; os.environ.get("D"); os.getenv("E"); other("F")'
    assert variables_of(source) == {"A", "B", "C", "D", "E"}


# --- Endpoints and code ---------------------------------------------------------------------


def views(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[type]:
    """Yield the class of every view of ours that has an address."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        else:
            view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
            if view is not None and view.__module__.startswith(OURS):
                yield view


def test_every_endpoint_says_what_it_answers():
    found = set(views())
    assert found, "no endpoint was found"
    assert [view.__qualname__ for view in found if not (view.__dict__.get("__doc__") or "").strip()] == []


def silent(tree: ast.Module) -> Iterator[str]:
    """Yield a module that says nothing, and its public classes and functions that do; ruff sees to methods."""
    if tree.body and not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        named = isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        if named and not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name


def modules() -> list[Path]:
    found = (path for top in ("policyhub", "actors", "options") for path in (ROOT / top).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_public_classes_and_functions_say_what_they_are(path: Path):
    assert list(silent(ast.parse(path.read_text()))) == []


def test_silence_is_found():
    tree = ast.parse("class A: ...\ndef f(): ...\ndef _g(): ...\nclass _B: ...")
    assert list(silent(tree)) == ["the module", "A", "f"]
