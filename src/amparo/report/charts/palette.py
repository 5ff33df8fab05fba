"""The colours and shapes of every chart: told apart by those who see fewer colours, and never by colour alone.

Every colour stands on white with a contrast of at least 3 : 1. The five colours of series keep their distance in sight
without red, green or blue receptors too; a test measures both.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#1b242d"
SOFT: Final = "#4a5661"
GRID: Final = "#d9dfe4"
PAPER: Final = "#ffffff"
NAVY, ORANGE, TEAL, VIOLET, BROWN = "#0b3d6b", "#cd6213", "#189c95", "#965fe1", "#602600"
SERIES: Final = (NAVY, ORANGE, TEAL, VIOLET, BROWN)
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross")
"""Marks of the series, in the order of the colours."""
LIGHT: Final = "#a9c9e8"
"""The second half of a bar that is told apart by lightness and an outline in navy."""
TINTS: Final = ("#ffffff", "#cfe0f1")
"""From none to all, light enough for dark text on it (7 : 1)."""
DOUBT: Final = "#fdf0e3"
"""Where nothing is known, under a text that says so."""

__all__ = ["BROWN", "DOUBT", "GRID", "INK", "LIGHT", "NAVY", "ORANGE", "PAPER", "SERIES", "SHAPES", "SOFT", "TEAL"]
__all__ += ["TINTS", "VIOLET"]
