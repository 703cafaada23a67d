"""What an account typed in by hand is called and where its tokens are sent, kept beside them in the same sealed entry.

So a token is never read without the address that it was given for, and where the store is lost the account is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.accounts import Environment
from app.domain.typed import TypedDetails
from app.store.columns import storable
from app.vault.secrets import Secrets


@dataclass(frozen=True)
class About:
    """All that the entry has beside tokens. Characters that are none stand as they do in the store."""

    name: str
    environment: Environment
    details: TypedDetails

    def beside(self, kept: Secrets) -> Secrets:
        """The same secrets with this beside them."""
        page = self.details.settings_page
        return kept.with_values(
            account_name=storable(self.name),
            environment=self.environment.value,
            endpoint=storable(self.details.endpoint),
            settings_page=None if page is None else storable(page),
            added_at=self.details.added_at.isoformat(),
        )


def about(kept: Secrets) -> About | None:
    """What stands beside them; None in an entry from before anything did."""
    name, environment = kept.get("account_name"), kept.get("environment")
    endpoint, added_at = kept.get("endpoint"), kept.get("added_at")
    if name is None or environment is None or endpoint is None or added_at is None:
        return None
    details = TypedDetails(endpoint, kept.get("settings_page"), datetime.fromisoformat(added_at))
    return About(name, Environment(environment), details)
