"""The requests that provisioning clients' own connection tests send, where they differ from what is asked anyway."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.clients import ProvisioningClient, TestRequest
from app.domain.text import tr
from app.tester import plan
from app.tester.plan import Step

CLIENT_STEP = "client-"
"""How these checks' ids begin."""
_WHATEVER = "{uuid}"
_NOBODY = "nobody"


@dataclass(frozen=True)
class ClientStep:
    """One client's request as a check of its own."""

    step: Step
    client: ProvisioningClient
    request: TestRequest

    def path(self, nobody: str) -> str:
        """Below the base URL; `nobody` is a user name that nobody has."""
        return self.request.path.replace(_WHATEVER, nobody)


def client_steps(clients: tuple[ProvisioningClient, ...], client: str | None) -> tuple[ClientStep, ...]:
    """What is asked besides: for the client that the verdict is for, or for all. Nothing is asked twice."""
    asked = {(plan.unknown_user(_NOBODY), True)}
    found = []
    for each in clients:
        if client not in (None, each.id):
            continue
        for number, request in enumerate(each.test_requests, start=1):
            wanted = (request.path.replace(_WHATEVER, _NOBODY), request.accepts)
            if wanted not in asked:
                asked.add(wanted)
                ending = "" if number == 1 else f"-{number}"
                step = Step(f"{CLIENT_STEP}{each.id}{ending}", tr("Test request of {client}", client=each.name))
                found.append(ClientStep(step, each, request))
    return tuple(found)
