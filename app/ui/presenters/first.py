"""What has to happen before a token is used: it may have been put away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

First = Callable[[Callable[..., object]], Callable[..., None]]
"""Makes of what uses tokens something that has them fetched first."""


def at_once(act: Callable[..., object]) -> Callable[..., None]:
    """Where nothing is ever put away."""

    def acting(*values: Any) -> None:
        act(*values)

    return acting
