"""Fetching an account's SCIM section, its tokens being in the vault before anybody sees it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from app.accounts.kept_secrets import KeptSecrets
from app.accounts.source import AccountSource
from app.domain.accounts import AccountId, ScimSection, TokenRecord
from app.domain.errors import Problem, TokenUnreadable


async def fetch_section(source: AccountSource, kept: KeptSecrets) -> tuple[ScimSection, TokenUnreadable | None]:
    """What stands now, kept in the vault.

    Where the service can no longer read its present token, that problem comes with what it can still tell: when the
    tokens were made, and their ids, without which nobody could rotate to get out of this. A value that the vault has
    stands in it then, else None. Raises a Problem. `kept.fetching` is to be held.
    """
    try:
        section = await source.section()
    except TokenUnreadable as problem:
        return await _with_kept_values(await source.section(values=False), kept, source.account_id), problem
    await kept.keep_section(source.account_id, section)
    return section, None


async def _with_kept_values(section: ScimSection, kept: KeptSecrets, account: AccountId) -> ScimSection:
    values = {}
    with suppress(Problem):  # a vault that does not open has none
        tokens = await kept.tokens(account)
        if tokens is not None:
            values = {tokens.token_id: tokens.token, tokens.previous_token_id: tokens.previous_token}

    def filled(record: TokenRecord) -> TokenRecord:
        return replace(record, value=values.get(record.id))

    old = section.previous_token
    return replace(section, token=filled(section.token), previous_token=None if old is None else filled(old))
