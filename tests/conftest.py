"""Fixtures that more than one room uses."""

from pathlib import Path

import pytest
from hypothesis import settings

# The same examples at each run: a failure in CI is one that everybody sees.
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.load_profile("seeded")

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The measuring data beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the measuring data (../shared) is not on this machine")
    return SHARED
