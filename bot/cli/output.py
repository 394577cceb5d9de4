"""What every `--json` output is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """An output: exactly these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
