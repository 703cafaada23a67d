"""Verdict, words and JSON of a report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest

from app.domain.findings import RULES, Finding, Severity, Stops, severity_for, worst_first
from app.domain.report import (
    Check,
    CheckStatus,
    Report,
    Timings,
    TlsSeen,
    Vantage,
    Verdict,
    verdict_of,
)
from app.domain.report_json import as_json
from app.domain.report_words import verdict_sentence, what_to_do

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "resources/schemas/connection-test-report.schema.json").read_text(encoding="utf-8")
)


def of(code: str) -> Finding:
    return Finding(code, RULES[code].severity, f"Message of {code}.", f"Remedy of {code}.")


EMPTY = Report(
    verdict=Verdict.READY,
    endpoint="https://h.example/scim/v2",
    client=None,
    findings=(),
    bases=(),
    recommended_base="https://h.example/scim/v2",
    recommended_for_appending=(("/scim", None), ("/scim/v2", "https://h.example")),
    clients=(),
    seen=None,
    checks=(),
    tls=None,
    vantage=Vantage(),
    timings=Timings(),
)


@pytest.mark.parametrize(
    ("found", "proven", "verdict"),
    [
        ([], True, Verdict.READY),
        (["scim.error-format", "net.not-public"], True, Verdict.USABLE),
        (["scim.error-format"], True, Verdict.READY),
        (["scim.groups-missing"], True, Verdict.USABLE),
        (["scim.groups-missing"], False, Verdict.UNKNOWN),
        ([], False, Verdict.UNKNOWN),
        (["run.cancelled"], True, Verdict.UNKNOWN),
        (["http.rate-limited"], True, Verdict.UNKNOWN),
        (["auth.rejected", "run.cancelled"], False, Verdict.BLOCKED),
        (["auth.rejected", "http.rate-limited"], True, Verdict.BLOCKED),
    ],
)
def test_the_first_rule_that_holds_is_the_verdict(found: list[str], proven: bool, verdict: Verdict) -> None:
    assert verdict_of(tuple(of(code) for code in found), proven) is verdict


@pytest.mark.parametrize(
    ("own", "blocks", "client", "severity"),
    [
        (Severity.WARNING, ("entra",), None, Severity.WARNING),
        (Severity.WARNING, ("entra",), "entra", Severity.ERROR),
        (Severity.ERROR, ("entra",), "okta", Severity.INFO),
        (Severity.WARNING, (), "okta", Severity.WARNING),
    ],
)
def test_a_client_has_its_own_severities(
    own: Severity, blocks: tuple[str, ...], client: str | None, severity: Severity
) -> None:
    assert severity_for(own, blocks, client) is severity


def test_the_worst_comes_first_and_nothing_twice() -> None:
    found = [of("scim.error-format"), of("http.timeout"), of("token.cleaned"), of("url.invalid"), of("http.timeout")]
    assert [each.code for each in worst_first(found)] == [
        "url.invalid",
        "http.timeout",
        "token.cleaned",
        "scim.error-format",
    ]


def test_what_is_an_error_stops_somebody() -> None:
    assert not [code for code, rule in RULES.items() if rule.severity is Severity.ERROR and rule.stops is Stops.NOBODY]


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_a_sentence_and_a_next_step(verdict: Verdict) -> None:
    code = {Verdict.BLOCKED: "auth.rejected", Verdict.USABLE: "scim.groups-missing"}.get(verdict)
    findings = () if code is None else (of(code),)
    report = replace(EMPTY, verdict=verdict, findings=findings)
    assert verdict_sentence(report).endswith(".")
    assert what_to_do(report)


@pytest.mark.parametrize("public", [True, False, None])
@pytest.mark.parametrize("verdict", [Verdict.READY, Verdict.USABLE])
def test_good_verdicts_say_from_where_they_hold(verdict: Verdict, public: bool | None) -> None:
    report = replace(EMPTY, verdict=verdict, vantage=Vantage(public_address=public))
    text = " ".join(what_to_do(report))
    assert "from this computer" in text
    assert "its own network" in text
    assert "https://h.example/scim/v2" in text


def test_json_keeps_the_schema() -> None:
    moment = datetime(2026, 11, 24, 1, 2, 3, 456, tzinfo=UTC)
    report = replace(
        EMPTY,
        findings=(of("url.cleaned"),),
        checks=(Check("users", "Users", CheckStatus.PASSED, "Fine.", 1.23456, 2.0, "GET https://h.example", 200),),
        tls=TlsSeen("TLSv1.3", "CN=h", "CN=i", moment, None, ("h.example",), True, None),
    )
    value = json.loads(json.dumps(as_json(report)))
    jsonschema.validate(value, SCHEMA)
    assert value["tls"]["not_before"] == "2026-11-24T01:02:03Z"
    assert value["checks"][0]["start_ms"] == 1.2


def test_the_schema_knows_every_code() -> None:
    assert SCHEMA["properties"]["findings"]["items"]["properties"]["code"]["enum"] == list(RULES)


def test_what_a_client_gets_that_adds_a_part_itself() -> None:
    assert what_to_do(EMPTY)[:2] == [
        "Enter https://h.example/scim/v2 as the base URL in your provisioning client, with the same token.",
        "Some clients add a part themselves: if it adds /scim/v2 itself, enter https://h.example.",
    ]


def test_a_slip_in_what_was_typed_is_told_first() -> None:
    slip = Finding("url.cleaned", Severity.INFO, "The endpoint was tested without it.", "Enter it without.")
    report = replace(EMPTY, findings=(slip,))
    assert what_to_do(report)[0] == "The endpoint was tested without it. Enter it without."
