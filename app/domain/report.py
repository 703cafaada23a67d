"""The report of a connection test, and the events while one runs. Frozen values; `report_json` makes JSON of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.domain.findings import Finding, Severity

SCHEMA = "scim-connection-report/1"


class Verdict(Enum):
    """What follows for the administrator, in one word."""

    READY = "ready"
    USABLE = "usable"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class CheckStatus(Enum):
    """How a check ended."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"


class Sent(Enum):
    """Which token a request carried."""

    TOKEN = "token"  # noqa: S105  a kind of token
    OLD_TOKEN = "old token"  # noqa: S105  a kind of token
    MADE_UP_TOKEN = "made-up token"  # noqa: S105  a kind of token
    NONE = "none"


@dataclass(frozen=True)
class Check:
    """One check, in the order shown. Times are milliseconds since the run began."""

    id: str
    title: str
    status: CheckStatus
    detail: str = ""
    """One plain sentence: what was seen."""
    start_ms: float | None = None
    duration_ms: float | None = None
    request: str | None = None
    """Method and URL, where it sent one."""
    response_status: int | None = None
    sent: Sent | None = None
    """Which token went with the request."""
    accept: str | None = None
    """The request's `Accept` header, where it had one."""
    content_type: str | None = None
    """The answer's media type, without parameters."""
    answer: str | None = None
    """The answer's shape: key names and types, never a value; None where it is not JSON."""


@dataclass(frozen=True)
class BaseResult:
    """One base URL that was tried; the three in the middle are HTTP status codes, None where nothing was answered."""

    url: str
    users: int | None = None
    groups: int | None = None
    service_provider_config: int | None = None
    usable: bool = False


@dataclass(frozen=True)
class TlsSeen:
    """The certificate that the server showed, and the protocol. `publicly_trusted` is None where it is not known."""

    protocol: str | None
    subject: str
    issuer: str
    not_before: datetime | None
    not_after: datetime | None
    alt_names: tuple[str, ...]
    trusted: bool
    publicly_trusted: bool | None


@dataclass(frozen=True)
class Vantage:
    """From where it was tested."""

    proxy: str | None = None
    address: str | None = None
    public_address: bool | None = None


@dataclass(frozen=True)
class Timings:
    """Milliseconds; None where not measured."""

    dns_ms: float | None = None
    connect_ms: float | None = None
    tls_ms: float | None = None
    total_ms: float | None = None
    requests: int = 0


@dataclass(frozen=True)
class Seen:
    """What tells a right token from another account's. Never who the people are."""

    location_hosts: tuple[str, ...] = ()
    users_total: int | None = None
    groups_total: int | None = None


@dataclass(frozen=True)
class ClientField:
    """One field of a provisioning client's console; `value` is None for tokens and for what is not known."""

    label: str
    kind: str
    value: str | None


@dataclass(frozen=True)
class ClientResult:
    """What the run means for one provisioning client."""

    id: str
    name: str
    fields: tuple[ClientField, ...]
    ready: bool | None
    sure: str
    reason: str


@dataclass(frozen=True)
class Report:
    """What a run of the connection test found."""

    verdict: Verdict
    endpoint: str | None
    client: str | None
    findings: tuple[Finding, ...]
    bases: tuple[BaseResult, ...]
    recommended_base: str | None
    recommended_for_appending: tuple[tuple[str, str | None], ...]
    """What to give to a client that appends `/scim`, and to one that appends `/scim/v2`."""
    clients: tuple[ClientResult, ...]
    seen: Seen | None
    checks: tuple[Check, ...]
    tls: TlsSeen | None
    vantage: Vantage
    timings: Timings


@dataclass(frozen=True)
class CheckStarted:
    """A check has begun."""

    id: str
    title: str


@dataclass(frozen=True)
class CheckEnded:
    """A check has ended, judged by itself: the report's checks, judged together, have the last word."""

    check: Check


@dataclass(frozen=True)
class Progress:
    """How far the run has come. `total` grows while the run learns what there is to ask."""

    done: int
    total: int


Event = CheckStarted | CheckEnded | Progress | Report
"""What a run yields. The report comes last, once."""


def verdict_of(findings: tuple[Finding, ...], proven: bool) -> Verdict:
    """An error blocks; else cancelled, rate-limited or unproven is unknown; else a warning leaves it usable."""
    severities = {finding.severity for finding in findings}
    if Severity.ERROR in severities:
        return Verdict.BLOCKED
    if not proven or {"run.cancelled", "http.rate-limited"} & {finding.code for finding in findings}:
        return Verdict.UNKNOWN
    return Verdict.USABLE if Severity.WARNING in severities else Verdict.READY
