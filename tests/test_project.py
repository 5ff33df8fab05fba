"""The files around the code keep their promises."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted(ROOT.glob("requirements*.lock"))
REQUIREMENT = re.compile(r"^([a-z0-9][a-z0-9-]*)==([^ ;]+)", re.MULTILINE)


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", r)[0].lower().replace("_", "-") for r in requirements}


def pins(lock: str) -> set[tuple[str, str]]:
    return set(REQUIREMENT.findall((ROOT / lock).read_text()))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_a_lock_names_no_host_and_no_path(lock: Path) -> None:
    assert not re.search(r"://|--index-url|--extra-index-url|--find-links|file:", lock.read_text())


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.name)
def test_every_pin_has_a_hash(lock: Path) -> None:
    for block in re.split(r"\n(?=[a-z0-9])", lock.read_text()):
        if REQUIREMENT.match(block):
            assert "--hash=sha256:" in block, block.splitlines()[0]


@pytest.mark.parametrize(
    ("lock", "groups"),
    [
        ("requirements.lock", ["build"]),
        ("requirements-test.lock", ["build", "test"]),
        ("requirements-bench.lock", ["build", "bench"]),
        ("requirements-spark.lock", ["build", "spark"]),
        ("requirements-docs.lock", ["build", "docs"]),
    ],
)
def test_a_lock_pins_all_that_is_declared(lock: str, groups: list[str]) -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = names(declared["project"]["dependencies"])
    for group in groups:
        wanted |= names(declared["dependency-groups"][group])
    assert wanted <= {name for name, _ in pins(lock)}


OTHER_LOCKS = [lock.name for lock in LOCKS if lock.name not in ("requirements.lock", "requirements-uv.lock")]


@pytest.mark.parametrize("lock", OTHER_LOCKS)
def test_locks_agree_so_that_one_environment_holds_them_all(lock: str) -> None:
    assert pins("requirements.lock") <= pins(lock)


def test_the_system_packages_are_one_line_the_same_in_readme_and_makefile() -> None:
    (line,) = re.findall(r"^SYSTEM_PACKAGES := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert (ROOT / "README.md").read_text().count(line) == 1
