"""What is due on this computer: of the accounts in a window, or of what was last known of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.domain.deadlines import AccountDates, Deadline, due_now, due_order
from app.domain.periods import AS_IT_COMES, Periods
from app.domain.switching import latest_client_use
from app.store.known_dates import read_dates
from app.store.places import store_file

if TYPE_CHECKING:
    from app.actions.connections import AccountView

__all__ = ["DueItem", "dates_of", "due_items", "known_dates"]


class DueItem(NamedTuple):
    """One thing that somebody should do now."""

    dates: AccountDates
    deadline: Deadline


def known_dates(path: Path | None = None) -> tuple[AccountDates, ...]:
    """What was last known of all accounts, without opening anything: no keyring, no network, no window. Waits for the
    disk. Raises as `app.store.known_dates.read_dates`."""
    return read_dates(path or store_file())


def dates_of(view: AccountView, periods: Periods = AS_IT_COMES) -> AccountDates:
    """What a window knows of an account's dates; `periods` is what the person prefers."""
    account, section, typed = view.account, view.section, view.typed
    dates = AccountDates(
        account.id,
        account.name,
        account.badge,
        token_known_since=None if typed is None else typed.token_known_since,
        uses_known=account.capabilities.uses,
        handed_over=typed is not None and typed.handover is not None,
        clock_offset=view.clock_offset,
        guided=None if typed is None else typed.guided,
        periods=periods,
    )
    if section is None:
        return dates
    old = section.previous_token
    use = latest_client_use(old) if old is not None else None
    return replace(
        dates,
        token_created_at=section.token.created_at,
        old_token_expires_at=None if old is None else old.expires_at,
        old_token_used_at=None if use is None else use.last_at,
    )


def due_items(accounts: Iterable[AccountDates], now: datetime) -> tuple[DueItem, ...]:
    """Everything that is due, the most urgent account first; of pretend accounts nothing."""
    found = [(dates, due) for dates in accounts if (due := due_now(dates, now))]
    found.sort(key=lambda each: due_order(each[0], now))
    return tuple(DueItem(dates, deadline) for dates, due in found for deadline in due)
