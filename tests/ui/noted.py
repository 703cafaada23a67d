"""Records that remember what was noted."""

from __future__ import annotations

from app.actions.program import Program
from app.actions.records import Records
from app.domain.accounts import AccountId
from app.domain.clock import SystemClock
from app.domain.tokens import AccessToken


class Noted(Records):
    """Records of a program that is not open: what is noted is told."""

    def __init__(self) -> None:
        super().__init__(Program(SystemClock(), changed=lambda: None))
        self.lines: list[tuple[AccountId, str, str, AccessToken | None]] = []

    async def note(
        self, account: AccountId, what: str, result: str, token: AccessToken | None, *, with_whom: str | None = None
    ) -> None:
        self.lines.append((account, what, result, token))
