"""How this program starts itself again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.own_program import own_command


def test_a_bundle_is_its_own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert own_command("_serve") == [sys.executable, "_serve"]


def test_on_windows_it_is_the_bundles_program_with_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(Path("folder") / "SCIM Connection.exe"))
    assert own_command("_seal") == [str(Path("folder") / "scim-connection.exe"), "_seal"]


def test_a_folder_named_app_where_we_stand_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").touch()
    (tmp_path / "app" / "__main__.py").write_text("print('not ours')")
    done = subprocess.run(own_command("--help"), cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "scim-connection" in done.stdout
