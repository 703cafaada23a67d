"""What is kept of a run of the connection test: findings and times alone."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import datetime

from app.domain.findings import Severity
from app.domain.kept_text import kept_text, read_text
from app.domain.report import CheckStatus, Report, Verdict

_SCHEMA = "scim-connection-past-run"
_NUMBER = 1
MOST_CHARACTERS, MOST_ENTRIES = 4_000, 200
"""Of a text and of a list: more than this program writes. What is more was put there by somebody else."""
_YEARS = range(2000, 9000)


@dataclass(frozen=True)
class PastFinding:
    """A finding, without what to do about it."""

    code: str
    severity: Severity
    message: str
    check: str | None = None
    """The id of the check that showed it."""


@dataclass(frozen=True)
class PastCheck:
    """A check, without what it asked and what came back."""

    id: str
    title: str
    status: CheckStatus
    duration_ms: float | None


@dataclass(frozen=True)
class PastRun:
    """What is kept of a run. Times are milliseconds; None where not measured."""

    at: datetime
    verdict: Verdict
    client: str | None
    findings: tuple[PastFinding, ...]
    checks: tuple[PastCheck, ...]
    total_ms: float | None


def kept(report: Report) -> str:
    """JSON of what is kept of a report: no request, no answer's shape, no host that the resources name, no number of
    users."""
    return json.dumps(
        {
            "schema": f"{_SCHEMA}/{_NUMBER}",
            "verdict": report.verdict.value,
            "client": report.client,
            "total_ms": _rounded(report.timings.total_ms),
            "findings": [
                {
                    "code": each.code,
                    "severity": each.severity.value,
                    "message": each.message,
                    "message_text": kept_text(each.message),
                    "check": each.check,
                }
                for each in report.findings
            ],
            "checks": [
                {
                    "id": each.id,
                    "title": each.title,
                    "title_text": kept_text(each.title),
                    "status": each.status.value,
                    "duration_ms": _rounded(each.duration_ms),
                }
                for each in report.checks
            ],
        },
        ensure_ascii=False,
    )


def read_past_run(at: datetime, text: str) -> PastRun | None:
    """Back from `kept`; None for what does not come from there, or comes from a newer version of this program."""
    try:
        value = _dict(json.loads(text))
        if value["schema"] != f"{_SCHEMA}/{_NUMBER}" or at.year not in _YEARS:
            return None
        return PastRun(
            at,
            Verdict(_text(value["verdict"])),
            None if value["client"] is None else _text(value["client"]),
            tuple(_finding(_dict(each)) for each in _list(value["findings"])),
            tuple(_check(_dict(each)) for each in _list(value["checks"])),
            _milliseconds(value["total_ms"]),
        )
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None


def _finding(value: dict[str, object]) -> PastFinding:
    check = value["check"]
    return PastFinding(
        _text(value["code"]),
        Severity(_text(value["severity"])),
        _said(value, "message"),
        None if check is None else _text(check),
    )


def _check(value: dict[str, object]) -> PastCheck:
    return PastCheck(
        _text(value["id"]),
        _said(value, "title"),
        CheckStatus(_text(value["status"])),
        _milliseconds(value["duration_ms"]),
    )


def _said(value: dict[str, object], name: str) -> str:
    """Words that other languages have, too; what an older version kept is there in English alone."""
    words = _text(value[name])
    try:
        read = read_text(value[f"{name}_text"])
    except (KeyError, ValueError, TypeError, OverflowError):
        return words
    return read if read == words else words


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 1)


def _milliseconds(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if not (math.isfinite(value) and value >= 0):
        raise ValueError
    return float(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    if len(value) > MOST_CHARACTERS:
        raise ValueError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError
    if len(value) > MOST_ENTRIES:
        raise ValueError
    return value


def _dict(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return value
