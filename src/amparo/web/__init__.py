"""The workbench in a browser, and the HTTP API beside it. No law and no arithmetic here: both come from below."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app() -> FastAPI:
    """The workbench as an ASGI application."""
    from amparo.web.app import create_app as made  # the processes of jobs need none of it

    return made()


__all__ = ["create_app"]
