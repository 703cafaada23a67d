"""A past run of the connection test, and what has changed between it and this one, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.findings import Finding, Severity
from app.domain.kept_run import PastCheck, PastFinding, PastRun, kept, read_past_run
from app.domain.report import Check, CheckStatus, Report, Verdict
from app.domain.text import Text, counted, decimal, tr

__all__ = ["PastCheck", "PastFinding", "PastRun", "changes_since", "kept", "outcome_words", "read_past_run"]

SLOWER_TIMES, SLOWER_BY_MS = 3.0, 1_000.0
"""A check has become slower where it takes this many times as long, and this much longer: less than that is how
networks are."""
_MOST_SLOWER = 3
"""So many slower checks are named; the others are counted."""

_TYPED = ("url.cleaned", "url.no-scheme", "token.cleaned", "token.unusual")
"""About what was typed, not about the service."""
VERDICT_WORDS = {
    Verdict.READY: tr("ready"),
    Verdict.USABLE: tr("usable, with something to look at first"),
    Verdict.BLOCKED: tr("blocked"),
    Verdict.UNKNOWN: tr("not proven to work"),
}
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_KINDS = {Severity.ERROR: tr("an error"), Severity.WARNING: tr("a warning"), Severity.INFO: tr("for your information")}


def outcome_words(run: PastRun) -> tuple[str, bool]:
    """What a run came to, in a few words, and whether that was good."""
    return VERDICT_WORDS[run.verdict], run.verdict in (Verdict.READY, Verdict.USABLE)


def changes_since(before: PastRun, report: Report) -> list[str]:
    """What has changed, never empty: the verdict then and now, what is new, what is gone, what became slower; the worst
    of each first."""
    clients = _clients(before, report)
    changes = [*_new(before, report), *_gone(before, report), *_slower(before, report)]
    return [_verdicts(before.verdict, report.verdict, same=not changes and not clients), *clients, *changes]


def _verdicts(then: Verdict, now: Verdict, *, same: bool) -> str:
    if then is not now:
        return tr(
            "It was {verdict_then} then; it is {verdict_now} now.",
            verdict_then=VERDICT_WORDS[then],
            verdict_now=VERDICT_WORDS[now],
        )
    verdict = VERDICT_WORDS[now]
    if now is Verdict.UNKNOWN:
        if same:
            return tr("Nothing changed: it was {verdict} then, either.", verdict=verdict)
        return tr("It is {verdict}, and it was {verdict} then, either.", verdict=verdict)
    if same:
        return tr("Nothing changed: it was {verdict} then, too.", verdict=verdict)
    return tr("It is {verdict}, and it was {verdict} then, too.", verdict=verdict)


def _clients(before: PastRun, report: Report) -> list[str]:
    if before.client == report.client:
        return []
    names = {client.id: client.name for client in report.clients}

    def name(client: str | None) -> str:
        return tr("any client") if client is None else names.get(client, tr("another client"))

    return [
        tr(
            "The test was for {client_then} then, and is for {client_now} now.",
            client_then=name(before.client),
            client_now=name(report.client),
        )
    ]


def _new(before: PastRun, report: Report) -> list[str]:
    known = {_key(each): each for each in before.findings}
    looked_at = {check.id for check in before.checks if check.status is not CheckStatus.SKIPPED}
    sentences: list[str] = []
    for each in report.findings:  # they come worst first
        if each.code in _TYPED:
            continue
        then = known.get(_key(each))
        if then is None:
            fresh = each.check is None or each.check in looked_at
            sentences.append(
                tr("New: {message}", message=each.message)
                if fresh
                else tr("Found now, and not looked at then: {message}", message=each.message)
            )
        elif then.severity is not each.severity and before.client == report.client:
            sentences.append(
                tr(
                    "This is {kind_now} now, and was {kind_then}: {message}",
                    kind_now=_KINDS[each.severity],
                    kind_then=_KINDS[then.severity],
                    message=each.message,
                )
            )
    return sentences


def _gone(before: PastRun, report: Report) -> list[str]:
    found = {_key(each) for each in report.findings}
    looked_at = {check.id for check in report.checks if _looked_at(check)}
    sentences: list[str] = []
    for each in sorted(before.findings, key=lambda finding: _RANK[finding.severity]):
        if _key(each) in found or each.code in _TYPED:
            continue
        gone = each.check is None or each.check in looked_at
        sentences.append(
            tr("No longer found: {message}", message=each.message)
            if gone
            else tr("Not looked at this time: {message}", message=each.message)
        )
    return sentences


def _looked_at(check: Check) -> bool:
    """Whether a check got far enough to show what it showed before."""
    if check.status is CheckStatus.SKIPPED:
        return False
    return check.request is None or check.response_status is not None


def _slower(before: PastRun, report: Report) -> list[str]:
    then = {(check.id, check.title): check.duration_ms for check in _answered(before.checks)}
    slower: list[tuple[float, str]] = []
    for check in _answered(report.checks):
        past = then.get((check.id, check.title))
        if past is not None and check.duration_ms is not None and _clearly(past, check.duration_ms):
            words = tr(
                "Slower: {check} took {time_now}, and {time_then} then.",
                check=check.title,
                time_now=_seconds(check.duration_ms),
                time_then=_seconds(past),
            )
            slower.append((past - check.duration_ms, words))
    total, past_total = report.timings.total_ms, before.total_ms
    if not slower and total is not None and past_total is not None and _clearly(past_total, total):
        return [
            tr(
                "Slower: the whole test took {time_now}, and {time_then} then.",
                time_now=_seconds(total),
                time_then=_seconds(past_total),
            )
        ]
    slower.sort()
    sentences = [words for _, words in slower[:_MOST_SLOWER]]
    if (more := len(slower) - _MOST_SLOWER) > 0:
        sentences.append(counted("One more check is slower.", "{n} more checks are slower.", more))
    return sentences


def _answered(checks: Iterable[PastCheck | Check]) -> list[PastCheck | Check]:
    """Those whose duration says how quick an answer was; one that failed may have waited for nothing."""
    return [check for check in checks if check.status in (CheckStatus.PASSED, CheckStatus.WARNING)]


def _clearly(then: float, now: float) -> bool:
    return now >= then * SLOWER_TIMES and now - then >= SLOWER_BY_MS


def _seconds(milliseconds: float) -> Text:
    if milliseconds >= 100:
        return tr("{number} s", number=decimal(milliseconds / 1000, 1))
    return tr("{number} ms", number=decimal(milliseconds))


def _key(finding: Finding | PastFinding) -> tuple[str, str]:
    """What makes two findings the same: numbers (days left, a port) may differ."""
    return finding.code, re.sub(r"\d+", "#", finding.message)
