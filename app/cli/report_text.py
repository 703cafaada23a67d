"""The report of a connection test for a terminal."""

from __future__ import annotations

from app.domain.report import Report
from app.domain.report_words import verdict_sentence, what_to_do


def as_text(report: Report) -> str:
    """Plain text, a few lines for each part."""
    lines = [f"Verdict: {report.verdict.value}", verdict_sentence(report)]
    if report.endpoint is not None:
        lines.append(f"Tested: {report.endpoint}")
    lines += ["", "What to do"]
    lines += [f"  {number}. {step}" for number, step in enumerate(what_to_do(report), start=1)]
    if report.findings:
        lines += ["", "What was found"]
        for finding in report.findings:
            lines += [f"  {finding.severity.value:8}{finding.code}", f"          {finding.message}"]
    if report.bases:
        lines += ["", "Base URLs (status of Users, Groups, ServiceProviderConfig)"]
        for base in report.bases:
            statuses = ", ".join(
                "no answer" if status is None else str(status)
                for status in (base.users, base.groups, base.service_provider_config)
            )
            lines.append(f"  {base.url}  {statuses}{'  usable' if base.usable else ''}")
    lines += ["", "Checks"]
    for check in report.checks:
        duration = "" if check.duration_ms is None else f"  {check.duration_ms:.0f} ms"
        lines.append(f"  {check.status.value:9}{check.title}: {check.detail}{duration}")
    return "\n".join(lines)
