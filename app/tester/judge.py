"""Makes the report of what was seen. Pure: the same evidence gives the same report, at any moment of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_address

from app.domain.findings import Finding, Severity, worst_first
from app.domain.report import Report, Seen, Timings, TlsSeen, Vantage, verdict_of
from app.domain.text import tr
from app.tester import bases, judge_clients, plan
from app.tester.checks import all_checks
from app.tester.evidence import Evidence, Stage
from app.tester.findings import finding
from app.tester.judge_auth import (
    judge_enforcement,
    judge_error_format,
    judge_old_token,
    judge_token_refused,
    refused,
)
from app.tester.judge_http import (
    NOT_THERE,
    is_redirect_inside,
    judge_envelope,
    judge_failure,
    redirect,
)
from app.tester.judge_network import judge_network
from app.tester.judge_proxy import judge_proxy
from app.tester.judge_scim import judge_usable
from app.tester.judge_typed import judge_endpoint, judge_token
from app.tester.plan import BaseSteps


def judge(evidence: Evidence, now: datetime) -> Report:
    """The report, free of every token."""
    client = evidence.client
    for_any = tuple(
        replace(each, blocks=judge_clients.blocks(each, evidence.clients)) for each in _findings(evidence, now)
    )
    found = worst_first(judge_clients.for_client(each, client) for each in for_any)
    base = bases.chosen(evidence)
    usable = base is not None and bases.is_usable(evidence, base)
    proven = usable and refused(evidence.exchange(plan.MADE_UP_TOKEN.id))
    appending = bases.recommended_for_appending(evidence)
    usable_base = base.url if usable and base is not None else None
    report = Report(
        verdict=verdict_of(found, proven),
        endpoint=None if evidence.endpoint is None else evidence.endpoint.url,
        client=client,
        findings=found,
        bases=bases.results(evidence),
        recommended_base=usable_base,
        recommended_for_appending=appending,
        clients=judge_clients.results(evidence, worst_first(for_any), usable_base, dict(appending), proven),
        seen=_seen(evidence, base) if usable and base is not None else None,
        checks=all_checks(evidence, found),
        tls=_tls(evidence),
        vantage=_vantage(evidence),
        timings=Timings(
            dns_ms=_duration(evidence.name),
            connect_ms=_duration(evidence.connection),
            tls_ms=_duration(evidence.tls),
            total_ms=evidence.total_ms,
            requests=evidence.requests,
        ),
    )
    return evidence.redactor.clean(report)


def _findings(evidence: Evidence, now: datetime) -> Iterator[Finding]:
    yield from judge_endpoint(evidence.endpoint, evidence.exchanged)
    yield from judge_token(evidence.token, evidence.endpoint)
    yield from judge_proxy(evidence)
    yield from judge_network(evidence, now)
    base = bases.chosen(evidence)
    if base is not None:
        yield from _base(evidence, base)
    if evidence.cancelled:
        yield finding(
            "run.cancelled",
            None,
            tr("You stopped the test: what is shown was seen until then."),
            tr("Run the test again to see the rest."),
        )


def _base(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    exchange = evidence.exchange(base.users.id)
    if exchange is None:
        return
    assert evidence.endpoint is not None
    usable = bases.is_usable(evidence, base)
    if usable:
        yield from _wrong_base(evidence, base)
        yield from judge_usable(evidence, base)
        yield from judge_clients.judge_client_demands(evidence, base.url)
    broken = list(judge_failure(exchange, evidence.endpoint, evidence.redactor, beside=False))
    refusal = list(judge_token_refused(exchange))
    yield from broken
    yield from refusal
    if exchange.status in NOT_THERE and not broken:
        yield finding(
            "scim.not-found",
            exchange.check,
            tr("There is no SCIM service at this endpoint, nor where it usually is on this server."),
            tr("Copy the SCIM endpoint again from your service's settings, with its whole path."),
        )
    elif not broken and not refusal:
        yield from judge_envelope(exchange)
    yield from judge_enforcement(evidence)
    yield from judge_error_format(evidence)
    yield from judge_old_token(evidence)


def _wrong_base(evidence: Evidence, base: BaseSteps) -> Iterator[Finding]:
    typed = evidence.bases[0]
    if base is typed:
        return
    exchange = evidence.exchange(typed.users.id)
    status = None if exchange is None else exchange.status
    not_there = status is not None and (status < 400 or status in NOT_THERE)
    if not_there:
        message = tr("The endpoint as entered does not serve SCIM, but {url} does.", url=base.url)
    elif status is None:
        message = tr("The endpoint as entered gave no answer, but {url} serves SCIM.", url=base.url)
    else:
        message = tr(
            "The endpoint as entered answered with status {status}, but {url} serves SCIM.",
            status=status,
            url=base.url,
        )
    yield finding(
        "url.wrong-base", typed.users.id, message, tr("Enter {url} in your provisioning client.", url=base.url)
    )
    assert evidence.endpoint is not None
    if is_redirect_inside(exchange, evidence.endpoint):
        assert exchange is not None
        assert exchange.answer is not None
        yield redirect(exchange.answer, exchange, evidence.endpoint, evidence.redactor, Severity.WARNING)


def _seen(evidence: Evidence, base: BaseSteps) -> Seen:
    users, groups = evidence.exchange(base.users.id), evidence.exchange(base.groups.id)
    hosts = () if users is None or users.answer is None else users.answer.scim.location_hosts
    return Seen(
        location_hosts=tuple(evidence.redactor.server_text(host) for host in hosts),
        users_total=None if users is None else users.total,
        groups_total=None if groups is None else groups.total,
    )


def _vantage(evidence: Evidence) -> Vantage:
    address, proxy = evidence.address, None if evidence.route is None else evidence.route.proxy
    return Vantage(
        proxy=None if proxy is None else proxy.url,
        address=address,
        public_address=None if address is None else ip_address(address).is_global,
    )


def _tls(evidence: Evidence) -> TlsSeen | None:
    seen = evidence.certificate
    if seen is None:
        return None
    text = evidence.redactor.server_text
    return replace(
        seen,
        subject=text(seen.subject),
        issuer=text(seen.issuer),
        alt_names=tuple(text(name) for name in seen.alt_names),
    )


def _duration(stage: Stage | None) -> float | None:
    return None if stage is None else stage.duration_ms
