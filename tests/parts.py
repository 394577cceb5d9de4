"""Parts that a test needs and that do not come with the project: skipped without them, unless they were promised."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

PROMISED = "TESTS_MUST_RUN"
"""The environment variable that names, parted by spaces, the parts that are there: `.ci/run` sets it."""


def lacking(part: str, why: str) -> NoReturn:
    """End a test that lacks a part: skipped with the reason, or failed where the part was promised."""
    if part in os.environ.get(PROMISED, "").split():  # noqa: TID251 - a setting of the tests
        pytest.fail(f"{part} was to be there: {why}", pytrace=False)
    pytest.skip(f"{part} is not here: {why}")
