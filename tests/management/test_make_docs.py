"""`manage.py make_docs` writes the codebook, and tells when it is not what the code says."""

from pathlib import Path

import pytest
from django.core.management import call_command

from policyhub.codebook import documented_models, file_name, pages


def test_the_committed_pages_are_what_the_code_says():
    call_command("make_docs", check=True)


def test_there_is_a_page_for_each_model_and_an_index():
    assert set(pages()) == {"README.md", *(file_name(model) for model in documented_models())}


@pytest.mark.parametrize("change", ["edit", "remove", "add"])
def test_a_stale_page_is_found_and_written_anew(tmp_path: Path, change: str, capsys):
    call_command("make_docs", folder=tmp_path)
    if change == "edit":
        (tmp_path / "position.md").write_text("# Position\n")
    elif change == "remove":
        (tmp_path / "position.md").unlink()
    else:
        (tmp_path / "gone.md").write_text("# Gone\n")
    with pytest.raises(SystemExit):
        call_command("make_docs", check=True, folder=tmp_path)
    assert "(from the code)" in capsys.readouterr().out
    call_command("make_docs", folder=tmp_path)
    call_command("make_docs", check=True, folder=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(pages())
