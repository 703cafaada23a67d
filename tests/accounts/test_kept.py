"""What the vault keeps of an account, and of the local service: a real vault, whose key lies in a file."""

from __future__ import annotations

import base64
from dataclasses import replace
from pathlib import Path

import pytest

from app.accounts.answers import read_section
from app.accounts.kept_secrets import KeptSecrets
from app.accounts.practice_key import OWNER, practice_data
from app.domain.accounts import AccountId
from app.domain.errors import SecretGone
from app.domain.tokens import AccessToken
from app.vault.secrets import Secrets
from app.vault.vault import Vault, open_vault
from tests.accounts import samples
from tests.accounts.test_answers import as_bytes
from tests.actions.parts import KeyFile

ACCOUNT = AccountId("practice_widget")
SECTION = read_section(as_bytes(samples.section()), values=True)
ALONE = read_section(as_bytes({**samples.section(), "previous_token": None}), values=True)


@pytest.fixture
async def vault(tmp_path: Path) -> Vault:
    return await open_vault(tmp_path / "vault", KeyFile(tmp_path / "key"))


async def test_a_section_comes_back_without_what_has_ended(vault: Vault) -> None:
    kept = KeptSecrets(vault)
    assert await kept.tokens(ACCOUNT) is None
    await kept.keep_session(ACCOUNT, AccessToken(samples.SESSION))
    assert await kept.tokens(ACCOUNT) is None
    await kept.keep_section(ACCOUNT, SECTION)
    tokens = await kept.tokens(ACCOUNT)
    assert tokens is not None
    assert (tokens.token.reveal(), tokens.token_id) == (samples.PRESENT, "tok_2")
    assert tokens.previous_token == AccessToken(samples.PREVIOUS)
    await kept.keep_section(ACCOUNT, ALONE)
    tokens = await kept.tokens(ACCOUNT)
    assert tokens is not None
    assert (tokens.previous_token, tokens.previous_token_id) == (None, None)
    assert await kept.session(ACCOUNT) == AccessToken(samples.SESSION)


async def test_nothing_is_written_where_all_is_kept_already(vault: Vault, tmp_path: Path) -> None:
    kept = KeptSecrets(vault)
    await kept.keep_section(ACCOUNT, SECTION)
    files = sorted(path.name for path in (tmp_path / "vault").iterdir())
    await kept.keep_section(ACCOUNT, SECTION)
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) == files
    await kept.keep_section(ACCOUNT, ALONE)
    assert sorted(path.name for path in (tmp_path / "vault").iterdir()) != files


async def test_tokens_that_no_rotation_explains_put_those_from_before_aside(vault: Vault) -> None:
    kept = KeptSecrets(vault)
    await kept.keep_section(ACCOUNT, SECTION)
    after = await vault.read(ACCOUNT)
    assert after is not None
    assert after.get("replaced_token") is None
    other = replace(ALONE, token=replace(ALONE.token, id="tok_other", value=AccessToken("b" * 64)))
    await kept.keep_section(ACCOUNT, other)
    await kept.keep_section(ACCOUNT, other)
    after = await vault.read(ACCOUNT)
    assert after is not None
    assert (after.get("token"), after.get("token_id")) == ("b" * 64, "tok_other")
    assert (after.get("replaced_token"), after.get("replaced_token_id")) == (samples.PRESENT, "tok_2")
    assert after.get("replaced_previous_token") == samples.PREVIOUS


async def test_an_old_token_that_the_service_cannot_read_stays_as_we_have_it(vault: Vault) -> None:
    unreadable = samples.section()
    unreadable["previous_token"]["value"] = None
    section = read_section(as_bytes(unreadable), values=True)
    assert section.previous_token is not None
    assert section.previous_token.value is None
    kept = KeptSecrets(vault)
    await kept.keep_section(ACCOUNT, section)
    tokens = await kept.tokens(ACCOUNT)
    assert tokens is not None
    assert tokens.previous_token is None
    await kept.keep_section(ACCOUNT, SECTION)
    await kept.keep_section(ACCOUNT, section)
    tokens = await kept.tokens(ACCOUNT)
    assert tokens is not None
    assert tokens.previous_token == AccessToken(samples.PREVIOUS)


async def test_a_section_without_values_cannot_be_kept(vault: Vault) -> None:
    watched = read_section(as_bytes(samples.section()), values=False)
    with pytest.raises(ValueError, match="without its tokens"):
        await KeptSecrets(vault).keep_section(ACCOUNT, watched)


async def test_what_a_lost_key_sealed_is_replaced_by_what_the_service_says(tmp_path: Path) -> None:
    key = KeyFile(tmp_path / "key")
    await KeptSecrets(await open_vault(tmp_path / "vault", key)).keep_section(ACCOUNT, SECTION)
    await key.delete_key()
    kept = KeptSecrets(await open_vault(tmp_path / "vault", key))
    with pytest.raises(SecretGone):
        await kept.tokens(ACCOUNT)
    assert await kept.session(ACCOUNT) is None
    await kept.keep_section(ACCOUNT, ALONE)
    tokens = await kept.tokens(ACCOUNT)
    assert tokens is not None
    assert tokens.token == AccessToken(samples.PRESENT)


async def test_the_services_key_is_made_once_and_kept(vault: Vault, tmp_path: Path) -> None:
    first = await practice_data(vault, tmp_path / "practice")
    assert first.folder == tmp_path / "practice"
    assert len(first.key) == 32
    assert repr(first.key) not in repr(first)
    kept = await vault.read(OWNER)
    assert kept == Secrets({"key": base64.b64encode(first.key).decode()})
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "r-service.sqlite3").touch()
    assert await practice_data(vault, tmp_path / "practice") == first


async def test_a_database_without_its_key_is_left_alone(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "practice").mkdir()
    (tmp_path / "practice" / "r-service.sqlite3").touch()
    with pytest.raises(SecretGone) as caught:
        await practice_data(vault, tmp_path / "practice")
    assert str(tmp_path / "practice") in caught.value.next_step
    assert await vault.read(OWNER) is None


@pytest.mark.parametrize("key", ["", "no base64 at all", base64.b64encode(b"short").decode()])
async def test_a_key_that_is_none_is_gone(vault: Vault, tmp_path: Path, key: str) -> None:
    await vault.write(OWNER, Secrets({"key": key}))
    with pytest.raises(SecretGone):
        await practice_data(vault, tmp_path / "practice")


async def test_without_a_keyring_the_key_is_of_this_run_and_no_folder_is_touched(tmp_path: Path) -> None:
    vault = await open_vault(tmp_path / "vault", None)
    first, second = await practice_data(vault, tmp_path), await practice_data(vault, tmp_path)
    assert first.folder is None
    assert first.key != second.key
    assert list(tmp_path.iterdir()) == []
