"""The workbench in a browser, and the HTTP API beside it. No law and no arithmetic here: both come from below."""

from __future__ import annotations

from amparo.web.app import create_app

__all__ = ["create_app"]
