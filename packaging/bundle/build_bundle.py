"""`dev.py bundle`: the program, Python and Qt in one folder, dist/scim-connection. Runs in .venv-bundle."""

import os
import shutil
import subprocess
import sys

import icons
from contents import FOLDER, NAME, ROOT, WORK


def main():
    WORK.mkdir(parents=True, exist_ok=True)
    icons.make_all(WORK)
    if sys.platform == "win32":
        write_version_resource()
    # The same sources give the same bytes: sets are walked in the same order, and files carry the commit's time.
    environment = dict(os.environ, PYTHONHASHSEED="0", SOURCE_DATE_EPOCH=source_date())
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    command += ["--distpath", str(FOLDER.parent), "--workpath", str(WORK / "pyinstaller")]
    command += [str(ROOT / "packaging/bundle/scim-connection.spec")]
    status = subprocess.call(command, env=environment, cwd=str(ROOT))
    if status == 0:
        # Where whoever opens the folder sees it; the About page reads the same from resources.
        shutil.copyfile(str(ROOT / "resources/licences/third-party.txt"), str(FOLDER / "THIRD-PARTY-LICENSES.txt"))
        size = sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink())
        print("%s: %d MB" % (FOLDER, size // 1_000_000))
    return status


def source_date():
    """The time of the last commit, in seconds since 1970, as text (reproducible-builds.org, SOURCE_DATE_EPOCH)."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return given
    command = ["git", "-c", "safe.directory=*", "log", "-1", "--format=%ct"]
    return subprocess.check_output(command, cwd=str(ROOT), text=True).strip()


def write_version_resource():
    """What Windows shows under Properties, Details."""
    from PyInstaller.utils.win32.versioninfo import (
        FixedFileInfo,
        StringFileInfo,
        StringStruct,
        StringTable,
        VarFileInfo,
        VarStruct,
        VSVersionInfo,
    )

    sys.path.insert(0, str(ROOT))
    from app.domain.version import VERSION

    numbers = tuple(int(part) for part in VERSION.split(".")) + (0,)
    words = {"FileDescription": NAME, "ProductName": NAME, "ProductVersion": VERSION, "FileVersion": VERSION}
    strings = StringTable("040904B0", [StringStruct(name, value) for name, value in words.items()])
    info = VSVersionInfo(
        ffi=FixedFileInfo(filevers=numbers, prodvers=numbers),
        kids=[StringFileInfo([strings]), VarFileInfo([VarStruct("Translation", [1033, 1200])])],
    )
    (WORK / "version.txt").write_text(str(info), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
