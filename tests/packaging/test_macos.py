"""What is made for macOS, as far as that can be said without it."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path

import pytest

from tests.layers.sources import ROOT
from tests.packaging.scripts import loaded


def test_the_program_says_what_it_opens_and_steals_nothing() -> None:
    told = loaded("macos/about_app.py")["info_plist"]()
    assert plistlib.loads(plistlib.dumps(told)) == told
    (kind,) = told["CFBundleDocumentTypes"]
    assert (kind["CFBundleTypeExtensions"], kind["LSHandlerRank"]) == (["age"], "Alternate")
    assert set(told["CFBundleLocalizations"]) == {"en", "tr", "ru"}
    assert "info_plist=info_plist()" in (ROOT / "packaging/bundle/scim-connection.spec").read_text(encoding="utf-8")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Scripts that stand in for macOS's tools: each notes what it was asked, `hdiutil` what lay in the folder too."""
    folder, notes = tmp_path / "tools", tmp_path / "notes"
    folder.mkdir()
    for name in ("codesign", "ditto", "hdiutil"):
        program = folder / name
        lines = ["#!/bin/sh", f'echo "{name} $*" >> "{notes}"', f'[ ! -e "{tmp_path}/fail-{name}" ] || exit 1']
        if name == "ditto":
            lines.append('cp -a "$1" "$2"')
        if name == "hdiutil":
            lines.append(
                f'[ "$1" != create ] || {{ ls "$5" >> "{notes}"; for last; do :; done; echo image > "$last"; }}'
            )
        program.write_text("\n".join(lines) + "\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    return notes


@pytest.fixture
def app(tmp_path: Path) -> Path:
    folder = tmp_path / "SCIM Connection.app"
    (folder / "Contents").mkdir(parents=True)
    return folder


def test_the_image_holds_the_program_and_where_to_put_it(
    tools: Path, app: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "made/it.dmg"
    assert loaded("macos/image.py")["main"](["--app", str(app), "--out", str(out)]) == 0
    noted = tools.read_text().splitlines()
    assert noted[0] == f"codesign --verify --deep --strict {app}"
    assert noted[1].startswith(f"ditto {app} ")
    assert noted[2].startswith("hdiutil create -volname SCIM Connection -srcfolder ")
    assert noted[2].endswith(f"-format UDZO -ov {out}")
    assert noted[3:] == ["Applications", "SCIM Connection.app", f"hdiutil verify {out}"]
    assert str(out) in capsys.readouterr().out


@pytest.mark.parametrize("failing", ["codesign", "hdiutil"])
def test_where_a_tool_fails_that_is_said(
    tools: Path, app: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], failing: str
) -> None:
    (tmp_path / f"fail-{failing}").touch()
    assert loaded("macos/image.py")["main"](["--app", str(app), "--out", str(tmp_path / "it.dmg")]) == 1
    assert f"{failing} failed" in capsys.readouterr().err


@pytest.mark.skipif(Path("/usr/bin/hdiutil").exists(), reason="says what other systems are told")
def test_elsewhere_it_says_where_it_can_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert loaded("macos/image.py")["main"]([]) == 1
    assert "on macOS alone" in capsys.readouterr().err
