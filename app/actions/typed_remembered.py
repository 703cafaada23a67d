"""Accounts typed in by hand as the store alone remembers them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from app.actions.connections import AccountView, section_without_tokens
from app.domain.accounts import AccountId, Source
from app.domain.errors import Problem
from app.store.last_known import LastKnown
from app.store.store import Store


async def remembered_typed(store: Store, problem: Problem) -> dict[AccountId, AccountView]:
    """The accounts as the store remembers them, for when the vault cannot be opened because of that problem: with their
    endpoints and dates, without tokens. In the order of their names. Raises what the store raises."""

    def read() -> dict[AccountId, AccountView]:
        details, known = store.typed_accounts.all(), store.last_known.all()
        views = {}
        for each in sorted(store.accounts.all(), key=lambda kept: (kept.account.name.casefold(), kept.account.id)):
            account = each.account
            if account.source is Source.TYPED and account.id in details:
                last = known.get(account.id) or LastKnown(details[account.id].endpoint, None, None, timedelta(0))
                views[account.id] = AccountView(account, section=section_without_tokens(last), problem=problem)
        return views

    return await asyncio.to_thread(read)
