"""Verania as a country that is added: folders of its own beside those that are there, and nothing else.

The tree is Amparo as it stands, each part a link, so that whatever shows the country has it from its packages.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import amparo

CODE = "XV"
HOME = "verania"
SOURCE = Path(amparo.__file__).parent
PARTS = Path(__file__).with_name("verania")
"""What a country has beside its law; the law is that of the fictional country, under another name and code."""
_GROWS = ("law", "population", "analysis", "analysis/persons", "analysis/ready_made", "demo")
_DECLARED = {
    'code="FICTIONAL"': f'code="{CODE}"',
    " (fictional)": "",
    "    fictional=True,\n": '    iso3="xve",\n    m49="999",\n    first_topic="sickness",\n',
}


def with_law_of_verania(folder: Path) -> Path:
    """Amparo with the law of Verania among its countries, and nothing more of it; to be put on Python's path."""
    tree = folder / "src" / "amparo"
    _linked(SOURCE, tree)
    _law(tree / "law" / HOME)
    return tree.parent


def with_verania(folder: Path, case: Path) -> Path:
    """The same with all that a country can have. case: the worker of its demonstration."""
    tree = with_law_of_verania(folder) / "amparo"
    shutil.copytree(PARTS / "population", tree / "population" / HOME)
    shutil.copytree(PARTS / "demo", tree / "demo" / HOME)
    shutil.copytree(PARTS / "ready_made", tree / "analysis" / "ready_made" / CODE.lower())
    told = case.read_text(encoding="utf-8").replace("country: fictional", f"country: {CODE}\nclass: synthetic")
    (tree / "demo" / HOME / "worker.yaml").write_text(told, encoding="utf-8")
    shutil.copy(SOURCE / "analysis" / "persons" / "FICTIONAL.yaml", tree / "analysis" / "persons" / f"{CODE}.yaml")
    return tree.parent


def _linked(source: Path, target: Path, below: str = "") -> None:
    """Links to all that a folder holds; folders that a country adds to are made, and hold links in their turn."""
    target.mkdir(parents=True)
    for entry in source.iterdir():
        name = f"{below}{entry.name}"
        if name in _GROWS:
            _linked(entry, target / entry.name, f"{name}/")
        elif entry.name != "__pycache__":
            (target / entry.name).symlink_to(entry)


def _law(home: Path) -> None:
    shutil.copytree(SOURCE / "law" / "fictional", home, ignore=shutil.ignore_patterns("__pycache__"))
    for file in home.glob("*.py"):
        file.write_text(file.read_text(encoding="utf-8").replace("law.fictional", f"law.{HOME}"), encoding="utf-8")
    declared = home / "__init__.py"
    text = declared.read_text(encoding="utf-8")
    for old, new in _DECLARED.items():
        assert old in text, old
        text = text.replace(old, new)
    declared.write_text(text, encoding="utf-8")
    shutil.copy(PARTS / "law" / "words.yaml", home)


__all__ = ["CODE", "HOME", "with_law_of_verania", "with_verania"]
