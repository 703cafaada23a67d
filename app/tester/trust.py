"""Whom a TLS connection trusts: this computer's list (and `--ca-file`), the public list, or anybody, to look only."""

from __future__ import annotations

import ssl
import sys
from pathlib import Path

from app.domain.errors import CaFileUnusable


def _bare() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def for_scheme(scheme: str, ca_file: Path | None) -> ssl.SSLContext:
    """What connections for that scheme trust: nobody for plain HTTP, where loading a list would be for nothing."""
    return _bare() if scheme == "http" else computers_own(ca_file)


def computers_own(ca_file: Path | None) -> ssl.SSLContext:
    """Trusts what this computer trusts, and what `ca_file` holds (PEM). Blocks for 30 ms: not for an event loop."""
    context = _system()
    if ca_file is not None:
        _load(context, ca_file)
    return context


def _system() -> ssl.SSLContext:
    if sys.platform not in ("win32", "darwin"):
        # There truststore is OpenSSL with its own defaults, read again for each connection (25 ms every time).
        context = _bare()
        context.load_default_certs()
        if context.cert_store_stats()["x509_ca"]:
            return context
    import truststore

    own = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    own.minimum_version = ssl.TLSVersion.TLSv1_2
    own.set_alpn_protocols(["http/1.1"])
    return own


def public_list() -> ssl.SSLContext:
    """Trusts Mozilla's list alone, as a client in the cloud would."""
    import certifi

    context = _bare()
    context.load_verify_locations(certifi.where())
    return context


def file_alone(ca_file: Path) -> ssl.SSLContext:
    """Trusts what `ca_file` holds, and nothing else. Raises CaFileUnusable."""
    context = _bare()
    _load(context, ca_file)
    return context


def looking_only() -> ssl.SSLContext:
    """Trusts everybody, so that the certificate can be read. No request is ever sent over such a connection."""
    context = _bare()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _load(context: ssl.SSLContext, ca_file: Path) -> None:
    try:
        context.load_verify_locations(ca_file)
    except (OSError, ValueError):  # ssl.SSLError is an OSError
        raise CaFileUnusable from None
