"""Runs the engine as the window and the command line do, and looks at the report."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema

from app.actions.test_connection import ConnectionTest
from app.domain.report import Report
from app.domain.tokens import AccessToken
from tests.tester.planting import renderings
from tests.tester.said_words import never_made_a_text
from tests.tester.scim_server import TOKEN, Service, serving

_SCHEMA = json.loads(
    (Path(__file__).parents[2] / "resources/schemas/connection-test-report.schema.json").read_text(encoding="utf-8")
)
_VALIDATOR = jsonschema.Draft202012Validator(_SCHEMA)


async def run(
    endpoint: str,
    token: AccessToken | str | None = TOKEN,
    *,
    old_token: AccessToken | str | None = None,
    seconds: float = 20,
    client: str | None = None,
    ca_file: Path | None = None,
) -> Report:
    """One whole run; its report keeps the contract's schema and holds no token."""
    test = ConnectionTest(endpoint, token, old_token=old_token, seconds=seconds, client=client, ca_file=ca_file)
    events = [event async for event in test.events()]
    assert events[-1] is test.report
    assert test.report is not None
    check(test.report)
    return test.report


def check(report: Report) -> None:
    """What holds for every report."""
    assert not (plain := never_made_a_text(report)), plain
    shown = renderings(report)
    _VALIDATOR.validate(json.loads(shown["json"]))
    for rendering, text in shown.items():
        assert TOKEN not in text, rendering
        assert "zebedee" not in text.lower(), rendering
        assert "quux" not in text.lower(), rendering


async def run_against(service: Service, **options: object) -> Report:
    """One whole run against the small server, bent as the service says."""
    async with serving(service) as served:
        report = await run(served.endpoint, **options)  # type: ignore[arg-type]  # options are those of `run`
    assert len(service.seen) <= 25
    assert all(request.method == "GET" for request in service.seen)
    return report


def codes(report: Report) -> set[str]:
    """The codes found, but for that of every server on this computer."""
    return {finding.code for finding in report.findings} - {"net.not-public"}


def severity(report: Report, code: str) -> str:
    return next(finding.severity.value for finding in report.findings if finding.code == code)


def stopped(report: Report) -> set[str]:
    """The ids of the provisioning clients that something was found to stop."""
    return {client.id for client in report.clients if client.ready is False}


def message(report: Report, code: str) -> str:
    return next(finding.message for finding in report.findings if finding.code == code)
