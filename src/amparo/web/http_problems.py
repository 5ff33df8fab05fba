"""What the HTTP API says of itself everywhere: the language asked for, and the form of a refusal."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict

Lang = Annotated[Literal["en", "pt", "zh"], Query(description="Language of labels and words.")]


class Problem(BaseModel):
    """A refusal: its status, and what is wrong and how to put it right, one line each."""

    model_config = ConfigDict(extra="forbid")

    status: int
    errors: list[str]


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    400: {"model": Problem, "description": "The body is not readable as JSON."},
    403: {"model": Problem, "description": "Made from restricted data."},
    404: {"model": Problem, "description": "The law, or this server, has nothing of that name."},
    408: {"model": Problem, "description": "The body did not come in time."},
    413: {"model": Problem, "description": "The body is too large."},
    422: {"model": Problem, "description": "What was sent cannot be read: what is wrong, and how to put it right."},
}

__all__ = ["REFUSALS", "Lang", "Problem"]
