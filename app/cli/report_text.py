"""The report of a connection test for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import datetime

from app.domain import report_details as details
from app.domain.plain_text import shown
from app.domain.report import Report
from app.domain.report_words import client_result, verdict_sentence, what_to_do

WIDTH = 100
"""Columns. Sentences are wrapped to it; a URL is never broken, so that it can be copied."""
_LONGEST = 5_000
"""Characters of a line: more than anything in a report has."""


def as_text(report: Report, now: datetime) -> str:
    """Plain text, a few lines for each part. `now` is the moment of the test."""
    client = client_result(report)
    head = [f"Verdict: {report.verdict.value}", *_wrapped(verdict_sentence(report))]
    if report.endpoint is not None:
        head.append(f"Tested: {report.endpoint}")
    if client is not None:
        head.append(f"For: {client.name}")
    parts = [
        head,
        ["What to do", *_steps([*what_to_do(report), *_for_the_command_line(report)])],
        _to_enter(report),
        _findings(report),
        _clients(report),
        _bases(report),
        _seen(report, now),
        _checks(report),
    ]
    text = "\n\n".join("\n".join(part) for part in parts if part)
    # The tester has made what a server said harmless already; a terminal obeys what slips through.
    return "\n".join(shown(line, _LONGEST) for line in text.split("\n"))


def _wrapped(sentence: str, first: str = "", indent: str = "") -> list[str]:
    """The sentence in lines: the first begins with `first`, the others with `indent`."""
    return textwrap.wrap(
        sentence,
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _steps(steps: Iterable[str]) -> list[str]:
    return [line for number, step in enumerate(steps, start=1) for line in _wrapped(step, f"  {number}. ", "     ")]


def _for_the_command_line(report: Report) -> list[str]:
    if "token.empty" in {finding.code for finding in report.findings}:
        return ["Set the environment variable SCIM_TOKEN to the token, or add --token-stdin to be asked for it."]
    return []


def _to_enter(report: Report) -> list[str]:
    if report.recommended_base is None:
        return []
    client = client_result(report)
    if client is None:
        return ["What to enter where", *_pairs(details.bases_to_enter(report))]
    rows = [(field.label, details.entered(field)) for field in client.fields]
    return [f"What to enter in {client.name}", *_pairs(rows)]


def _pairs(rows: list[tuple[str, str]]) -> list[str]:
    widest = max((len(name) for name, _ in rows), default=0)
    return [f"  {name:{widest}}  {value}" for name, value in rows]


def _findings(report: Report) -> list[str]:
    if not report.findings:
        return []
    lines = ["What was found"]
    for finding in report.findings:
        lines.append(f"  {finding.severity.value:8}{finding.code}")
        lines += _wrapped(finding.message, " " * 10, " " * 10)
    return lines


def _clients(report: Report) -> list[str]:
    """One line for each, with what stops it; why it is not known whether a client works stands in the saved page."""
    if not report.clients:
        return []
    widest = max(len(client.name) for client in report.clients)
    lines = ["Provisioning clients"]
    reasons = {client.reason for client in report.clients}
    if len(reasons) == 1 and all(client.ready is False for client in report.clients):
        return [*lines, "  None of them is ready, for the reason above."]
    for client in report.clients:
        ready = details.ready_words(client)
        words = f"{ready}: {client.reason}" if client.ready is False else ready
        lines += _wrapped(words, f"  {client.name:{widest}}  ", " " * (widest + 4))
    return lines


def _bases(report: Report) -> list[str]:
    if not report.bases:
        return []
    lines = ["Base URLs (status of Users, Groups, ServiceProviderConfig)"]
    for base in report.bases:
        statuses = ", ".join(
            details.status_words(status) for status in (base.users, base.groups, base.service_provider_config)
        )
        lines.append(f"  {base.url}  {statuses}{'  usable' if base.usable else ''}")
    return lines


def _seen(report: Report, now: datetime) -> list[str]:
    lines = []
    if report.seen is not None:
        lines += _wrapped(" ".join(details.seen_sentences(report.seen)), "  ", "  ")
    if report.tls is not None:
        end = details.certificate_end(report.tls, now)
        lines += _wrapped(f"Certificate: issued by {report.tls.issuer}, valid until {end}.", "  ", "  ")
    if report.vantage.proxy is not None:
        lines.append(f"  Through the proxy {report.vantage.proxy}.")
    return ["What was seen", *lines] if lines else []


def _checks(report: Report) -> list[str]:
    lines = ["Checks"]
    for check in report.checks:
        took = details.milliseconds(check.duration_ms)
        words = f"{check.title}: {check.detail}" + (f"  {took}" if took else "")
        lines += _wrapped(words, f"  {check.status.value:9}", " " * 11)
    return lines
