"""Judges the proxy: which one is used, and what keeps it from being of use."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.findings import Finding
from app.domain.text import tr
from app.tester import plan
from app.tester.evidence import Evidence
from app.tester.findings import finding
from app.tester.proxies import Route
from app.tester.proxy import Proxy
from app.tester.trouble import Trouble

_ASK_FOR_THE_ADDRESS = tr("Check the proxy's address with your network's administrator, then run the test again.")
_UNREACHABLE = {
    "unreadable": (
        tr(
            "What is set as company proxy on this computer cannot be read as the address of a proxy, so nothing was "
            "sent."
        ),
        tr(
            "Set it as http://host:port (in HTTPS_PROXY, or in this computer's proxy settings), then run the test "
            "again."
        ),
    ),
    "socks": (
        "{proxy} is of a kind (SOCKS) that this test cannot go through, so nothing was sent.",
        tr("Ask your network's administrator for an HTTP proxy, set HTTPS_PROXY to it, and run the test again."),
    ),
    "name": ("{proxy} is not known by that name from this computer.", _ASK_FOR_THE_ADDRESS),
    "refused": ("{proxy} refused the connection: nothing listens at that port.", _ASK_FOR_THE_ADDRESS),
    "closed": ("{proxy} took the connection, but closed it without an answer.", _ASK_FOR_THE_ADDRESS),
    "tls.untrusted": (
        "{proxy} shows a certificate that this computer does not trust, so nothing was sent to it.",
        tr(
            "Ask your network's administrator to have this computer trust the proxy's certificate, or name the "
            "certificate's authority with --ca-file."
        ),
    ),
    "tls.protocol": (
        "{proxy} does not speak an encrypted protocol, though its address begins with https://.",
        tr(
            "If the proxy takes unencrypted connections, set its address with http:// (your token is encrypted all the "
            "same), then run the test again."
        ),
    ),
}
_NO_ANSWER = ("{proxy} does not answer.", _ASK_FOR_THE_ADDRESS)
_LOGIN = {
    "none": (
        "{proxy} asks for a user name and a password, and none are set on this computer.",
        tr("Set HTTPS_PROXY to http://user:password@host:port with your own values, then run the test again."),
    ),
    "wrong": (
        "{proxy} refuses the user name and the password that are set on this computer.",
        tr("Correct them in HTTPS_PROXY (special characters percent-encoded), then run the test again."),
    ),
    "other": (
        "{proxy} asks for a kind of sign-in, such as Windows', that this test does not know.",
        tr(
            "Ask your network's administrator for a proxy that takes a user name and a password, or to let this "
            "computer through without."
        ),
    ),
}


def judge_proxy(evidence: Evidence) -> Iterator[Finding]:
    """`proxy.*`, but for what a later connection met."""
    stage, route = evidence.proxy, evidence.route
    if route is not None and route.script_unfollowed:
        yield _script_unfollowed(route)
    if stage is None:
        return
    if stage.trouble is not None:
        yield proxy_trouble(stage.trouble, plan.PROXY.id, None if route is None else route.proxy)
    elif route is not None and route.proxy is not None:
        yield finding(
            "proxy.used",
            plan.PROXY.id,
            tr(
                "The requests go through the company proxy {url}, which {named_by} names.",
                url=route.proxy.url,
                named_by=route.named_by,
            ),
            tr("Nothing is to be done about it: a provisioning client in the cloud does not go through this proxy."),
        )


def proxy_trouble(trouble: Trouble, check: str, proxy: Proxy | None = None) -> Finding:
    """Why a proxy did not help."""
    name = tr("The company proxy") if proxy is None else tr("The company proxy {url}", url=proxy.url)
    message, remedy = _sentences(trouble)
    return finding(trouble.code, check, message.format(proxy=name), remedy)


def _sentences(trouble: Trouble) -> tuple[str, str]:
    kind = trouble.kind
    if trouble.code == "proxy.auth-required":
        return _LOGIN.get(kind, _LOGIN["none"])
    if trouble.code == "proxy.unreachable":
        if kind.startswith("tls."):
            return _UNREACHABLE.get(kind, ("{proxy} could not agree on encryption.", _ASK_FOR_THE_ADDRESS))
        return _UNREACHABLE.get(kind, _NO_ANSWER)
    if kind == "401":  # in the place of 407: tinyproxy's answer to a wrong password
        return (
            "{proxy} does not take the user name and the password that are set for it, or wants some (status 401).",
            _LOGIN["none"][1],
        )
    if kind.startswith("5"):  # 502, 503 and 504 by the book; tinyproxy says 500
        return (
            tr(
                "{{proxy}} could not reach the server (status {kind}): the host name may be wrong, or the server is "
                "down.",
                kind=kind,
            ),
            tr(
                "Check the endpoint's host and port; if they are right, ask your network's administrator whether the "
                "proxy may reach it, or whether it should be left out (NO_PROXY)."
            ),
        )
    if kind == "not-http":
        return "{proxy} does not answer as a proxy does: something else listens there.", _ASK_FOR_THE_ADDRESS
    how = tr("answered itself instead") if kind == "itself" else tr("answered with status {kind}", kind=kind)
    return (
        tr("{{proxy}} does not let this computer through to the server: it {how}.", how=how),
        tr(
            "Ask your network's administrator to allow this host and port, or to have it left out of the proxy "
            "(NO_PROXY)."
        ),
    )


def _script_unfollowed(route: Route) -> Finding:
    if route.proxy is None:
        instead = tr("the test connected directly")
    else:
        instead = tr("the proxy {url} was used, which {named_by} names", url=route.proxy.url, named_by=route.named_by)
    return finding(
        "proxy.auto-config",
        plan.PROXY.id,
        tr("This computer uses a proxy script that could not be followed, so {instead}.", instead=instead),
        tr(
            "If that is not the way out of your network, ask its administrator for the proxy's address, set "
            "HTTPS_PROXY to it, and run the test again."
        ),
    )
