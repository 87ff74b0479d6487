"""The tree is as documented, and no file knows the machine on which it was written."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = {"policyhub", "options", "actors", "fixtures", "tests", "docs", "bench", ".ci"}
PACKAGES = {"policyhub", "options", "actors"}
WRITTEN_BY_MACHINES = {"var", "__pycache__"}  # in .gitignore, as are all hidden folders but .ci

FIXED = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/settings.md", "fixtures/LICENSE.md"]
EXECUTABLE = [".ci/run", ".ci/postgres", ".ci/environment"]

# A path that only one developer has; the part after a host name (https://example.org/home/) is none.
OF_ONE_MACHINE = re.compile(r"(?<![\w.:/~-])/(?:work|root|home|Users|tmp|mnt|private)/|[A-Z]:\\+Users\\")


def folders() -> set[str]:
    """Return the folders at the root that are the project's."""
    found = {path.name for path in ROOT.iterdir() if path.is_dir()} - WRITTEN_BY_MACHINES
    return {name for name in found if not name.startswith(".") or name == ".ci"}


def files() -> list[Path]:
    """Return every text file of the project; what a run wrote to a log is none."""
    below = [path for folder in sorted(FOLDERS) for path in (ROOT / folder).rglob("*") if path.is_file()]
    beside = [path for path in ROOT.iterdir() if path.is_file() and path.suffix != ".log"]
    return [path for path in below + beside if "__pycache__" not in path.parts and b"\0" not in path.read_bytes()]


def test_the_root_has_the_folders_of_the_design_and_no_other():
    assert folders() <= FOLDERS
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} == PACKAGES


def test_fixtures_hold_no_code():
    assert list((ROOT / "fixtures").rglob("*.py")) == []


@pytest.mark.parametrize("name", FIXED)
def test_a_file_that_every_reader_looks_for_is_there(name: str):
    assert (ROOT / name).read_text().strip()


@pytest.mark.parametrize("name", EXECUTABLE)
def test_a_script_can_be_run(name: str):
    assert (ROOT / name).stat().st_mode & 0o111 == 0o111


def test_no_file_names_a_path_of_one_machine():
    found = []
    for path in files():
        if path.parent.name == ".ci":  # the scripts there make what they name, and take it away
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if OF_ONE_MACHINE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert found == []


@pytest.mark.parametrize("folder", ["work", "root", "home", "Users", "tmp"])
def test_such_a_path_is_found(folder: str):
    assert OF_ONE_MACHINE.search(f"see /{folder}/somebody")
    assert OF_ONE_MACHINE.search(f'"/{folder}/somebody"')
    assert not OF_ONE_MACHINE.search(f"https://example.org/{folder}/page")
    assert not OF_ONE_MACHINE.search(f"docs/{folder}/page")
