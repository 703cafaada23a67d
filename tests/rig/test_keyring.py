"""The real keyring of the rig, in each of its states."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.rig.keyring import KeyringState, private_keyring
from tests.rig.tools import require

ROUND_TRIP = """
import keyring
keyring.set_password("rig", "one", "kept")
print(type(keyring.get_keyring()).__module__, keyring.get_password("rig", "one"))
"""


@pytest.fixture(autouse=True)
def tools() -> None:
    require("gnome-keyring-daemon", "dbus-daemon")


def round_trip(env: dict[str, str], timeout: float = 30) -> str:
    command = [sys.executable, "-c", ROUND_TRIP]
    answer = subprocess.run(command, env=env, capture_output=True, text=True, timeout=timeout, check=False)
    return answer.stdout.strip() or answer.stderr.strip().splitlines()[-1]


def test_an_open_keyring_keeps_values() -> None:
    with private_keyring() as (_, env):
        assert round_trip(env) == "keyring.backends.SecretService kept"


def test_an_absent_keyring_is_not_started_on_demand() -> None:
    with private_keyring(KeyringState.ABSENT) as (_, env):
        assert "NoKeyringError" in round_trip(env)


def test_a_locked_keyring_refuses_until_it_is_open() -> None:
    with private_keyring(KeyringState.LOCKED) as (keyring, env):
        assert "KeyringLocked" in round_trip(env)
        keyring.unlock()
        assert round_trip(env) == "keyring.backends.SecretService kept"


def test_a_hung_keyring_says_nothing_until_it_goes_on() -> None:
    with private_keyring(KeyringState.HUNG) as (keyring, env):
        with pytest.raises(subprocess.TimeoutExpired):
            round_trip(env, timeout=2)
        keyring.answer_again()
        assert round_trip(env) == "keyring.backends.SecretService kept"


def test_what_it_kept_is_there_after_a_restart() -> None:
    with private_keyring() as (keyring, env):
        round_trip(env)
        keyring.stop()
        assert "NoKeyringError" in round_trip(env)
        keyring.start()
        assert round_trip(env) == "keyring.backends.SecretService kept"
