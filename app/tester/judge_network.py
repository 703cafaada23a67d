"""Judges the way to the server: name, connection, encryption and certificate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address

from app.domain.endpoints import address_of
from app.domain.findings import Finding, Severity
from app.domain.text import Text, counted, tr
from app.tester import plan
from app.tester.certificate import Distrust
from app.tester.evidence import Evidence
from app.tester.findings import finding
from app.tester.trouble import Trouble

SOON = timedelta(days=21)

_CONNECT = {
    "connect.refused": (
        tr("The server was found, but nothing listens at this port: it refused the connection."),
        tr("Check the endpoint's host and port, and ask whoever runs the service whether it is up."),
    ),
    "connect.timeout": (
        tr("The server did not answer while connecting: a firewall may drop the connection."),
        tr("Check that this computer may reach the service, then run the test again."),
    ),
    "connect.reset": (
        tr("The server closed the connection before it answered."),
        tr(
            "Ask whoever runs the service whether a firewall or an address list keeps you out, then run the test again."
        ),
    ),
    "connect.unreachable": (
        tr("There is no way from this computer to the server's address."),
        tr("Check this computer's network connection, or the VPN that the service needs, then run the test again."),
    ),
}
_TLS = {
    ("tls.protocol", "none"): (
        tr("The server does not speak an encrypted protocol at this port."),
        tr(
            "Check the endpoint's port; the encrypted one is usually 443. Where the service runs on this computer, put "
            "http:// before the endpoint."
        ),
    ),
    ("tls.protocol", "old"): (
        tr("The server speaks only outdated versions of encryption: TLS 1.2 or later is needed."),
        tr("Ask whoever runs the service to switch on TLS 1.2 and TLS 1.3."),
    ),
    ("tls.handshake", "refused"): (
        tr("The server and this computer could not agree on an encrypted connection."),
        tr("Ask whoever runs the service to check its TLS settings for the endpoint's host name."),
    ),
    ("tls.handshake", "closed"): (
        tr("The server closed the connection while encryption was being set up."),
        tr("Ask whoever runs the service to check its TLS settings, and whether a firewall keeps you out."),
    ),
    ("tls.client-certificate", ""): (
        tr("The server asks for a client certificate, which provisioning clients with a token do not have."),
        tr("Ask whoever runs the service for an endpoint that needs the token alone."),
    ),
}


def judge_network(evidence: Evidence, now: datetime) -> Iterator[Finding]:
    """`dns.*`, `net.*`, `connect.*` and `tls.*`, but for what only a request can show."""
    proxied = evidence.route is not None and evidence.route.proxy is not None
    if evidence.name is not None and evidence.name.trouble is not None:
        yield _name(evidence.name.trouble)
    if evidence.address is not None:
        yield from _address(evidence.address, plan.NAME.id)
    elif proxied and evidence.endpoint is not None and address_of(evidence.endpoint.host) is not None:
        # The proxy looks names up: of this address alone it is known where it lies.
        yield from _address(evidence.endpoint.host, plan.ENDPOINT.id)
    if evidence.connection is not None and evidence.connection.trouble is not None:
        yield connect_finding(evidence.connection.trouble, plan.CONNECTION.id)
    if evidence.tls is not None and evidence.tls.trouble is not None:
        yield from _tls(evidence.tls.trouble, evidence.distrust)
    yield from _certificate(evidence, now)


def connect_finding(trouble: Trouble, check: str) -> Finding:
    """A `connect.*` finding, or a `tls.*` one of a connection that was refused late."""
    sentences = (
        _CONNECT.get(trouble.code) or _TLS.get((trouble.code, trouble.kind)) or _TLS[("tls.handshake", "refused")]
    )
    return finding(trouble.code, check, *sentences)


def _name(trouble: Trouble) -> Finding:
    if trouble.kind == "temporary":
        message = tr("The server's name could not be looked up just now: the name service did not answer properly.")
        remedy = tr("Check this computer's network connection, then run the test again in a few minutes.")
    elif trouble.kind == "timeout":
        message = tr("The server's name could not be looked up in time: the name service does not answer.")
        remedy = tr("Check this computer's network connection, then run the test again.")
    else:
        message = tr("No server of this name is known from this computer.")
        remedy = tr(
            "Check the endpoint's host name for a slip, and whether this computer is online; if it is an internal "
            "name, connect to your company's network first."
        )
    return finding("dns.not-found", plan.NAME.id, message, remedy)


def _address(address: str, check: str) -> Iterator[Finding]:
    read = ip_address(address)
    if read.is_global:
        return
    if read.is_loopback:
        yield finding(
            "net.not-public",
            check,
            tr("The endpoint is this computer itself: good for practice, out of reach for a client in the cloud."),
            tr("Use the endpoint of your real service when you set up a client in the cloud."),
            Severity.INFO,
        )
    else:
        yield finding(
            "net.not-public",
            check,
            tr("The endpoint has a private address: a provisioning client in the cloud cannot reach it."),
            tr("Use a public endpoint, or a provisioning client (or its agent) that runs inside your network."),
        )


def _tls(trouble: Trouble, distrust: Distrust | None) -> Iterator[Finding]:
    check = plan.TLS.id
    if trouble.code == "http.timeout":
        yield finding(
            "http.timeout",
            check,
            tr("The server took the connection, but did not go on to encrypt it in time."),
            tr("Check the endpoint's port, then run the test again."),
        )
    elif trouble.code != "tls.untrusted":
        yield connect_finding(trouble, check)
    elif distrust is None:
        yield finding(
            "tls.untrusted",
            check,
            tr("The server's certificate is not trusted by this computer."),
            tr("Ask whoever runs the service to install a certificate of a public authority, with its whole chain."),
        )
    else:
        yield from _distrust(distrust, trouble.kind)


_OF_ITS_DATES = {"9", "10"}
_OF_ITS_NAME = {"62", "64"}
"""OpenSSL's X509_V_ERR numbers for a certificate whose chain was fine."""


