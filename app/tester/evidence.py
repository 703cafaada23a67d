"""What a run has seen so far. Probes write it, the judges only read it: a report can be made of it at any moment."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.clients import ProvisioningClient
from app.domain.endpoints import Endpoint
from app.domain.report import TlsSeen
from app.domain.token_text import TokenReading
from app.domain.tokens import AccessToken
from app.tester.certificate import Distrust
from app.tester.plan import BaseSteps
from app.tester.proxies import Route
from app.tester.redact import Redactor
from app.tester.trouble import Trouble
from app.tester.wire import Exchange


@dataclass(frozen=True)
class Stage:
    """A step below HTTP: name, connection, TLS."""

    start_ms: float
    duration_ms: float
    trouble: Trouble | None = None


@dataclass
class Evidence:
    """Everything the judges need. Fields are None until their probe has run."""

    redactor: Redactor
    clients: tuple[ProvisioningClient, ...] = ()
    """Every provisioning client that is known."""
    client: str | None = None
    """The id of the one that the verdict is for."""
    endpoint: Endpoint | None = None
    token: TokenReading = field(default_factory=lambda: TokenReading(None, "token.empty"))
    exchanged: bool = False
    """Whether a web address was typed as token."""
    old_token: AccessToken | None = None
    bases: tuple[BaseSteps, ...] = ()
    proxy: Stage | None = None
    route: Route | None = None
    name: Stage | None = None
    connection: Stage | None = None
    tls: Stage | None = None
    address: str | None = None
    """Of the server; None where a proxy connects to it."""
    certificate: TlsSeen | None = None
    distrust: Distrust | None = None
    trusted_by_ca_file: bool = False
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    requests: int = 0
    total_ms: float = 0
    cancelled: bool = False

    def exchange(self, check: str) -> Exchange | None:
        return self.exchanges.get(check)
