"""The menu's list of decisions is the folder of decisions: a new record needs no line in mkdocs.yml."""

from pathlib import Path
from typing import Any


def on_config(config: Any) -> Any:
    """Put a page for each record where the menu says `decisions/`."""
    folder = Path(config.docs_dir)
    records = [file.relative_to(folder).as_posix() for file in sorted((folder / "decisions").glob("*.md"))]
    config.nav = [
        {title: records if pages == "decisions/" else pages} for entry in config.nav for title, pages in entry.items()
    ]
    return config