def _distrust(distrust: Distrust, kind: str) -> Iterator[Finding]:
    check = plan.TLS.id
    if distrust.expired or distrust.not_yet_valid or kind in _OF_ITS_DATES:
        message = (
            tr("The server's certificate is not valid yet.")
            if distrust.not_yet_valid
            else tr("The server's certificate has expired.")
        )
        remedy = tr("Ask whoever runs the service to renew it; check this computer's clock, too.")
        yield finding("tls.expired", check, message, remedy)
    if distrust.wrong_host or kind in _OF_ITS_NAME:
        yield finding(
            "tls.hostname",
            check,
            tr("The server's certificate was issued for another host name."),
            tr(
                "Check the endpoint's host name; if it is right, ask whoever runs the service for a certificate with "
                "it."
            ),
        )
    if kind in _OF_ITS_DATES | _OF_ITS_NAME:
        return
    if distrust.self_signed:
        message = tr("The server's certificate is self-signed: no authority vouches for it.")
        remedy = tr("Ask whoever runs the service to install a certificate of a public authority.")
    elif distrust.alone:
        message = tr(
            "The server sent only its own certificate: the one that connects it to a known authority is missing, "
            "or its issuer is a private one."
        )
        remedy = tr("Ask whoever runs the service to install the whole chain, its own certificate first.")
    else:
        message = tr("The server's certificate leads to an authority that this computer does not know.")
        remedy = tr(
            "Ask whoever runs the service for a certificate of a public authority; if the authority is your company's, "
            "name its certificate with --ca-file."
        )
    yield finding("tls.untrusted", check, message, remedy)


def _certificate(evidence: Evidence, now: datetime) -> Iterator[Finding]:
    seen = evidence.certificate
    if seen is None or not seen.trusted:
        return
    if seen.not_after is not None and seen.not_after - now < SOON:
        days = max((seen.not_after - now).days, 0)
        yield finding(
            "tls.expires-soon",
            plan.TLS.id,
            counted("The server's certificate ends in {n} day.", "The server's certificate ends in {n} days.", days),
            tr("Ask whoever runs the service to renew it before then."),
        )
    if seen.publicly_trusted is False and not evidence.trusted_by_ca_file:
        yield finding(
            "tls.private-authority",
            plan.TLS.id,
            _private_authority(evidence),
            tr("Ask your network's administrator which it is, and test again from a network without such a proxy."),
        )


def _private_authority(evidence: Evidence) -> Text:
    proxy = None if evidence.route is None else evidence.route.proxy
    if proxy is None:
        return tr(
            "Your computer trusts the server's certificate, but the public does not: the service is an internal one, "
            "or your company's proxy opens the connection and can read the token."
        )
    return tr(
        "Your computer trusts the server's certificate, but the public does not: the service is an internal one, or "
        "your company's proxy ({proxy}) opens the connection and can read the token.",
        proxy=proxy.url,
    )
