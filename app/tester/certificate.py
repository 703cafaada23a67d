"""Reads a server's certificate: what a trusted one says, and what is wrong with one that is not."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.domain.endpoints import address_of
from app.domain.report import TlsSeen

if TYPE_CHECKING:
    from cryptography import x509

MOST_NAMES = 50


@dataclass(frozen=True)
class Distrust:
    """Everything that is wrong with a certificate, each reason told apart."""

    seen: TlsSeen
    expired: bool
    not_yet_valid: bool
    wrong_host: bool
    self_signed: bool
    alone: bool
    """Whether the server sent only its own certificate, without those of its issuer."""


def described(tls: ssl.SSLObject, publicly_trusted: bool | None) -> TlsSeen:
    """What a trusted certificate says."""
    certificate: Any = tls.getpeercert() or {}
    return TlsSeen(
        protocol=tls.version(),
        subject=_names(certificate.get("subject", ())),
        issuer=_names(certificate.get("issuer", ())),
        not_before=_moment(certificate.get("notBefore")),
        not_after=_moment(certificate.get("notAfter")),
        alt_names=tuple(str(name) for _, name in certificate.get("subjectAltName", ()))[:MOST_NAMES],
        trusted=True,
        publicly_trusted=publicly_trusted,
    )


def distrusted(tls: ssl.SSLObject, host: str, now: datetime) -> Distrust | None:
    """What is wrong with a certificate that was not trusted, read from a connection that only looks; None where it
    cannot be read at all."""
    from cryptography import x509

    der = tls.getpeercert(binary_form=True)
    if der is None:
        return None
    try:
        leaf = x509.load_der_x509_certificate(der)
        names = _alternative_names(leaf)
        subject, issuer = leaf.subject.rfc4514_string(), leaf.issuer.rfc4514_string()
    except Exception:  # noqa: BLE001  cryptography has an exception of its own for each way in which one can be odd
        return None
    seen = TlsSeen(
        protocol=tls.version(),
        subject=subject,
        issuer=issuer,
        not_before=leaf.not_valid_before_utc,
        not_after=leaf.not_valid_after_utc,
        alt_names=names[:MOST_NAMES],
        trusted=False,
        publicly_trusted=False,
    )
    return Distrust(
        seen=seen,
        expired=now > leaf.not_valid_after_utc,
        not_yet_valid=now < leaf.not_valid_before_utc,
        wrong_host=not any(matches(name, host) for name in names),
        self_signed=leaf.subject == leaf.issuer,
        alone=_chain_length(tls) == 1,
    )


def matches(name: str, host: str) -> bool:
    """Whether a certificate's name covers a host (RFC 9525 section 6.3: a wildcard stands for one whole label)."""
    address = address_of(host)
    if address is not None:
        return address_of(name) == address
    name, host = name.lower().rstrip("."), host.lower()
    if name.startswith("*."):
        return host.partition(".")[2] == name[2:] and "." in name[2:]
    return name == host


def _alternative_names(leaf: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        extension = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    addresses = [str(address) for address in extension.get_values_for_type(x509.IPAddress)]
    return (*extension.get_values_for_type(x509.DNSName), *addresses)


def _chain_length(tls: ssl.SSLObject) -> int | None:
    """How many certificates the server sent; None where this Python cannot tell (public from 3.13 on)."""
    for holder in (tls, getattr(tls, "_sslobj", None)):
        unverified_chain = getattr(holder, "get_unverified_chain", None)
        if unverified_chain is not None:
            return len(unverified_chain() or ())
    return None


def _names(parts: Any) -> str:
    return ", ".join(f"{key}={value}" for part in parts for key, value in part)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)
