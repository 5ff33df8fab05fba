"""Settings of `amparo serve`: the command line first, then the environment, then the file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from amparo.cli.codes import UsageProblem
from amparo.cli.settings import SETTINGS, read_settings, use_settings, variable

ROOT = Path(__file__).parents[2]


def test_a_file_gives_environment_variables(tmp_path: Path) -> None:
    file = tmp_path / "amparo.toml"
    file.write_text('host = "0.0.0.0"\nport = 8123\n[jobs]\nrunning = 3\n', encoding="utf-8")
    assert read_settings(file) == {"AMPARO_HOST": "0.0.0.0", "AMPARO_PORT": "8123", "AMPARO_JOBS_RUNNING": "3"}


def test_what_the_environment_says_comes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "amparo.toml"
    file.write_text("port = 8123\nworkers = 2\n", encoding="utf-8")
    monkeypatch.setattr(os, "environ", {"AMPARO_PORT": "9000"})
    use_settings(file)
    assert os.environ == {"AMPARO_PORT": "9000", "AMPARO_WORKERS": "2"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 1", r"'prot' is no setting. Did you mean port\?"),
        ('port = "8000"', "port = '8000' is not a whole number"),
        ("workers = true", "workers = True is not a whole number"),
        ("host = 1", "host = 1 is not text"),
        ("[jobs]\nrunnig = 2", r"'jobs.runnig' is no setting. Did you mean jobs.running"),
        ("port = ", "not readable as TOML"),
    ],
)
def test_a_slip_is_refused_with_its_cure(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "amparo.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageProblem, match=said):
        read_settings(file)


def test_a_file_that_is_not_there_is_refused(amparo: Any, tmp_path: Path) -> None:
    ran = amparo("serve", "--config", str(tmp_path / "none.toml"))
    assert ran.code == 2 and "none.toml" in ran.err


def test_the_example_and_the_documentation_name_every_setting() -> None:
    example = (ROOT / "deploy" / "amparo.toml").read_text(encoding="utf-8")
    whole = tomllib.loads(
        "\n".join(line.removeprefix("# ") if " = " in line else line for line in example.splitlines())
    )
    told = {
        f"{name}.{inner}" if inner else name
        for name, value in whole.items()
        for inner in (value if isinstance(value, dict) else [""])
    }
    assert told == set(SETTINGS)
    page = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"`{name}`" not in page or f"`{variable(name)}`" not in page] == []
