"""A desktop with an open keyring, as most people have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.rig.keyring import KeyringState
from tests.rig.session import Session
from tests.rig.tools import require


@pytest.fixture
def session(desktop_tools: None) -> Iterator[Session]:
    """A desktop with an open keyring and an empty home."""
    require("gnome-keyring-daemon")
    with Session(keyring=KeyringState.UNLOCKED) as session:
        yield session
