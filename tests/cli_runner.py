"""A command as printed on a page, run as somebody would type it."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path


def run_cli(line: str, folder: Path) -> None:
    """Runs `amparo ...` in a folder, in a process of its own; fails where it does."""
    name, *arguments = shlex.split(line)
    assert name == "amparo"
    done = subprocess.run([sys.executable, "-m", "amparo", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{line}\n{done.stderr}"
