"""Judges for each provisioning client: what stops it, what its own connection test would get, and what to enter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.client_fields import fields_for, usable_url
from app.domain.clients import Expected, ProvisioningClient, RefusedInUrl, Sure
from app.domain.findings import RULES, Finding, Severity, Stops, severity_for
from app.domain.report import ClientResult, Verdict, verdict_of
from app.domain.text import Text, joined, tr
from app.tester import plan
from app.tester.client_requests import ClientStep, client_steps
from app.tester.evidence import Evidence
from app.tester.findings import finding
from app.tester.judge_http import turned_away
from app.tester.wire import Exchange

_CHARACTERS = {"_": tr("an underscore")}
"""Those that the clients' files name."""


def judge_client_demands(evidence: Evidence, base: str) -> Iterator[Finding]:
    """`client.base-url` and `client.test-request`, for a usable base."""
    yield from _refused_urls(evidence, base)
    unknown_user = evidence.exchange(plan.UNKNOWN_USER.id)
    for each in client_steps(evidence.clients, evidence.client):
        exchange = evidence.exchange(each.step.id)
        if exchange is None or exchange.unconnected or turned_away(exchange) or _meets(exchange, each.request.expects):
            continue
        # Where the plain request for the same fails as well, its own finding has said so.
        plain = (
            evidence.exchange(_users_check(evidence, base)) if each.request.expects is Expected.LIST else unknown_user
        )
        if plain is None or not _meets(plain, each.request.expects):
            continue
        yield _of_request(each, exchange)


def blocks(each: Finding, clients: tuple[ProvisioningClient, ...]) -> tuple[str, ...]:
    """The ids of the clients that a finding stops."""
    stops = RULES[each.code].stops
    if stops is Stops.EVERYONE:
        # One that stops everyone, but for where something else works (a redirect beside a usable base), is no error.
        return tuple(client.id for client in clients) if each.severity is Severity.ERROR else ()
    if stops is Stops.CLOUD:
        return tuple(client.id for client in clients if client.in_cloud) if each.severity is not Severity.INFO else ()
    if stops is Stops.SOME and not each.blocks:
        return tuple(client.id for client in clients if each.code in {demand.code for demand in client.demands})
    return each.blocks


def for_client(each: Finding, client: str | None) -> Finding:
    """The finding with the severity that it has where the verdict is for one client."""
    return replace(each, severity=severity_for(each.severity, each.blocks, client))


def results(
    evidence: Evidence, found: tuple[Finding, ...], base: str | None, appending: dict[str, str | None], proven: bool
) -> tuple[ClientResult, ...]:
    """What the run means for each client. `found` has the severities without a client, `base` is the usable base."""
    return tuple(_result(evidence, client, found, base, appending, proven) for client in evidence.clients)


def _result(
    evidence: Evidence,
    client: ProvisioningClient,
    found: tuple[Finding, ...],
    base: str | None,
    appending: dict[str, str | None],
    proven: bool,
) -> ClientResult:
    own = tuple(for_client(each, client.id) for each in found)
    verdict = verdict_of(own, proven)
    ready, reason = _ready(client, own, verdict, tried=_tried(evidence, client))
    flags = evidence.endpoint.flags if evidence.endpoint is not None else ()
    url = usable_url(client, base, appending)
    return ClientResult(
        id=client.id,
        name=client.name,
        fields=fields_for(client, url, flags),
        ready=ready,
        sure=client.sure.value,
        reason=reason,
    )


def _tried(evidence: Evidence, client: ProvisioningClient) -> bool:
    """Whether the requests of its own connection test were sent in this run."""
    steps = client_steps((client,), client.id)
    return all(evidence.exchange(each.step.id) is not None for each in steps)


def _ready(
    client: ProvisioningClient, own: tuple[Finding, ...], verdict: Verdict, tried: bool
) -> tuple[bool | None, str]:
    if verdict is Verdict.BLOCKED:
        return False, next(each.message for each in own if each.severity is Severity.ERROR)
    if verdict is Verdict.UNKNOWN:
        return None, tr("This run could not prove that the connection works.")
    if client.sure is Sure.UNKNOWN:
        note = client.test_note or tr("What it asks for is not known here.")
        return None, joined(tr("Nothing that was found stops it."), note)
    if client.test_note:
        return True, joined(tr("What it needs was answered."), client.test_note)
    if not tried:
        return True, tr("Nothing that was found stops it. Test for this client to try its own request as well.")
    return True, tr("What its connection test asks for was answered as it needs it.")


def _refused_urls(evidence: Evidence, base: str) -> Iterator[Finding]:
    refusing: dict[str, list[tuple[ProvisioningClient, RefusedInUrl]]] = {}
    for client in evidence.clients:
        for each in client.refused_in_url:
            if each.character in base:
                refusing.setdefault(each.character, []).append((client, each))
    for found in refusing.values():
        names = ", ".join(client.name for client, _ in found)
        yield replace(
            finding(
                "client.base-url",
                plan.ENDPOINT.id,
                tr(
                    "The endpoint holds {character}, which {names} does not take in a base URL.",
                    character=_CHARACTERS.get(found[0][1].character, found[0][1].name),
                    names=names,
                ),
                tr("Ask whoever runs the service for another host name or path if you use that client."),
            ),
            blocks=tuple(client.id for client, _ in found),
        )


def _of_request(each: ClientStep, exchange: Exchange) -> Finding:
    return replace(
        finding(
            "client.test-request",
            each.step.id,
            _unmet(each.client.name, each.request.accepts, exchange.status),
            tr(
                "Ask whoever runs the service to answer this request of {client}; show them this report.",
                client=each.client.name,
            ),
        ),
        blocks=(each.client.id,),
    )


def _unmet(client: str, accepts: bool, status: int | None) -> Text:
    if accepts and status is None:
        return tr("The request that {client} tests a connection with gets no answer.", client=client)
    if accepts:
        return tr(
            "The request that {client} tests a connection with is not answered as it needs (status {status}).",
            client=client,
            status=status,
        )
    if status is None:
        return tr(
            "The request that {client} tests a connection with, which names no media type that it accepts, gets no "
            "answer.",
            client=client,
        )
    return tr(
        "The request that {client} tests a connection with, which names no media type that it accepts, is not "
        "answered as it needs (status {status}).",
        client=client,
        status=status,
    )


def _users_check(evidence: Evidence, base: str) -> str:
    return next(each.users.id for each in evidence.bases if each.url == base)


def _meets(exchange: Exchange, expected: Expected) -> bool:
    if expected is Expected.EMPTY_LIST_OR_NOT_FOUND and exchange.status == 404:
        return True
    if not exchange.serves:
        return False
    assert exchange.answer is not None
    return expected is Expected.LIST or not (exchange.answer.scim.total or exchange.answer.scim.count)
