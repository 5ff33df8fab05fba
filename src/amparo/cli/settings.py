"""Settings of `amparo serve` from a file: every entry stands for an environment variable that is not set."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.cli.codes import UsageProblem
from amparo.records.errors import why_of
from amparo.rules.errors import nearest
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

# What an entry is called in the file, and what it holds. `jobs.waiting` is `waiting` under [jobs].
SETTINGS: Final[Mapping[str, type]] = {
    "host": str,
    "port": int,
    "workers": int,
    "lang": str,
    "data": str,
    "cache": str,
    "jobs.waiting": int,
    "jobs.running": int,
    "jobs.seconds": int,
    "jobs.kept": int,
    "exchange.persons": int,
}


def variable(setting: str) -> str:
    """The environment variable of a setting: jobs.waiting is AMPARO_JOBS_WAITING."""
    return f"AMPARO_{setting.replace('.', '_').upper()}"


def read_settings(file: Path) -> dict[str, str]:
    """The environment variables that a settings file (TOML) gives. Raises UsageProblem."""
    try:
        told = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageProblem(Message("settings.unread", "{file}: {why}.", file=file, why=why_of(error))) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = _toml_problem(error)
        raise UsageProblem(
            Message("settings.not_toml", "{file}: not readable as TOML: {what}.", file=file, what=what)
        ) from None
    return {variable(name): str(_held(file, name, value)) for name, value in _flat(told).items()}


def _toml_problem(error: ValueError) -> str:
    """What the reader of TOML says, in its own words in English; in other languages where it stands."""
    words = str(error).replace("{", "{{").replace("}", "}}")
    at = re.search(r"at line (\d+), column (\d+)", words)
    if at is None:
        return Message("settings.toml", words)
    return Message("settings.toml_at", words, line=at[1], column=at[2])


def use_settings(file: Path | None) -> None:
    """Put the settings of a file into the environment; what is set there already stands."""
    for name, value in ({} if file is None else read_settings(file)).items():
        os.environ.setdefault(name, value)


def _flat(told: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in told.items():
        found |= _flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return found


def _held(file: Path, name: str, value: Any) -> Any:
    kind = SETTINGS.get(name)
    if kind is None:
        raise UsageProblem(
            Message(
                "settings.unknown",
                "{file}: '{name}' is no setting.{hint} Settings: {settings}.",
                file=file,
                name=name,
                hint=nearest(name, SETTINGS),
                settings=Listed(SETTINGS),
            )
        )
    if type(value) is not kind:
        wanted = (
            Message("settings.whole", "a whole number")
            if kind is int
            else Message("settings.text", 'text, as "0.0.0.0"')
        )
        raise UsageProblem(
            Message(
                "settings.wrong",
                "{file}: {name} = {value!r} is not {wanted}.",
                file=file,
                name=name,
                value=value,
                wanted=wanted,
            )
        )
    return value


__all__ = ["SETTINGS", "read_settings", "use_settings", "variable"]
