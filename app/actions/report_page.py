"""The report of a connection test as one web page: no script, nothing loaded from elsewhere, and it prints well."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.domain.report import Report
from app.domain.report_words import verdict_sentence, what_to_do

_STYLE = """\
body{font:16px/1.5 system-ui,sans-serif;color:#1a2230;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1.5rem}
h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}p{margin:.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #dfe3e8;overflow-wrap:anywhere}
th{color:#5b6675;font-weight:600}.word{font-weight:600}
.ready,.passed{color:#1b7f4b}.blocked,.failed,.error{color:#b3261e}.usable,.unknown,.warning{color:#8a5a00}
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}"""


def as_page(report: Report) -> str:
    """The page. Whatever a server or a person supplied is text in it, never markup."""
    steps = "".join(f"<li>{escape(step)}</li>" for step in what_to_do(report))
    findings = [
        (_word(finding.severity.value), escape(finding.code), escape(finding.message), escape(finding.remedy))
        for finding in report.findings
    ]
    base_rows = [
        (
            escape(base.url),
            _status(base.users),
            _status(base.groups),
            _status(base.service_provider_config),
            "yes" if base.usable else "no",
        )
        for base in report.bases
    ]
    checks = [
        (_word(check.status.value), escape(check.title), escape(check.detail), _duration(check.duration_ms))
        for check in report.checks
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>SCIM connection test</title><style>{_STYLE}</style></head><body>"
        f"<h1>SCIM connection test: {_word(report.verdict.value)}</h1>"
        f"<p>{escape(verdict_sentence(report))}</p><p>{escape(report.endpoint or '')}</p>"
        f"<h2>What to do</h2><ol>{steps}</ol>"
        + _table("What was found", ("Severity", "Code", "What it means", "What to do"), findings)
        + _table("Base URLs", ("URL", "Users", "Groups", "ServiceProviderConfig", "Use"), base_rows)
        + _table("Checks", ("Result", "Check", "Detail", "Duration"), checks)
        + "</body></html>\n"
    )


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    head = "".join(f"<th scope=col>{name}</th>" for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _word(word: str) -> str:
    return f'<span class="word {word}">{word}</span>'


def _status(status: int | None) -> str:
    return "no answer" if status is None else str(status)


def _duration(milliseconds: float | None) -> str:
    return "" if milliseconds is None else f"{milliseconds:.0f} ms"
