"""The provisioning clients that are known: what each one's console asks for, and how to set it up."""

from __future__ import annotations

from app.clients.catalogue import read_clients
from app.domain.clients import ProvisioningClient

__all__ = ["ProvisioningClient", "client_ids", "read_clients"]


def client_ids() -> tuple[str, ...]:
    """The ids of all, in the order shown."""
    return tuple(client.id for client in read_clients())
