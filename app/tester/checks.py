"""The checks of a report, made of the evidence and of what was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.domain.findings import Finding, Severity
from app.domain.report import Check, CheckStatus
from app.domain.text import tr
from app.tester import bases, plan
from app.tester.client_requests import CLIENT_STEP, client_steps
from app.tester.evidence import Evidence, Stage
from app.tester.judge_auth import refused
from app.tester.plan import BaseSteps, Step
from app.tester.proxies import Route
from app.tester.wire import ACCEPT, Exchange

_SKIPPED = tr("Not asked: what came before it has to work first.")
_OF_THE_PROXY = {
    plan.NAME.id: tr("Not asked here: the company proxy looks the name up."),
    plan.CONNECTION.id: tr("Not made here: the company proxy connects to the server."),
}
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
"""RFC 6838 section 4.2, in lower case and half as long. Something else in its place may tell of people."""
_FOLLOWING = (
    plan.NO_TOKEN,
    plan.MADE_UP_TOKEN,
    plan.OLD_TOKEN,
    plan.UNKNOWN_USER,
    plan.PAGING,
    plan.RESOURCE_TYPE_LIST,
    plan.SCHEMA_LIST,
)


def all_checks(evidence: Evidence, findings: Iterable[Finding]) -> tuple[Check, ...]:
    """Every check in the order shown."""
    by_check: dict[str | None, list[Finding]] = {}
    for finding in findings:
        by_check.setdefault(finding.check, []).append(finding)
    return tuple(_judged(check, by_check.get(check.id, [])) for check in _bare(evidence))


def provisional(evidence: Evidence, step: Step, exchange: Exchange) -> Check:
    """A check right after its answer, judged by itself."""
    return _of_exchange(evidence, step, exchange)


def of_stage(step: Step, stage: Stage, detail: str) -> Check:
    """A check below HTTP."""
    if stage.trouble is None:
        return Check(step.id, step.title, CheckStatus.PASSED, detail, stage.start_ms, stage.duration_ms)
    return Check(step.id, step.title, CheckStatus.FAILED, tr("This did not work."), stage.start_ms, stage.duration_ms)


def typed(step: Step, readable: bool) -> Check:
    """A check of what was typed."""
    if readable:
        return Check(step.id, step.title, CheckStatus.PASSED, tr("It can be tested as it stands."), 0.0, 0.0)
    return Check(step.id, step.title, CheckStatus.FAILED, tr("It cannot be tested."), 0.0, 0.0)


def stage_detail(evidence: Evidence, step: Step) -> str:
    """What a check below HTTP saw where it passed."""
    if step is plan.PROXY:
        return _route_detail(evidence.route)
    if step is plan.NAME:
        return tr("The address is {address}.", address=evidence.address)
    if step is plan.CONNECTION:
        return tr("{address} answers.", address=evidence.address)
    if evidence.certificate is not None:
        return tr("{protocol}, and the certificate is trusted.", protocol=evidence.certificate.protocol)
    return tr("Not encrypted: the endpoint begins with http://.")


def _route_detail(route: Route | None) -> str:
    if route is None:
        return ""
    return (
        route.direct_because if route.proxy is None else tr("{url} opens the way to the server.", url=route.proxy.url)
    )


def _bare(evidence: Evidence) -> Iterator[Check]:
    yield typed(plan.ENDPOINT, evidence.endpoint is not None and not evidence.endpoint.insecure)
    yield typed(plan.TOKEN, evidence.token.token is not None)
    proxied = evidence.route is not None and evidence.route.proxy is not None
    for step, stage in (
        (plan.PROXY, evidence.proxy),
        (plan.NAME, evidence.name),
        (plan.CONNECTION, evidence.connection),
        (plan.TLS, evidence.tls),
    ):
        if stage is not None:
            yield of_stage(step, stage, stage_detail(evidence, step))
        elif step in (plan.NAME, plan.CONNECTION) and proxied:
            yield Check(step.id, step.title, CheckStatus.SKIPPED, _OF_THE_PROXY[step.id])
        elif step is plan.TLS and evidence.endpoint is not None and evidence.endpoint.scheme == "http":
            yield Check(step.id, step.title, CheckStatus.SKIPPED, stage_detail(evidence, step))
        else:
            yield Check(step.id, step.title, CheckStatus.SKIPPED, _SKIPPED)
    for base in evidence.bases:
        for step in (base.users, base.groups, base.discovery):
            yield _asked(evidence, step)
    for step in _FOLLOWING:
        if step is plan.OLD_TOKEN and evidence.old_token is None:
            continue
        yield _asked(evidence, step)
    for each in client_steps(evidence.clients, evidence.client):
        yield _asked(evidence, each.step)


def _asked(evidence: Evidence, step: Step) -> Check:
    exchange = evidence.exchange(step.id)
    if exchange is None:
        return Check(step.id, step.title, CheckStatus.SKIPPED, _SKIPPED)
    return _of_exchange(evidence, step, exchange)


def _of_exchange(evidence: Evidence, step: Step, exchange: Exchange) -> Check:
    status, detail = _status_and_detail(evidence, step, exchange)
    answer = exchange.answer
    return Check(
        id=step.id,
        title=step.title,
        status=status,
        detail=detail,
        start_ms=exchange.start_ms,
        duration_ms=exchange.duration_ms,
        request=f"GET {exchange.url}",
        response_status=exchange.status,
        sent=exchange.sent,
        accept=ACCEPT if exchange.accepts else None,
        content_type=_media_type(evidence, answer.content_type) if answer else None,
        answer=evidence.redactor.without_short_tokens(answer.scim.shape) or None if answer else None,
    )


def _media_type(evidence: Evidence, named: str) -> str | None:
    return evidence.redactor.server_text(named) if _MEDIA_TYPE.fullmatch(named) else None


def _status_and_detail(evidence: Evidence, step: Step, exchange: Exchange) -> tuple[CheckStatus, str]:
    base = next((base for base in evidence.bases if step in (base.users, base.groups, base.discovery)), None)
    if exchange.unconnected and step.id.startswith(CLIENT_STEP):
        return CheckStatus.SKIPPED, tr("The server took no further connection for this request.")
    if exchange.status is None:
        return CheckStatus.FAILED, tr("There was no answer.")
    if base is not None:
        return _of_base(evidence, base, step, exchange)
    if step in (plan.NO_TOKEN, plan.MADE_UP_TOKEN):
        if refused(exchange):
            return CheckStatus.PASSED, tr("Refused, as it should be (status {status}).", status=exchange.status)
        return CheckStatus.WARNING, tr("Not clearly refused (status {status}).", status=exchange.status)
    if step is plan.OLD_TOKEN:
        return CheckStatus.PASSED, tr("Answered with status {status}.", status=exchange.status)
    if exchange.status == 200:
        return CheckStatus.PASSED, _GOOD.get(step.id, _ANSWERED)
    return CheckStatus.PASSED, tr("Answered with status {status}; this is not needed.", status=exchange.status)


_ANSWERED = tr("Answered.")
_GOOD = {
    plan.UNKNOWN_USER.id: tr("An empty list, as it should be."),
    plan.PAGING.id: _ANSWERED,
}


def _of_base(evidence: Evidence, base: BaseSteps, step: Step, exchange: Exchange) -> tuple[CheckStatus, str]:
    if step is base.discovery and exchange.status == 200:
        return CheckStatus.PASSED, _ANSWERED
    if step is not base.discovery and exchange.serves:
        return CheckStatus.PASSED, tr("Answered with a list.")
    if any(bases.is_usable(evidence, other) for other in evidence.bases):
        return CheckStatus.PASSED, tr("Not served here (status {status}); this is not needed.", status=exchange.status)
    return CheckStatus.WARNING, tr("Answered with status {status}.", status=exchange.status)


def _judged(check: Check, findings: list[Finding]) -> Check:
    severities = {finding.severity for finding in findings}
    status = check.status
    if Severity.ERROR in severities:
        status = CheckStatus.FAILED
    elif Severity.WARNING in severities and status is not CheckStatus.FAILED:
        status = CheckStatus.WARNING
    detail = findings[0].message if findings else check.detail
    return replace(check, status=status, detail=detail)
