"""What the Debian package lays out on a desktop, as Debian's own tools judge it, and the program's icon."""

from __future__ import annotations

import configparser
import re
import runpy
import struct
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from app.domain.version import VERSION
from tests.layers.sources import ROOT
from tests.rig.tools import require

DEBIAN = ROOT / "packaging/debian"
ENTRY = DEBIAN / "scim-connection.desktop"
METADATA = DEBIAN / "tech.r_service.scim_connection.metainfo.xml"
TYPES = DEBIAN / "scim-connection.xml"
AGE = "application/x-age"


def judged(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in done.stdout.lower()


def filled_in(source: Path, folder: Path) -> Path:
    text = source.read_text(encoding="utf-8").replace("@VERSION@", VERSION).replace("@DATE@", "2026-11-25")
    assert "@" not in text
    path = folder / source.name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_menu_entry_is_sound_and_opens_age_files_and_no_web_pages() -> None:
    require("desktop-file-validate")
    judged("desktop-file-validate", str(ENTRY))
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.read(ENTRY, encoding="utf-8")
    main = entry["Desktop Entry"]
    assert main["exec"] == "scim-connection --open %f"
    assert main["mimetype"].strip(";").split(";") == [AGE]
    for language in ("tr", "ru"):
        assert {f"comment[{language}]", f"genericname[{language}]"} <= set(main)


def test_the_metadata_for_software_centres_are_sound(tmp_path: Path) -> None:
    require("appstreamcli")
    path = filled_in(METADATA, tmp_path)
    judged("appstreamcli", "validate", "--no-net", str(path))
    root = ElementTree.parse(path).getroot()
    assert root.findtext("launchable") == ENTRY.name
    assert root.findtext("provides/mediatype") == AGE
    release = root.find("releases/release")
    assert release is not None
    assert release.get("version") == VERSION


def test_the_file_type_knows_age_files_by_name_and_by_content() -> None:
    (kind,) = ElementTree.parse(TYPES).getroot()
    assert kind.get("type") == AGE
    name = "{http://www.freedesktop.org/standards/shared-mime-info}"
    assert [glob.get("pattern") for glob in kind.iter(f"{name}glob")] == ["*.age"]
    icon = kind.find(f"{name}icon")
    assert icon is not None
    assert (DEBIAN / f"{icon.get('name')}.svg").exists()


def test_the_manual_has_every_command_and_reads_without_a_warning(tmp_path: Path) -> None:
    require("groff")
    page = filled_in(DEBIAN / "scim-connection.1", tmp_path)
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-Kutf8", str(page)], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == ""
    usage = runpy.run_path(str(ROOT / "app/cli/usage.py"))["USAGE"]
    commands = set(re.findall(r"scim-connection ([a-z]+) ", usage))
    assert len(commands) > 4
    text = page.read_text(encoding="utf-8")
    for command in commands:
        assert f".B {command}\n" in text


@pytest.fixture
def icons(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.syspath_prepend(str(ROOT / "packaging/bundle"))
    return runpy.run_path(str(ROOT / "packaging/bundle/icons.py"))


def test_the_icon_comes_in_the_formats_of_every_system(icons: dict[str, Any], tmp_path: Path) -> None:
    icons["make_all"](tmp_path)
    for size in icons["SIZES"]:
        data = (tmp_path / f"scim-connection-{size}.png").read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", data[16:24]) == (size, size)
    windows = (tmp_path / "scim-connection.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", windows)
    assert kind == 1
    end = 0
    for number in range(count):
        width, *_, length, start = struct.unpack_from("<BBBBHHII", windows, 6 + 16 * number)
        picture = windows[start : start + length]
        assert struct.unpack(">I", picture[16:20])[0] == (width or 256)
        end = start + length
    assert end == len(windows)
    mac = (tmp_path / "scim-connection.icns").read_bytes()
    assert mac[:4] == b"icns"
    assert struct.unpack(">I", mac[4:8])[0] == len(mac)
