"""What a connection test can find: codes, how bad each is, and whom it stops. The codes are a stable contract."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Stops(Enum):
    """Which provisioning clients a finding stops."""

    NOBODY = "nobody"
    CLOUD = "those in the cloud"
    SOME = "those whose own demands it breaks"
    EVERYONE = "everyone"


@dataclass(frozen=True)
class Rule:
    """What holds for a code without a chosen client."""

    severity: Severity
    stops: Stops


def _error(*codes: str) -> dict[str, Rule]:
    return dict.fromkeys(codes, Rule(Severity.ERROR, Stops.EVERYONE))


def _warning(*codes: str, stops: Stops = Stops.NOBODY) -> dict[str, Rule]:
    return dict.fromkeys(codes, Rule(Severity.WARNING, stops))


def _info(*codes: str, stops: Stops = Stops.NOBODY) -> dict[str, Rule]:
    return dict.fromkeys(codes, Rule(Severity.INFO, stops))


RULES: dict[str, Rule] = {
    **_error("url.invalid", "url.insecure"),
    **_info("url.cleaned", "url.no-scheme"),
    **_warning("url.wrong-base"),
    **_error("token.empty", "token.malformed"),
    **_info("token.cleaned", "token.unusual"),
    **_info("proxy.used"),
    **_error("proxy.unreachable", "proxy.auth-required", "proxy.refused"),
    **_warning("proxy.auto-config"),
    **_warning("net.not-public", stops=Stops.CLOUD),
    **_error("dns.not-found"),
    **_error("connect.refused", "connect.timeout", "connect.reset", "connect.unreachable"),
    **_error("tls.untrusted", "tls.hostname", "tls.expired", "tls.client-certificate", "tls.handshake", "tls.protocol"),
    **_warning("tls.private-authority", "tls.expires-soon"),
    **_error("http.redirect", "http.redirect-elsewhere", "http.login-page", "http.server-error"),
    **_error("http.timeout", "http.too-large", "http.malformed"),
    **_warning("http.rate-limited"),
    **_error("auth.rejected", "auth.forbidden", "auth.not-enforced"),
    **_info("auth.old-token-valid"),
    **_warning("auth.old-token-rejected"),
    **_error("scim.not-found", "scim.not-json", "scim.not-list-response"),
    **_error("scim.filter-unsupported", "scim.filter-ignored"),
    "scim.unknown-user": Rule(Severity.ERROR, Stops.SOME),
    **_warning("scim.content-type", "scim.groups-missing", "scim.patch-unsupported", "scim.pagination"),
    **_info("scim.discovery-missing", stops=Stops.SOME),
    **_info("client.base-url", stops=Stops.SOME),
    **_warning("client.test-request", stops=Stops.SOME),
    **_info("scim.error-format", "run.cancelled"),
}
"""Every code of the contract, with its severity there."""

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_ORDER = {code: place for place, code in enumerate(RULES)}


@dataclass(frozen=True)
class Finding:
    """One thing that the test found. Both sentences are for an administrator who does not know SCIM."""

    code: str
    severity: Severity
    message: str
    remedy: str
    check: str | None = None
    """The id of the check that showed it."""
    blocks: tuple[str, ...] = ()
    """Ids of the provisioning clients that it stops."""


def severity_for(own: Severity, blocks: tuple[str, ...], client: str | None) -> Severity:
    """A finding's severity where the verdict is for one client: what stops it is an error, what stops others alone is
    for its information."""
    if client is None or not blocks:
        return own
    return Severity.ERROR if client in blocks else Severity.INFO


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Errors, warnings, information; within each the order of the layers. One code of one check stands once."""
    once = {(finding.code, finding.check): finding for finding in findings}
    return tuple(sorted(once.values(), key=lambda finding: (_RANK[finding.severity], _ORDER[finding.code])))
