"""The real keyring in each of its states, and what the person is told."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.domain.errors import KeyringLocked, KeyringMissing, KeyringRefused, KeyringSilent, Problem
from app.vault.keyring_port import SERVICE, USERNAME, Patience, SystemKeyring
from app.vault.vault import open_vault
from tests.rig.bus import DBUS, DBUS_PATH, Bus
from tests.rig.keyring import Keyring, KeyringState, private_keyring
from tests.rig.polling import poll
from tests.rig.private_bus import KEYRING_PROMPTS
from tests.vault.conftest import Enter, library_backend

KEY = bytes(range(32))
SHORT = Patience(notice=0.05, answer=0.5, prompt=1.5)


@pytest.fixture(autouse=True)
def _tools(gnome_keyring: object) -> None:
    """Skips, or fails in CI, where there is no keyring to start."""


async def test_it_keeps_a_key(open_keyring: Keyring) -> None:
    port = SystemKeyring()
    assert await port.get_key() is None
    await port.set_key(KEY)
    assert await port.get_key() == KEY
    assert await SystemKeyring().get_key() == KEY
    await port.delete_key()
    await port.delete_key()
    assert await port.get_key() is None


async def test_another_key_replaces_it(open_keyring: Keyring) -> None:
    port = SystemKeyring()
    await port.set_key(KEY)
    await port.set_key(KEY[::-1])
    assert await port.get_key() == KEY[::-1]


@pytest.mark.parametrize("text", ["", "not ours", "1:", "1:AAAA", "2:" + "A" * 43 + "=", "1:ä"])
async def test_an_entry_that_is_not_ours_is_left_and_told(open_keyring: Keyring, text: str) -> None:
    library_backend().set_password(SERVICE, USERNAME, text)
    with pytest.raises(KeyringRefused) as raised:
        await SystemKeyring().get_key()
    assert "entry" in raised.value.happened
    assert library_backend().get_password(SERVICE, USERNAME) == text


async def test_no_bus_is_no_keyring(enter: Enter, tmp_path: Path) -> None:
    enter({"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)})
    with pytest.raises(KeyringMissing):
        await SystemKeyring().get_key()
    with pytest.raises(KeyringMissing):
        await SystemKeyring().set_key(KEY)


async def test_a_bus_without_a_keyring_is_no_keyring_until_it_is_there(enter: Enter) -> None:
    with private_keyring(KeyringState.ABSENT) as (keyring, environment):
        enter(environment)
        port = SystemKeyring()
        with pytest.raises(KeyringMissing):
            await port.get_key()
        keyring.start()
        assert await port.get_key() is None


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        {"PYTHON_KEYRING_BACKEND": "no.such.Module"},
        {"PYTHON_KEYRING_BACKEND": "tests.vault.plain_text_keyring.PlainTextKeyring"},
    ],
    ids=["null", "fail", "missing", "plain text"],
)
async def test_a_backend_that_does_not_protect_is_not_used(
    open_keyring: Keyring, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(KeyringMissing):
        await SystemKeyring().set_key(KEY)


@pytest.mark.parametrize("backend", ["SecretService.Keyring", "chainer.ChainerBackend"])
async def test_a_configured_backend_that_protects_is_used(
    open_keyring: Keyring, monkeypatch: pytest.MonkeyPatch, backend: str
) -> None:
    import tests.vault.plain_text_keyring as plain  # registers itself with the library, as an installed package does

    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", f"keyring.backends.{backend}")
    await SystemKeyring().set_key(KEY)
    assert await SystemKeyring().get_key() == KEY
    assert plain.PlainTextKeyring.kept == {}


async def test_a_locked_keyring_with_nobody_to_ask_is_told(enter: Enter) -> None:
    with private_keyring(KeyringState.LOCKED) as (keyring, environment):
        enter(environment)
        port = SystemKeyring()
        with pytest.raises(KeyringLocked):
            await port.get_key()
        with pytest.raises(KeyringLocked):
            await port.set_key(KEY)
        keyring.unlock()
        await port.set_key(KEY)
        keyring.lock()
        with pytest.raises(KeyringLocked):
            await port.get_key()
        keyring.unlock()
        assert await port.get_key() == KEY


def test_a_keyring_that_was_never_opened_is_locked(tmp_path: Path) -> None:
    """It is there and has no collection yet; nobody can be asked for its first password (InitError)."""
    with private_keyring(KeyringState.ABSENT) as (_, environment):
        daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--components=secrets"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        bus = Bus(environment["DBUS_SESSION_BUS_ADDRESS"])
        try:
            poll(lambda: bus.has_owner("org.freedesktop.secrets"), "keyring on the bus")
            assert outcome_of_opening(environment, tmp_path) == "keyring.locked"
        finally:
            bus.close()
            daemon.kill()
            daemon.wait()


def outcome_of_opening(environment: dict[str, str], folder: Path) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.vault.open_once", str(folder / "vault")],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


async def test_a_hung_keyring_is_silent_and_then_answers(enter: Enter, tmp_path: Path) -> None:
    with private_keyring(KeyringState.HUNG) as (keyring, environment):
        enter(environment)
        waited: list[float] = []
        started = time.monotonic()
        port = SystemKeyring(lambda: waited.append(time.monotonic() - started), SHORT)
        with pytest.raises(KeyringSilent):
            await port.get_key()
        assert 0.5 <= time.monotonic() - started < 5
        assert len(waited) == 1
        assert waited[0] >= 0.05
        assert not (tmp_path / "vault").exists()
        keyring.answer_again()
        vault = await open_vault(tmp_path / "vault", SystemKeyring(patience=Patience()))
        assert vault.persistent
        assert await port.get_key() is not None  # the one that was given up is waited for, and a new one asked


async def test_waiting_can_be_cancelled_at_once_and_the_loop_goes_on(enter: Enter) -> None:
    with private_keyring(KeyringState.HUNG) as (_, environment):
        enter(environment)
        told = asyncio.Event()
        asking = asyncio.create_task(SystemKeyring(told.set, Patience(notice=0.01)).get_key())
        await asyncio.wait_for(told.wait(), 10)
        started = time.monotonic()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert time.monotonic() - started < 1


async def test_more_time_is_given_while_a_prompt_may_be_up(enter: Enter) -> None:
    """The locked keyring asks a prompter, which takes the call and never answers: a window that nobody looks at."""
    with private_keyring(KeyringState.LOCKED) as (_, environment):
        enter(environment)
        prompter = Bus(environment["DBUS_SESSION_BUS_ADDRESS"])
        try:
            prompter.call(DBUS, DBUS_PATH, f"{DBUS}.RequestName", "su", KEYRING_PROMPTS, 0)
            started = time.monotonic()
            with pytest.raises(KeyringSilent):
                await SystemKeyring(patience=SHORT).get_key()
            assert time.monotonic() - started >= 1.5
        finally:
            prompter.close()


def test_a_hung_keyring_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    with private_keyring(KeyringState.HUNG) as (_, environment):
        started = time.monotonic()
        assert outcome_of_opening({**environment, "ANSWER_SECONDS": "0.3"}, tmp_path) == "keyring.silent"
        assert time.monotonic() - started < 10


def test_the_usual_patience() -> None:
    assert Patience() == Patience(notice=1, answer=10, prompt=60)


async def test_a_problem_holds_no_key(open_keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(Problem) as raised:
        await SystemKeyring().set_key(KEY)
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    assert os.environ["PYTHON_KEYRING_BACKEND"] not in raised.value.sentences
