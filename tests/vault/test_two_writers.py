"""A window and a command line at once: no write of either is lost, and no reader ever sees less than one of them."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey

KEY = VaultKey(b"k" * 32)
ROUNDS = 60

WRITER = """
import json, sys
from pathlib import Path
from app.vault.files import VaultFiles
from app.vault.sealing import VaultKey
files = VaultFiles(Path(sys.argv[1]), VaultKey(b"k" * 32))
sys.stdin.read()
for number in range(int(sys.argv[3])):
    files.update("owner", lambda plain: json.dumps([*json.loads(plain or b"[]"), f"{sys.argv[2]}{number}"]).encode())
"""


def test_two_programs_and_a_reader(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    files = VaultFiles(folder, KEY)
    files.write("owner", b"[]")
    running = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name, str(ROUNDS)], stdin=subprocess.PIPE)
        for name in ("a", "b")
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.close()
    lengths = []
    while any(process.poll() is None for process in running):
        plain = files.read("owner")
        assert plain is not None
        lengths.append(len(json.loads(plain)))
    assert [process.wait() for process in running] == [0, 0]
    assert lengths == sorted(lengths)
    written = json.loads(files.read("owner") or b"[]")
    assert sorted(written) == sorted(f"{name}{number}" for name in "ab" for number in range(ROUNDS))


def test_threads_of_one_program(tmp_path: Path) -> None:
    files = VaultFiles(tmp_path / "vault", KEY)

    def add() -> None:
        for _ in range(25):
            files.update("owner", lambda plain: b"%d" % (int(plain or b"0") + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert files.read("owner") == b"100"
