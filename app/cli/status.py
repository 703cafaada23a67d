"""`scim-connection status`: what is due, for a scheduler. Needs no window, no keyring and no network."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from app.actions.deadlines import DueItem, due_items, known_dates
from app.domain.clock import SystemClock
from app.domain.deadlines import AccountDates, Deadline, Due, deadlines, next_step
from app.domain.errors import Problem
from app.domain.phrases import age_of
from app.domain.plain_text import shown

NOTHING_DUE, SOMETHING_DUE, UNKNOWN = 0, 1, 2
SCHEMA = "scim-connection-status/1"

USAGE = """usage: scim-connection status [--json]

Prints the accounts on this computer, how old their tokens are, and what is due. It shows no token and asks nobody: it
reads what SCIM Connection last knew. Pretend accounts are listed and never count as due.

  --json   as one JSON object, described by resources/schemas/status.schema.json

Exit status: 0 nothing is due, 1 something is due, 2 it cannot be told."""

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def main(arguments: list[str]) -> int:
    """Runs the command; returns the exit status."""
    if any(word in ("--help", "-h") for word in arguments):
        print(USAGE)
        return NOTHING_DUE
    if any(word != "--json" for word in arguments):
        print("scim-connection status: it takes --json and nothing else. Try: status --help", file=sys.stderr)
        return UNKNOWN
    as_json = bool(arguments)
    now = SystemClock().now()
    try:
        accounts = known_dates()
    except Problem as problem:
        return _cannot_tell(problem, now, as_json=as_json)
    items = due_items(accounts, now)
    written = _print(_json(accounts, items, now) if as_json else _text(accounts, items, now))
    return UNKNOWN if not written else SOMETHING_DUE if items else NOTHING_DUE


def _cannot_tell(problem: Problem, now: datetime, *, as_json: bool) -> int:
    if as_json:
        _print(_dump(_object(None, [], now, {"code": problem.code, "message": problem.sentences})))
    else:
        print(f"scim-connection status: {problem.sentences}", file=sys.stderr)
    return UNKNOWN


def _text(accounts: tuple[AccountDates, ...], items: tuple[DueItem, ...], now: datetime) -> str:
    if not accounts:
        return "There is no account on this computer yet. Start SCIM Connection to add one."
    lines = []
    for dates in accounts:
        lines.append(f"{shown(dates.name)} ({dates.badge})")
        lines += [f"    {line}" for line in _account_lines(dates, now)]
    lines.append(_count(items))
    return "\n".join(lines)


def _account_lines(dates: AccountDates, now: datetime) -> list[str]:
    if not dates.seen:
        return ["Nothing is known of its token yet. Open it in SCIM Connection."]
    lines = [age_of(dates.token_created_at, now + dates.clock_offset)] if dates.token_created_at else []
    if dates.old_token_expires_at is not None:
        ended = dates.old_token_expires_at <= now + dates.clock_offset
        lines.append(f"The old token {'ended' if ended else 'ends'} on {_local(dates.old_token_expires_at)}.")
    for deadline in deadlines(dates, now):
        lines.append(f"{_word(dates, deadline):8} {_local(deadline.at)}  {deadline.sentence}")
    return lines


def _word(dates: AccountDates, deadline: Deadline) -> str:
    if not deadline.is_due:
        return "to come"
    if dates.practice:
        return "exercise"
    return "overdue" if deadline.due is Due.OVERDUE else "due"


def _count(items: tuple[DueItem, ...]) -> str:
    if not items:
        return "Nothing is due."
    return "1 thing is due." if len(items) == 1 else f"{len(items)} things are due."


def _json(accounts: tuple[AccountDates, ...], items: tuple[DueItem, ...], now: datetime) -> str:
    return _dump(_object(bool(items), [_account(dates, now) for dates in accounts], now, None))


def _object(due: bool | None, accounts: list[Json], now: datetime, problem: Json) -> dict[str, Json]:
    return {"schema": SCHEMA, "at": _utc(now), "due": due, "accounts": accounts, "problem": problem}


def _account(dates: AccountDates, now: datetime) -> Json:
    created, ends = dates.token_created_at, dates.old_token_expires_at
    age = None if created is None else max(0, (now + dates.clock_offset - created).days)
    return {
        "name": dates.name,
        "environment": dates.badge.lower(),
        "token_created_at": _utc(created),
        "token_age_days": age,
        "token_known_since": _utc(dates.token_known_since),
        "old_token_expires_at": _utc(ends),
        "old_token_used_at": _utc(dates.old_token_used_at),
        "handed_over": dates.handed_over,
        "next_step": next_step(dates, now),
        "deadlines": [
            {
                "kind": deadline.kind.value,
                "at": _utc(deadline.at),
                "state": deadline.due.value,
                "message": deadline.sentence,
            }
            for deadline in deadlines(dates, now)
        ],
    }


def _dump(found: dict[str, Json]) -> str:
    import json

    return json.dumps(found, indent=2)


def _utc(at: datetime | None) -> str | None:
    """RFC 3339."""
    return None if at is None else at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _local(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _print(text: str) -> bool:
    """Prints, whatever standard output can encode; whether it could be written. Where nobody reads on, all is well."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as error:
        # Python flushes once more at its exit, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print("scim-connection status: standard output could not be written.", file=sys.stderr)
            return False
    return True
