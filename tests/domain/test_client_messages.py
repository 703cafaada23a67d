from __future__ import annotations

import pytest

from app.clients.catalogue import read_clients
from app.domain.client_messages import messages_of
from app.domain.clients import ProvisioningClient


@pytest.mark.parametrize("client", read_clients(), ids=lambda client: client.id)
def test_every_client_says_what_its_failing_test_may_say_and_why(client: ProvisioningClient) -> None:
    found = messages_of(client)
    assert found
    assert all(message and cause.endswith(".") for message, cause in found)
    if client.errors:
        assert found == tuple((error.message, error.cause) for error in client.errors)
    else:
        assert any("401" in message for message, _ in found)
