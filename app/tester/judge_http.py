"""Judges one answer at the chosen base: is it an answer of a SCIM service at all?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from app.domain.endpoints import Endpoint, EndpointUnreadable, read_endpoint, same_origin
from app.domain.findings import Finding, Severity
from app.domain.text import Text, counted, tr
from app.tester.findings import finding
from app.tester.judge_network import connect_finding
from app.tester.judge_proxy import proxy_trouble
from app.tester.redact import Redactor
from app.tester.trouble import Trouble
from app.tester.wire import Answer, Exchange

NOT_THERE = (404, 405, 410, 501)
"""Statuses by which services say that a resource type is not served at that place."""
_REDIRECTS = (301, 302, 303, 307, 308)


def judge_trouble(trouble: Trouble, check: str) -> Finding:
    """Why there was no answer to be judged."""
    if trouble.code == "http.timeout":
        return finding(
            trouble.code,
            check,
            tr("The server took the request, but did not answer it completely in time."),
            tr("Run the test again; if it stays slow, ask whoever runs the service to look into it."),
        )
    if trouble.code == "http.too-large":
        return finding(
            trouble.code,
            check,
            tr("The server's answer is larger than 1 MiB, far more than one page of users needs."),
            tr(
                "Check that the endpoint is the SCIM one, and ask whoever runs the service whether it honours page "
                "sizes."
            ),
        )
    if trouble.code == "http.malformed":
        return finding(
            trouble.code,
            check,
            tr("What the server sent is not a proper web answer."),
            tr("Check the endpoint's host and port, and ask whoever runs the service what stands in front of it."),
        )
    if trouble.code.startswith("proxy."):
        return proxy_trouble(trouble, check)
    return connect_finding(trouble, check)


def turned_away(exchange: Exchange, *, beside: bool = True) -> bool:
    """Whether it was one too many: 429; or 503 `beside` a request that the same base answered well, which is how
    gateways limit bursts (nginx's limit_req and limit_conn)."""
    return exchange.status == 429 or (beside and exchange.status == 503)


def judge_rate(exchange: Exchange, *, beside: bool = True) -> Iterator[Finding]:
    """`http.rate-limited`."""
    if turned_away(exchange, beside=beside):
        yield finding(
            "http.rate-limited",
            exchange.check,
            _asked_too_often("" if exchange.answer is None else exchange.answer.retry_after),
            tr("Wait a while, then run the test again."),
        )


def judge_failure(
    exchange: Exchange, endpoint: Endpoint, redactor: Redactor, *, beside: bool = True
) -> Iterator[Finding]:
    """What is wrong with an answer on the level of HTTP: trouble, a redirect, an overload, a failure of the server.
    `beside`: the same base has answered Users well in this run."""
    if exchange.trouble is not None:
        yield judge_trouble(exchange.trouble, exchange.check)
        return
    answer = exchange.answer
    assert answer is not None
    yield from judge_rate(exchange, beside=beside)
    if answer.status >= 500 and answer.status != 501 and not turned_away(exchange, beside=beside):
        yield finding(
            "http.server-error",
            exchange.check,
            tr("The service failed with an error of its own (status {status}).", status=answer.status),
            tr(
                "Run the test again in a few minutes; if it stays so, ask whoever runs the service to look at its logs."
            ),
        )
    if answer.status in _REDIRECTS and answer.location:
        yield redirect(answer, exchange, endpoint, redactor)


def redirect(
    answer: Answer, exchange: Exchange, endpoint: Endpoint, redactor: Redactor, severity: Severity | None = None
) -> Finding:
    """`http.redirect` or `http.redirect-elsewhere`. Where it leads is shown as an origin: the rest may be anything."""
    target = _target(answer.location, exchange.url)
    if target is not None and same_origin(endpoint, target):
        return finding(
            "http.redirect",
            exchange.check,
            tr("The service sends requests on to another address of its own; provisioning clients do not follow."),
            tr("Ask whoever runs the service for the exact SCIM endpoint, and enter that."),
            severity,
        )
    return finding(
        "http.redirect-elsewhere",
        exchange.check,
        tr("The service sends requests on to another server. That was not followed, and your token was not sent there.")
        if target is None
        else tr(
            "The service sends requests on to {server}. That was not followed, and your token was not sent there.",
            server=redactor.server_text(target.origin),
        ),
        tr("Check that the endpoint is the SCIM one and not that of a web page where people sign in."),
    )


def is_redirect_inside(exchange: Exchange | None, endpoint: Endpoint) -> bool:
    """Whether the answer is a redirect to the same origin."""
    if exchange is None or exchange.answer is None or exchange.answer.status not in _REDIRECTS:
        return False
    target = _target(exchange.answer.location, exchange.url) if exchange.answer.location else None
    return target is not None and same_origin(endpoint, target)


def judge_envelope(exchange: Exchange) -> Iterator[Finding]:
    """Whether an answer with a good status is a ListResponse, and what it is instead."""
    answer, check = exchange.answer, exchange.check
    if answer is None:
        return
    if answer.html:
        yield finding(
            "http.login-page",
            check,
            tr("The service answered with a web page where SCIM data was expected."),
            tr("Enter the SCIM endpoint, not the address that you open in a browser: it often ends in /scim/v2."),
        )
    elif answer.scim.problem is not None:
        yield finding(
            "scim.not-json",
            check,
            tr("The service's answer is not the JSON data that SCIM uses: {problem}.", problem=answer.scim.problem),
            tr("Check that the endpoint is the SCIM one, and show this report to whoever runs the service."),
        )
    elif not answer.scim.is_list:
        yield finding(
            "scim.not-list-response",
            check,
            tr(
                "The service answered with JSON (status {status}), but not with a SCIM list of users.",
                status=answer.status,
            ),
            tr("Check that the endpoint is the SCIM one, and show this report to whoever runs the service."),
        )
    if answer.scim.problem is None and answer.content_type not in ("application/scim+json", "application/json"):
        yield finding(
            "scim.content-type",
            check,
            tr("The service does not label its answers as SCIM or JSON; some provisioning clients refuse them."),
            tr("Ask whoever runs the service to send the content type application/scim+json."),
        )


def _target(location: str, url: str) -> Endpoint | None:
    try:
        return read_endpoint(urljoin(url, location), frozenset())
    except (EndpointUnreadable, ValueError):
        return None


def _asked_too_often(retry_after: str) -> Text:
    """With what `Retry-After` says (RFC 9110 section 10.2.3), where it can be read."""
    if retry_after.isascii() and retry_after.isdigit() and len(retry_after) <= 7:
        return counted(
            "The service says that it was asked too often, and may be asked again in {n} second.",
            "The service says that it was asked too often, and may be asked again in {n} seconds.",
            int(retry_after),
        )
    try:
        moment = parsedate_to_datetime(retry_after).astimezone(UTC)
    except (ValueError, TypeError, OverflowError):
        return tr("The service says that it was asked too often.")
    return tr(
        "The service says that it was asked too often, and may be asked again after {moment}.",
        moment=_readable(moment),
    )


def _readable(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
