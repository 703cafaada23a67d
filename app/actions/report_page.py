"""The report of a connection test as one web page: no script, nothing loaded from elsewhere, and it prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from app.actions.report_page_style import STYLE
from app.domain import report_details as details
from app.domain.plain_text import shown
from app.domain.report import BaseResult, Check, Report
from app.domain.report_words import client_result, verdict_sentence, what_to_do

_MARKS = {
    "good": ("✓", ("ready", "usable", "passed")),
    "warn": ("!", ("warning", "unknown")),
    "bad": ("✕", ("blocked", "failed", "error", "not ready")),
    "none": ("–", ("skipped", "info", details.NOT_KNOWN)),
}
_TONES = {word: tone for tone, (_, words) in _MARKS.items() for word in words} | {"usable": "warn"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LONGEST = 5_000
"""Characters of a line: more than anything in a report has."""
_KEPT_OUT = ", kept out of this report"


def as_page(report: Report, made_at: datetime, version: str) -> str:
    """The page, as of that moment by that version of this program. Whatever a server or a person supplied is text in
    it, never markup."""
    sections = [
        _section("What to do", "<ol>" + "".join(f"<li>{_text(step)}</li>" for step in what_to_do(report)) + "</ol>"),
        _to_enter(report),
        _findings(report),
        _clients(report),
        _bases(report.bases),
        _section("What was seen", _paragraphs(details.seen_sentences(report.seen)) if report.seen else ""),
        _section("Certificate", _pairs(details.certificate_rows(report.tls, made_at)) if report.tls else ""),
        _section(
            "From where, and how long it took",
            _pairs([*details.vantage_rows(report.vantage), *details.timing_rows(report)]),
        ),
        _checks(report.checks),
        _requests(report.checks),
    ]
    title = "SCIM connection test" if report.endpoint is None else f"SCIM connection test of {report.endpoint}"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{_text(title)}</title><style>{STYLE}</style></head>\n<body>{_header(report, made_at)}<main>"
        + "\n".join(section for section in sections if section)
        + f"</main>\n<footer><p>Made by SCIM Connection for R-Service {_text(version)}, which only reads: the test "
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
        f'<p class="lead">{_text(verdict_sentence(report))}</p>{_pairs(rows)}</header>'
    )


def _to_enter(report: Report) -> str:
    client = client_result(report)
    if report.recommended_base is None:
        return ""
    if client is None:
        return _section("What to enter where", _pairs(details.bases_to_enter(report)))
    rows = [(field.label, details.entered(field, _KEPT_OUT)) for field in client.fields]
    return _section(f"What to enter in {client.name}", _pairs(rows))


def _findings(report: Report) -> str:
    rows = [
        (_word(each.severity.value), _text(each.message), _text(each.remedy), f"<code>{_text(each.code)}</code>")
        for each in report.findings
    ]
    return _section("What was found", _table(("Severity", "What it means", "What to do", "Code"), rows))


def _clients(report: Report) -> str:
    rows = [
        (
            _strong(client.name),
            _word(details.ready_words(client)),
            _text(client.reason),
            _text(details.sure_words(client)),
        )
        for client in report.clients
    ]
    return _section("Provisioning clients", _table(("Client", "Result", "Why", "How sure"), rows))


def _bases(bases: Sequence[BaseResult]) -> str:
    rows = [
        (
            f"<code>{_text(base.url)}</code>",
            "yes" if base.usable else "no",
            details.status_words(base.users),
            details.status_words(base.groups),
            details.status_words(base.service_provider_config),
        )
        for base in bases
    ]
    return _section("Base URLs", _table(("URL", "Usable", "Users", "Groups", "ServiceProviderConfig"), rows))


def _checks(checks: Sequence[Check]) -> str:
    rows = [
        (
            _word(check.status.value),
            _strong(check.title),
            _text(check.detail),
            details.milliseconds(check.start_ms),
            details.milliseconds(check.duration_ms),
        )
        for check in checks
    ]
    return _section("Checks", _table(("Result", "Check", "What was seen", "Start", "Duration"), rows, numbers=2))


def _requests(checks: Sequence[Check]) -> str:
    asked = [check for check in checks if check.request is not None]
    intro = '<p class="muted">Of each answer its shape alone: the names of its keys and the types of their values.</p>'
    return _section("Requests", intro + "".join(_request(check) for check in asked)) if asked else ""


def _request(check: Check) -> str:
    shape = "" if check.answer is None else f"<pre>{_text(check.answer)}</pre>"
    return (
        f'<div class="request"><h3>{_text(check.title)}</h3><p><code>{_text(check.request or "")}</code></p>'
        f'<p class="muted">{_text(details.exchange_sentence(check))}</p>{shape}</div>'
    )


def _section(title: str, inside: str) -> str:
    """A part of the page; one without a table of many columns stays on one printed page."""
    if not inside:
        return ""
    length = "long" if 'class="wide"' in inside or 'class="request"' in inside else "short"
    return f'<section class="{length}"><h2>{_text(title)}</h2>{inside}</section>'


def _paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{_text(sentence)}</p>" for sentence in sentences)


def _pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values, each as text."""
    inside = "".join(f"<tr><th scope=row>{_text(name)}</th><td>{_text(value)}</td></tr>" for name, value in rows)
    return f"<table>{inside}</table>" if inside else ""


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
    return f'<span class="word {tone}"><span aria-hidden="true">{_MARKS[tone][0]}</span> {_text(word)}</span>'


def _strong(text: str) -> str:
    return f"<strong>{_text(text)}</strong>"


def _text(text: str) -> str:
    """Text that others wrote, as text and nothing else: no markup, and its control characters made visible."""
    return escape("\n".join(shown(line, _LONGEST) for line in text.split("\n")))
