"""Very small countries and single rules, written in a test and read like the law."""

from __future__ import annotations

import ast
import importlib
import itertools
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import amparo.law
import amparo.rules as words
from amparo.rules.book import Country, LawBook, load
from amparo.rules.language import Source, read_rule

COMMON = Path(amparo.law.__file__).with_name("common.yaml")
HEAD = """\
from __future__ import annotations
from amparo.rules import *
from {package}.instruments import ACT
law = dict(cites=ACT("1"), evidence="L:act", since="2018-01-01")
"""
INSTRUMENTS = "ACT: {title: {en: Act, pt: Lei, zh: 法}, short: Act, url: '', language: en}\n"
LABEL = "{en: a, pt: b, zh: 丙}"
_numbers = itertools.count()


def country(
    folder: Path,
    topics: Mapping[str, tuple[str, str]],
    places: str = "",
    bindings: Mapping[str, str] | None = None,
    law_since: str = "2018-01-01",
) -> LawBook:
    """A law book of topics given as (Python, YAML); the Python begins after the imports."""
    package = f"tiny_country_{next(_numbers)}"
    home = folder / package
    (home / "places").mkdir(parents=True)
    (home / "__init__.py").write_text("")
    (home / "instruments.yaml").write_text(INSTRUMENTS, encoding="utf-8")
    (home / "instruments.py").write_text(
        "from amparo.rules import instruments\nACT = instruments(__file__)['ACT']\n", encoding="utf-8"
    )
    if places:
        (home / "places" / "places.yaml").write_text(textwrap.dedent(places), encoding="utf-8")
    for name, (python, yaml) in topics.items():
        (home / f"{name}.py").write_text(HEAD.format(package=package) + textwrap.dedent(python), encoding="utf-8")
        (home / f"{name}.yaml").write_text(textwrap.dedent(yaml), encoding="utf-8")
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        names = {"en": "Tiny", "pt": "Minúscula", "zh": "小国"}
        return load(Country("TINY", names, "TIN", law_since, package, tuple(topics), bindings), COMMON)
    finally:
        sys.path.remove(str(folder))


def topic(folder: Path, python: str, yaml: str = "", **more: Any) -> LawBook:
    """A law book of one topic, called t."""
    return country(folder, {"t": (python, yaml)}, **more)


def read(text: str, **names: Any) -> Source:
    """One rule read from its text, without decorator."""
    text = textwrap.dedent(text).strip()
    space = {name: getattr(words, name) for name in words.__all__} | names
    exec(compile(text, "rule", "exec", dont_inherit=True, flags=_annotations_as_text()), space)
    definition = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef))
    return read_rule(space[definition.name], definition, "tiny.rule", text)


def _annotations_as_text() -> int:
    import __future__

    return __future__.annotations.compiler_flag
