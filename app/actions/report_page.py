"""The report of a connection test as one web page: no script, nothing loaded from elsewhere, and it prints well."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.actions.page_parts import numbered, page_head, pairs, paragraphs, section, text
from app.domain import report_details as details
from app.domain.report import BaseResult, Check, Report
from app.domain.report_words import client_result, verdict_sentence, what_to_do

_MARKS = {
    "good": ("✓", ("ready", "usable", "passed")),
    "warn": ("!", ("warning", "unknown")),
    "bad": ("✕", ("blocked", "failed", "error", "not ready")),
    "none": ("–", ("skipped", "info", details.NOT_KNOWN)),
}
_TONES = {word: tone for tone, (_, words) in _MARKS.items() for word in words} | {"usable": "warn"}
_KEPT_OUT = ", kept out of this report"


def as_page(report: Report, made_at: datetime, version: str) -> str:
    """The page, as of that moment by that version of this program. Whatever a server or a person supplied is text in
    it, never markup."""
    sections = [
        section("What to do", numbered(what_to_do(report))),
        _to_enter(report),
        _findings(report),
        _clients(report),
        _bases(report.bases),
        section("What was seen", paragraphs(details.seen_sentences(report.seen)) if report.seen else ""),
        section("Certificate", pairs(details.certificate_rows(report.tls, made_at)) if report.tls else ""),
        section(
            "From where, and how long it took",
            pairs([*details.vantage_rows(report.vantage), *details.timing_rows(report)]),
        ),
        _checks(report.checks),
        _requests(report.checks),
    ]
    title = "SCIM connection test" if report.endpoint is None else f"SCIM connection test of {report.endpoint}"
    return (
        f"{page_head(title)}<body>{_header(report, made_at)}<main>"
        + "\n".join(each for each in sections if each)
        + f"</main>\n<footer><p>Made by SCIM Connection for R-Service {text(version)}, which only reads: the test "
        "changed nothing. This report holds no token and no data of people.</p></footer></body></html>\n"
    )


def _header(report: Report, made_at: datetime) -> str:
    client = client_result(report)
    rows = [
        ("Endpoint", report.endpoint or "could not be read"),
        ("For", client.name if client else report.client or "any provisioning client"),
        ("Tested", details.moment_words(made_at)),
    ]
    return (
        f'<header class="{_TONES[report.verdict.value]}"><h1>SCIM connection test: {_word(report.verdict.value)}</h1>'
        f'<p class="lead">{text(verdict_sentence(report))}</p>{pairs(rows)}</header>'
    )


def _to_enter(report: Report) -> str:
    client = client_result(report)
    if report.recommended_base is None:
        return ""
    if client is None:
        return section("What to enter where", pairs(details.bases_to_enter(report)))
    rows = [(field.label, details.entered(field, _KEPT_OUT)) for field in client.fields]
    return section(f"What to enter in {client.name}", pairs(rows))


def _findings(report: Report) -> str:
    rows = [
        (_word(each.severity.value), text(each.message), text(each.remedy), f"<code>{text(each.code)}</code>")
        for each in report.findings
    ]
    return section("What was found", _table(("Severity", "What it means", "What to do", "Code"), rows))


def _clients(report: Report) -> str:
    rows = [
        (
            _strong(client.name),
            _word(details.ready_words(client)),
            text(client.reason),
            text(details.sure_words(client)),
        )
        for client in report.clients
    ]
    return section("Provisioning clients", _table(("Client", "Result", "Why", "How sure"), rows))


def _bases(bases: Sequence[BaseResult]) -> str:
    rows = [
        (
            f"<code>{text(base.url)}</code>",
            "yes" if base.usable else "no",
            details.status_words(base.users),
            details.status_words(base.groups),
            details.status_words(base.service_provider_config),
        )
        for base in bases
    ]
    return section("Base URLs", _table(("URL", "Usable", "Users", "Groups", "ServiceProviderConfig"), rows))


def _checks(checks: Sequence[Check]) -> str:
    rows = [
        (
            _word(check.status.value),
            _strong(check.title),
            text(check.detail),
            details.milliseconds(check.start_ms),
            details.milliseconds(check.duration_ms),
        )
        for check in checks
    ]
    return section("Checks", _table(("Result", "Check", "What was seen", "Start", "Duration"), rows, numbers=2))


def _requests(checks: Sequence[Check]) -> str:
    asked = [check for check in checks if check.request is not None]
    intro = '<p class="muted">Of each answer its shape alone: the names of its keys and the types of their values.</p>'
    return section("Requests", intro + "".join(_request(check) for check in asked)) if asked else ""


def _request(check: Check) -> str:
    shape = "" if check.answer is None else f"<pre>{text(check.answer)}</pre>"
    return (
        f'<div class="request"><h3>{text(check.title)}</h3><p><code>{text(check.request or "")}</code></p>'
        f'<p class="muted">{text(details.exchange_sentence(check))}</p>{shape}</div>'
    )


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], numbers: int = 0) -> str:
    """Rows of markup that was escaped before; the last `numbers` columns are numbers. On a phone each cell stands on a
    line of its own, after its column's name."""
    if not rows:
        return ""
    classes = [""] * (len(heads) - numbers) + [' class="number"'] * numbers
    head = "".join(f"<th scope=col{each}>{name}</th>" for name, each in zip(heads, classes, strict=True))
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{each} data-name="{name}">{cell}</td>' for name, each, cell in zip(heads, classes, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<table class="wide"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _word(word: str) -> str:
    """A state as a sign, a word and a colour."""
    tone = _TONES[word]
    return f'<span class="word {tone}"><span aria-hidden="true">{_MARKS[tone][0]}</span> {text(word)}</span>'


def _strong(words: str) -> str:
    return f"<strong>{text(words)}</strong>"
