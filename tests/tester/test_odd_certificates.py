"""Certificates that the library cannot read: told as untrusted, never a traceback."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime
from typing import cast

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from app.tester.certificate import distrusted

VERSION_3, VERSION_5 = b"\xa0\x03\x02\x01\x02", b"\xa0\x03\x02\x01\x04"


class Shown:
    """As much of a TLS connection as is looked at."""

    def __init__(self, certificate: bytes) -> None:
        self._certificate = certificate

    def getpeercert(self, binary_form: bool = False) -> bytes:
        return self._certificate

    def version(self) -> str:
        return "TLSv1.3"


def good() -> bytes:
    issued = trustme.CA().issue_cert("api.example.com")
    return x509.load_pem_x509_certificate(issued.cert_chain_pems[0].bytes()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    "change",
    [
        lambda der: der.replace(VERSION_3, VERSION_5, 1),
        lambda der: der[:-40],
        lambda _: b"",
        lambda _: b"\x30\x03\x02\x01\x00",
        lambda der: der.replace(b"api.example.com", b"api.ex\xffmple.com"),
    ],
    ids=["version 5", "cut off", "empty", "no certificate", "a name that is no ASCII"],
)
def test_an_odd_certificate_is_not_read_or_read_in_part(change: object) -> None:
    der = good()
    changed = change(der)  # type: ignore[operator]  # lambdas of one kind
    assert changed != der
    seen = distrusted(cast(ssl.SSLObject, Shown(changed)), "api.example.com", datetime(2026, 11, 25, tzinfo=UTC))
    assert seen is None or seen.wrong_host


def test_a_good_one_is_read() -> None:
    seen = distrusted(cast(ssl.SSLObject, Shown(good())), "api.example.com", datetime.now(UTC))
    assert seen is not None
    assert not seen.wrong_host
