"""Amparo: countries' social-security law as executable code."""

__version__ = "0.1.0"
