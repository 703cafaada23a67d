"""Who rotated a token in the meantime, and when, as far as the service and this computer's journal can tell."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from app.accounts.http import own_user_agent
from app.accounts.source import AccountSource
from app.domain.accounts import ScimSection
from app.domain.errors import Problem, TokenChanged
from app.domain.plain_text import shown
from app.domain.text import tr
from app.store.journal import Journal


async def rotated_elsewhere(source: AccountSource, section: ScimSection, journal: Journal) -> TokenChanged:
    """The refusal in words: `section` is the one that stands now. The settings API names the program that asked for a
    rotation, never the person. Raises a Problem."""
    token = section.token
    when = (
        ""
        if token.created_at is None
        else tr(" on {date} at {time} UTC", date=f"{token.created_at:%Y-%m-%d}", time=f"{token.created_at:%H:%M}")
    )
    # Two windows of one person share the journal: what it does not tell is no reason to say nothing.
    with suppress(Problem):
        if await asyncio.to_thread(journal.made, source.account_id, token.id):
            return TokenChanged(tr("This token was rotated from this computer{when}, in another window.", when=when))
    events = await source.events()
    made = [event for event in events if event.kind == "rotated" and event.token_id == token.id]
    program = (made[-1].user_agent if made else None) or ""
    if program.startswith((await asyncio.to_thread(own_user_agent)).partition("/")[0] + "/"):
        return TokenChanged(tr("Somebody used another SCIM Connection to rotate this token{when}.", when=when))
    named = tr(", with a program that calls itself “{program}”", program=shown(program, 60)) if program.strip() else ""
    return TokenChanged(tr("Somebody else rotated this token{when}{named}.", when=when, named=named))
