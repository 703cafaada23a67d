"""What a run is asked to test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.clients import ProvisioningClient
from app.domain.tokens import AccessToken

USUAL = 30.0
"""Seconds that a whole run may take."""


@dataclass(frozen=True)
class Question:
    """Endpoint and tokens as a person typed or pasted them: they are cleaned before they are used."""

    endpoint: str
    token: AccessToken | None
    old_token: AccessToken | None = None
    seconds: float = USUAL
    """For the whole run."""
    clients: tuple[ProvisioningClient, ...] = ()
    """Every provisioning client that is known."""
    client: str | None = None
    """The id of the one that the verdict is for; None: any."""
    ca_file: Path | None = None
    """Certificates (PEM) to trust besides this computer's own."""
