"""Another window or computer of an owner, as far as R-Service can tell: rotates the pretend account's token with the
session that this person's vault has.

`elsewhere.py URL USER_AGENT`, on the person's own desktop: the key is asked of their keyring.
"""

from __future__ import annotations

import asyncio
import sys
import uuid

import httpx

from app.accounts.kept_secrets import KeptSecrets
from app.domain.accounts import AccountId
from app.store.places import data_folder
from app.vault.keyring_port import SystemKeyring
from app.vault.vault import open_vault

ACCOUNT = AccountId("practice_widget-data-center")


async def main(url: str, user_agent: str) -> None:
    session = await KeptSecrets(await open_vault(data_folder() / "vault", SystemKeyring())).session(ACCOUNT)
    assert session is not None
    headers = {"Authorization": session.authorization_header(), "User-Agent": user_agent}
    async with httpx.AsyncClient(base_url=f"{url}/settings/v1/apps", headers=headers, trust_env=False) as client:
        section = (await client.get("/scim")).raise_for_status().json()
        wish = {"present_token_id": section["token"]["id"]}
        if section["previous_token"] is not None:
            wish["replace_previous"] = True
        answer = await client.post("/scim/rotation", json=wish, headers={"Idempotency-Key": str(uuid.uuid4())})
        answer.raise_for_status()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
