"""Imports run one way: accounts <- records <- api <- sources <- feed <- exports <- actors <- options <- roof."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LAYERS = [
    "policyhub.accounts",
    "policyhub.records",
    "policyhub.api",
    "policyhub.sources",
    "policyhub.feed",
    "policyhub.exports",
    "actors",
    "options",
]
ROOF = len(LAYERS)
BESIDE = {"tests", "bench"}  # they may import everything, and nothing imports them

# A name in a string reaches up as well: import_module("options.models"), get_model("sources.Source").
BY_LABEL = {layer.split(".")[-1]: layer for layer in LAYERS}
NAMED = re.compile(rf"^(?:policyhub\.)?({'|'.join(BY_LABEL)})(?:\.\w+)+$")


def layer_of(module: str) -> int:
    """Return the height of a module of ours, -1 for everything else (Django, the bare name `policyhub`)."""
    for height, layer in enumerate(LAYERS):
        if module == layer or module.startswith(f"{layer}."):
            return height
    if module.split(".")[0] in BESIDE:
        return ROOF + 1
    return ROOF if module.startswith("policyhub.") else -1


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield every module that is imported, at the top or inside a function, or named in a string."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Constant) and id(node) not in docstrings and (match := NAMED.match(str(node.value))):
            yield node.lineno, BY_LABEL[match[1]]


def faults(module: str, source: str) -> Iterator[str]:
    """Yield each import of a module that the house forbids."""
    tree = ast.parse(source)
    for line, name in imported(tree):
        if layer_of(name) > layer_of(module):
            yield f"{module}:{line} reaches up to {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield f"{module}:{node.lineno} is a relative import"
        if (
            isinstance(node, ast.ImportFrom)
            and node.names[0].name == "*"
            and not module.startswith("policyhub.settings.")
        ):
            yield f"{module}:{node.lineno} is a wildcard import"


def modules() -> list[Path]:
    return sorted(path for top in ("policyhub", "actors", "options") for path in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_below(path: Path):
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    assert list(faults(module, path.read_text())) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        pytest.param("policyhub.records.models", "import actors.models", id="up"),
        pytest.param("policyhub.records.models", "from policyhub import sources", id="up-by-name"),
        pytest.param("actors.models", "def f():\n    from options.models import Measure", id="up-in-a-function"),
        pytest.param("actors.models", "get_model('options.Measure')", id="up-in-a-string"),
        pytest.param("policyhub.records.structure", "import_module('policyhub.sources.models')", id="up-in-a-path"),
        pytest.param("options.models", "from policyhub.catalogue import COLLECTIONS", id="up-to-the-roof"),
        pytest.param("policyhub.catalogue", "from tests.house import test_layers", id="up-to-the-tests"),
        pytest.param("options.models.measure", "from .category import Category", id="relative"),
        pytest.param("options.models", "from options.models.measure import *", id="wildcard"),
    ],
)
def test_the_check_finds(module: str, source: str):
    assert list(faults(module, source))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        pytest.param("options.models", "from actors.models import Actor", id="down"),
        pytest.param("policyhub.urls", "from policyhub.catalogue import COLLECTIONS", id="within-the-roof"),
        pytest.param("policyhub.settings.test", "from policyhub.settings.base import *", id="settings"),
        pytest.param("policyhub.records.querysets", "user.has_perm('accounts.see_drafts')", id="a-name-from-below"),
        pytest.param("policyhub.records.models", "'''options.Measure'''", id="prose"),
    ],
)
def test_the_check_leaves(module: str, source: str):
    assert list(faults(module, source)) == []
