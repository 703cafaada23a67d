"""What is made for Windows, as far as that can be said without it: the installer's script is compiled here around a
small bundle, and what it installs and removes comes from that bundle's files. `dev.py installer --check` runs it, under
Wine."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.domain.version import VERSION
from tests.layers.sources import ROOT
from tests.packaging.scripts import loaded

FILES = (
    "SCIM Connection.exe",
    "scim-connection.exe",
    "_internal/base_library.zip",
    "_internal/resources/clients/entra.json",
    "_internal/resources/ü/ş.txt",
)


@pytest.fixture(scope="module")
def installer() -> dict[str, Any]:
    return loaded("windows/installer.py")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle with blank"
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name, encoding="utf-8")
    return folder


@pytest.fixture
def icon(tmp_path: Path) -> Path:
    icons = loaded("bundle/icons.py")
    path = tmp_path / "icon.ico"
    path.write_bytes(icons["ico"]({16: icons["png"](16), 256: icons["png"](256)}))
    return path


def macros(script: str) -> dict[str, list[str]]:
    return {
        match[1]: [line.strip() for line in match[2].strip().splitlines()]
        for match in re.finditer(r"!macro (\w+)[^\n]*\n(.*?)!macroend", script, re.DOTALL)
    }


def test_it_removes_what_it_installs_and_nothing_else(installer: dict[str, Any], bundle: Path) -> None:
    script = macros(installer["script_of"](bundle))
    folder, installed = "", []
    for line in script["InstallFiles"]:
        if line.startswith("SetOutPath"):
            folder = line.split('"')[1]
        else:
            _, target, _, source, _ = line.split('"')
            name = target.removeprefix("/oname=")
            assert Path(source).name == name
            installed.append(f"{folder}\\{name}")
    assert sorted(installed) == sorted("$INSTDIR\\" + name.replace("/", "\\") for name in FILES)
    removed = [line.split('"')[1] for line in script["RemoveFiles"] if line.startswith("Delete")]
    assert sorted(removed) == sorted(installed)
    folders = [line.removeprefix("RMDir ").strip('"') for line in script["RemoveFiles"] if line.startswith("RMDir")]
    assert set(folders) == {
        "$INSTDIR\\_internal" + rest for rest in ("", "\\resources", "\\resources\\clients", "\\resources\\ü")
    }
    assert all(
        folders.index(inner) < folders.index(outer)
        for inner in folders
        for outer in folders
        if inner > outer and inner.startswith(outer)
    )
    asked = [line.split('"')[1] for line in script["EachProgram"]]
    assert asked == ["$INSTDIR\\scim-connection.exe", "$INSTDIR\\SCIM Connection.exe"]


def test_whole_folders_go_only_where_the_person_said_so_twice() -> None:
    script = (ROOT / "packaging/windows/installer.nsi").read_text(encoding="utf-8")
    whole = [line.strip() for line in script.splitlines() if "RMDir /r" in line]
    assert whole == ['RMDir /r "$LOCALAPPDATA\\scim-connection"']
    data = script[script.index('Section /o "un.$(YourData)"') :]
    assert data.index("${If} ${Silent}") < data.index("MessageBox MB_YESNO") < data.index("RMDir /r")
    assert "RequestExecutionLevel user" in script
    # Under HKCU alone: what a person may write without administrator's rights.
    assert not re.search(r"\b(HKLM|HKCR|HKEY_LOCAL_MACHINE|SHCTX)\b", script)
    # The extension's own entry, which says what opens such files, is not written.
    assert not re.search(r'WriteRegStr HKCU "Software\\Classes\\\.age" ', script)


def test_it_says_everything_in_three_languages() -> None:
    words = (ROOT / "packaging/windows/words.nsh").read_text(encoding="utf-8-sig")
    said = re.findall(r'!insertmacro Word (\w+) \\\n  "([^"\n]+)" \\\n  "([^"\n]+)" \\\n  "([^"\n]+)"\n', words)
    assert len(said) == words.count("!insertmacro Word") >= 8
    used = set(re.findall(r"\$\((\w+)\)", (ROOT / "packaging/windows/installer.nsi").read_text(encoding="utf-8")))
    assert used == {name for name, *_ in said}
    for name, english, turkish, russian in said:
        assert len({english, turkish, russian}) == 3, name
        assert re.search("[а-я]", russian), name
        for variable in ("$0", "${VERSION}"):
            assert (variable in english) == (variable in turkish) == (variable in russian), name


@pytest.mark.once
def test_it_is_compiled_the_same_each_time(installer: dict[str, Any], bundle: Path, icon: Path, tmp_path: Path) -> None:
    if shutil.which("makensis") is None:
        if os.environ.get("CI"):
            pytest.fail("Debian's nsis is missing")
        pytest.skip("needs Debian's nsis")
    made = []
    for name in ("first.exe", "second.exe"):
        installer["compile_installer"](bundle, icon, tmp_path / name, tmp_path / "work")
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    assert b'level="asInvoker"' in made[0], "it would ask for administrator's rights"
    assert VERSION.encode("utf-16-le") in made[0]
    assert "SCIM Connection for R-Service".encode("utf-16-le") in made[0]


def test_what_is_no_bundle_is_told_so(installer: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(installer["BuildError"], match="holds no bundle"):
        installer["script_of"](tmp_path)
    (tmp_path / "readme.txt").touch()
    with pytest.raises(installer["BuildError"], match="no program"):
        installer["script_of"](tmp_path)
    (tmp_path / "scim-connection").touch()
    (tmp_path / 'a"b').touch()
    with pytest.raises(installer["BuildError"], match="of this name"):
        installer["script_of"](tmp_path)


def test_the_zip_is_the_same_each_time(bundle: Path, tmp_path: Path) -> None:
    portable = loaded("windows/portable.py")
    made = []
    for name in ("first.zip", "second.zip"):
        portable["write_zip"](bundle, tmp_path / name, 1_800_000_000)
        made.append((tmp_path / name).read_bytes())
        for path in bundle.rglob("*"):
            os.utime(path, (1, 1))
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "first.zip") as packed:
        assert packed.testzip() is None
        inside = packed.namelist()
        assert inside == ["SCIM Connection/README.txt", *sorted(f"SCIM Connection/{name}" for name in FILES)]
        assert {entry.date_time for entry in packed.infolist()} == {(2027, 1, 15, 8, 0, 0)}
        said = packed.read("SCIM Connection/README.txt").decode("utf-8-sig")
        assert packed.read("SCIM Connection/_internal/resources/ü/ş.txt").decode() == FILES[-1]
    # It names the folder that app/store/places.py computes.
    assert said.count("%LOCALAPPDATA%\\scim-connection") == 3
    assert said.count("\r\n") == said.count("\n") > 5
