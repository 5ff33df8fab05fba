"""Mechanisms: sets of provisions of one country that can be put into another country's law.

One topic each, written in the language of law, its parameters beside it in YAML. `catalogue.yaml` says of each where it
comes from, who pays, who collects, what right it buys, which provisions it takes over as they stand from its own
country's topics, and what it needs from the law that receives it (its ports).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent
"""Where the topics, the catalogue and the equivalences between countries' money stand."""
