"""Windows' credential manager, by the documented calls: no Windows here, so a recorder stands where pywin32 would.

CredWrite and CREDENTIALW: learn.microsoft.com/windows/win32/api/wincred. In a child, whose modules are its own.
"""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import asyncio, sys, types

class error(Exception):
    def __init__(self, winerror, funcname, strerror):
        super().__init__(winerror, funcname, strerror)
        self.winerror, self.funcname, self.strerror = winerror, funcname, strerror

kept, written, failing, forgetting = {}, [], [], []

def CredRead(Type, TargetName):
    if TargetName not in kept:
        raise error(1168, "CredRead", "Element not found.")
    return kept[TargetName]

def CredWrite(credential, flags):
    if failing:
        raise error(1783, "CredWrite", "The stub received bad data")
    written.append((dict(credential), flags))
    if forgetting:
        return
    kept[credential["TargetName"]] = {**credential, "CredentialBlob": credential["CredentialBlob"].encode("utf-16-le")}

def CredDelete(Type, TargetName):
    del kept[TargetName]

pywintypes, win32cred = types.ModuleType("pywintypes"), types.ModuleType("win32cred")
pywintypes.error = error
for value in (CredRead, CredWrite, CredDelete):
    setattr(win32cred, value.__name__, value)
win32cred.CRED_TYPE_GENERIC, win32cred.CRED_PERSIST_LOCAL_MACHINE, win32cred.CRED_PERSIST_ENTERPRISE = 1, 2, 3
sys.modules.update(pywintypes=pywintypes, win32cred=win32cred)
sys.modules["win32ctypes"] = None  # preferred to pywin32 where it is there

from app.domain.errors import KeyringRefused
from app.vault.keyring_port import SERVICE, USERNAME, SystemKeyring

async def main():
    port = SystemKeyring()
    assert await port.get_key() is None
    for key in (bytes(32), bytes(range(32))):
        await port.set_key(key)
        assert await port.get_key() == key
    for credential, flags in written:
        assert credential["Type"] == 1 and flags == 0
        assert credential["UserName"] == USERNAME
        assert credential["Persist"] == 2, "the key would roam with the profile"
        assert len(credential["CredentialBlob"]) * 2 <= 2560
    assert written[-1][0]["TargetName"] == SERVICE
    failing.append(True)
    try:
        await port.set_key(bytes(32))
    except KeyringRefused:
        pass
    else:
        sys.exit("a failure of Windows' own was not told")
    failing.clear()
    await port.delete_key()
    assert await port.get_key() is None
    forgetting.append(True)
    try:
        await port.set_key(bytes(32))
    except KeyringRefused:
        pass
    else:
        sys.exit("a key that was not kept counted as kept")

asyncio.run(main())
"""


def test_the_key_stays_on_this_computer_and_failures_are_told() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
