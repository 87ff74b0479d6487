"""Modules are a page, functions a screen."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MODULE_LINES = 300
FUNCTION_LINES = 40


def modules() -> list[Path]:
    """Return every module of the project; migrations are written by a machine."""
    tops = ["policyhub", "actors", "options", "tests", "bench"]
    found = [ROOT / "manage.py", *(path for top in tops for path in (ROOT / top).rglob("*.py"))]
    return sorted(path for path in found if "migrations" not in path.parts)


def too_long(source: str) -> Iterator[str]:
    """Yield what is over its size."""
    if (lines := len(source.splitlines())) > MODULE_LINES:
        yield f"the module has {lines} lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                yield f"{node.name} (line {node.lineno}) has {length} lines"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(path: Path):
    assert list(too_long(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = 1\n" * (MODULE_LINES + 1), id="module"),
        pytest.param("def f():\n" + "    x = 1\n" * FUNCTION_LINES, id="function"),
        pytest.param("class A:\n    async def f():\n" + "        x = 1\n" * FUNCTION_LINES, id="method"),
    ],
)
def test_the_check_finds(source: str):
    assert len(list(too_long(source))) == 1
    assert list(too_long("\n".join(source.splitlines()[:-1]))) == []
