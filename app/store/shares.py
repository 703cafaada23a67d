"""With whom each token was last shared, and whom to propose for the next share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.accounts import AccountId
from app.domain.clock import Clock
from app.store.columns import moment_from_text, moment_to_text, storable_name
from app.store.database import Database


@dataclass(frozen=True)
class Share:
    """The last share of one token."""

    at: datetime
    with_whom: str
    """As the person typed it; may be empty."""
    client: str | None
    """The provisioning client's id; None where none was chosen."""


@dataclass(frozen=True)
class Proposal:
    """What the next share of an account begins with: what the last one had that named somebody or something."""

    at: datetime
    with_whom: str
    client: str | None
    language: str | None
    """Of page and message; None where it was not kept."""
    made_by: str | None
    """What the person called themselves."""


class Shares:
    """The table of them, by account and token fingerprint (the vault's `fingerprint`)."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(
        self,
        account: AccountId,
        token_fingerprint: str,
        with_whom: str,
        client: str | None,
        at: datetime | None = None,
        *,
        language: str | None = None,
        made_by: str | None = None,
    ) -> None:
        """Keeps a share of that moment (None: of now) as that token's last, and as the next one's proposal if it names
        anybody or any client."""
        moment, person = moment_to_text(at or self._clock.now()), storable_name(with_whom)
        sender = storable_name(made_by) if made_by else None
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO shares (account, token_fingerprint, at, with_whom, client) "
                "VALUES (?, ?, ?, ?, ?)",
                (account, token_fingerprint, moment, person, client),
            )
            if person or client:
                connection.execute(
                    "INSERT OR REPLACE INTO share_people (account, person, client, language, made_by, at) "
                    "VALUES (?, ?, ?, ?, ?, ?)",
                    (account, person, client, language, sender, moment),
                )

    def last(self, account: AccountId, token_fingerprint: str) -> Share | None:
        """That token's last share; None where it was not shared from this computer."""
        query, values = f"{_SELECT} WHERE account = ? AND token_fingerprint = ?", (account, token_fingerprint)
        return next(iter(self._database.rows(_from_row, query, values)), None)

    def all(self) -> dict[tuple[AccountId, str], Share]:
        """The last share of each token, by account and fingerprint."""
        rows = self._database.rows(
            lambda account, mark, *rest: ((AccountId(account), mark), _from_row(*rest)),
            "SELECT account, token_fingerprint, at, with_whom, client FROM shares",
        )
        return dict(rows)

    def proposal(self, account: AccountId) -> Proposal | None:
        """Whom to propose for the account's next share, of whichever token; None where nobody was ever named."""
        query = f"{_PEOPLE} WHERE account = ? ORDER BY at DESC LIMIT 1"
        return next(iter(self._database.rows(_proposal, query, (account,))), None)

    def language_for(self, person: str) -> str | None:
        """The language of the last share with that person, of whichever account."""
        query = f"{_PEOPLE} WHERE person = ? AND language IS NOT NULL ORDER BY at DESC LIMIT 1"
        found = next(iter(self._database.rows(_proposal, query, (storable_name(person),))), None)
        return found.language if found is not None else None

    def last_sender(self) -> str | None:
        """What the person called themselves in the last share that said so."""
        query = f"{_PEOPLE} WHERE made_by IS NOT NULL ORDER BY at DESC LIMIT 1"
        found = next(iter(self._database.rows(_proposal, query)), None)
        return found.made_by if found is not None else None

    def check(self) -> None:
        """Raises StoreDamaged where a row does not read."""
        self._database.rows(_from_row, _SELECT)
        self._database.rows(_proposal, _PEOPLE)


_SELECT = "SELECT at, with_whom, client FROM shares"
_PEOPLE = "SELECT at, person, client, language, made_by FROM share_people"


def _from_row(at: str, with_whom: str, client: str | None) -> Share:
    return Share(moment_from_text(at), with_whom, client)


def _proposal(at: str, person: str, client: str | None, language: str | None, made_by: str | None) -> Proposal:
    return Proposal(moment_from_text(at), person, client, language, made_by)
