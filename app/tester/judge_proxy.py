"""Judges the proxy: which one is used, and what keeps it from being of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.domain.findings import Finding
from app.domain.text import Text, tr
from app.tester import plan
from app.tester.evidence import Evidence
from app.tester.findings import finding
from app.tester.proxies import Route
from app.tester.proxy import Proxy
from app.tester.trouble import Trouble

_HAVE_IT_ALLOWED = tr(
    "Ask your network's administrator to allow this host and port, or to have it left out of the proxy (NO_PROXY)."
)
_ASK_FOR_THE_ADDRESS = tr("Check the proxy's address with your network's administrator, then run the test again.")
_Message = Callable[[str], Text]
"""A sentence, given how it names the proxy."""
_UNREACHABLE: dict[str, tuple[_Message, Text]] = {
    "unreadable": (
        lambda _: tr(
            "What is set as company proxy on this computer cannot be read as the address of a proxy, so nothing was "
            "sent."
        ),
        tr(
            "Set it as http://host:port (in HTTPS_PROXY, or in this computer's proxy settings), then run the test "
            "again."
        ),
    ),
    "socks": (
        lambda proxy: tr(
            "{proxy} is of a kind (SOCKS) that this test cannot go through, so nothing was sent.", proxy=proxy
        ),
        tr("Ask your network's administrator for an HTTP proxy, set HTTPS_PROXY to it, and run the test again."),
    ),
    "name": (
        lambda proxy: tr("{proxy} is not known by that name from this computer.", proxy=proxy),
        _ASK_FOR_THE_ADDRESS,
    ),
    "refused": (
        lambda proxy: tr("{proxy} refused the connection: nothing listens at that port.", proxy=proxy),
        _ASK_FOR_THE_ADDRESS,
    ),
    "closed": (
        lambda proxy: tr("{proxy} took the connection, but closed it without an answer.", proxy=proxy),
        _ASK_FOR_THE_ADDRESS,
    ),
    "tls.untrusted": (
        lambda proxy: tr(
            "{proxy} shows a certificate that this computer does not trust, so nothing was sent to it.", proxy=proxy
        ),
        tr(
            "Ask your network's administrator to have this computer trust the proxy's certificate, or name the "
            "certificate's authority with --ca-file."
        ),
    ),
    "tls.protocol": (
        lambda proxy: tr(
            "{proxy} does not speak an encrypted protocol, though its address begins with https://.", proxy=proxy
        ),
        tr(
            "If the proxy takes unencrypted connections, set its address with http:// (your token is encrypted all the "
            "same), then run the test again."
        ),
    ),
}
_NO_ANSWER: tuple[_Message, Text] = (lambda proxy: tr("{proxy} does not answer.", proxy=proxy), _ASK_FOR_THE_ADDRESS)
_LOGIN: dict[str, tuple[_Message, Text]] = {
    "none": (
        lambda proxy: tr(
            "{proxy} asks for a user name and a password, and none are set on this computer.", proxy=proxy
        ),
        tr("Set HTTPS_PROXY to http://user:password@host:port with your own values, then run the test again."),
    ),
    "wrong": (
        lambda proxy: tr("{proxy} refuses the user name and the password that are set on this computer.", proxy=proxy),
        tr("Correct them in HTTPS_PROXY (special characters percent-encoded), then run the test again."),
    ),
    "other": (
        lambda proxy: tr(
            "{proxy} asks for a kind of sign-in, such as Windows', that this test does not know.", proxy=proxy
        ),
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
    return finding(trouble.code, check, message(name), remedy)


def _sentences(trouble: Trouble) -> tuple[_Message, Text]:
    kind = trouble.kind
    if trouble.code == "proxy.auth-required":
        return _LOGIN.get(kind, _LOGIN["none"])
    if trouble.code == "proxy.unreachable":
        if kind.startswith("tls."):
            return _UNREACHABLE.get(
                kind, (lambda proxy: tr("{proxy} could not agree on encryption.", proxy=proxy), _ASK_FOR_THE_ADDRESS)
            )
        return _UNREACHABLE.get(kind, _NO_ANSWER)
    if kind == "401":  # in the place of 407: tinyproxy's answer to a wrong password
        return (
            lambda proxy: tr(
                "{proxy} does not take the user name and the password that are set for it, or wants some (status 401).",
                proxy=proxy,
            ),
            _LOGIN["none"][1],
        )
    if kind.startswith("5"):  # 502, 503 and 504 by the book; tinyproxy says 500
        return (
            lambda proxy: tr(
                "{proxy} could not reach the server (status {status}): the host name may be wrong, or the server is "
                "down.",
                proxy=proxy,
                status=kind,
            ),
            tr(
                "Check the endpoint's host and port; if they are right, ask your network's administrator whether the "
                "proxy may reach it, or whether it should be left out (NO_PROXY)."
            ),
        )
    if kind == "not-http":
        return lambda proxy: tr(
            "{proxy} does not answer as a proxy does: something else listens there.", proxy=proxy
        ), _ASK_FOR_THE_ADDRESS
    if kind == "itself":
        return (
            lambda proxy: tr(
                "{proxy} does not let this computer through to the server: it answered itself instead.", proxy=proxy
            ),
            _HAVE_IT_ALLOWED,
        )
    return (
        lambda proxy: tr(
            "{proxy} does not let this computer through to the server: it answered with status {status}.",
            proxy=proxy,
            status=kind,
        ),
        _HAVE_IT_ALLOWED,
    )


def _script_unfollowed(route: Route) -> Finding:
    if route.proxy is None:
        message = tr("This computer uses a proxy script that could not be followed, so the test connected directly.")
    else:
        message = tr(
            "This computer uses a proxy script that could not be followed, so the proxy {url} was used, which "
            "{named_by} names.",
            url=route.proxy.url,
            named_by=route.named_by,
        )
    return finding(
        "proxy.auto-config",
        plan.PROXY.id,
        message,
        tr(
            "If that is not the way out of your network, ask its administrator for the proxy's address, set "
            "HTTPS_PROXY to it, and run the test again."
        ),
    )
