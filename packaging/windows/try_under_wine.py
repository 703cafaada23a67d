"""`dev.py installer --check`: the installer's script run under Wine on a stand-in for the bundle: installed, refused
while the program is open, brought up to date, refused where a newer one is there, removed.

Wine is not Windows: this shows that the script does what it says, not what Windows thinks of it. Needs Debian's `nsis
wine wine64`; not part of `.ci/run`, since Wine is 700 MB.
"""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import installer

PROGRAM = """Unicode true
Target amd64-unicode
RequestExecutionLevel user
SilentInstall silent
OutFile "%s"
Section
  again:
    Sleep 50
    IfFileExists "C:\\leave" 0 again
SectionEnd
"""
"""A program that runs until a file named `leave` appears."""
CLASSES = r"HKCU\Software\Classes"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\scim-connection"
UNINSTALLER = r"C:\users\%s\AppData\Local\Programs\SCIM Connection\Uninstall.exe"


class Wine:
    """A Windows of its own, in a folder."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(
            os.environ, WINEPREFIX=str(folder), WINEDEBUG="-all", WINEDLLOVERRIDES="mscoree=;mshtml="
        )
        self.environment.pop("DISPLAY", None)
        self.run("winecfg", "-v", "win10")
        self.home = next(path for path in (folder / "drive_c/users").iterdir() if path.name != "Public")
        self.local = self.home / "AppData/Local"
        self.program = self.local / "Programs/SCIM Connection"

    def start(self, *command):
        quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True, "errors": "replace"}
        return subprocess.Popen(["wine", *map(str, command)], env=self.environment, **quiet)

    def run(self, *command):
        """The exit status."""
        process = self.start(*command)
        process.communicate(timeout=120)
        return process.returncode

    def run_line(self, line):
        """The exit status of a command line as it stands: NSIS wants no quotation marks round `_?=` and `/D=`."""
        (self.folder / "drive_c/line.bat").write_text("@%s\r\n@exit %%errorlevel%%\r\n" % line)
        return self.run("cmd", "/c", r"C:\line.bat")

    def registry(self, key):
        """What stands below a key, as text; empty where there is no such key."""
        process = self.start("reg", "query", key, "/s")
        shown = process.communicate(timeout=60)[0]
        return shown if process.returncode == 0 else ""

    def files(self):
        return {str(path.relative_to(self.program)) for path in self.program.rglob("*") if path.is_file()}

    def close(self):
        subprocess.call(["wineserver", "--kill"], env=self.environment)


def until(condition, what):
    end = time.monotonic() + 60
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("never came: " + what)
        time.sleep(0.05)


def stand_in(folder, names):
    """A bundle for Windows of programs that only wait, and the files `names`."""
    folder.mkdir()
    script = folder.parent / "program.nsi"
    for name in ("scim-connection.exe", "SCIM Connection.exe"):
        script.write_text(PROGRAM % (folder / name), encoding="utf-8")
        subprocess.check_call([installer.makensis(), "-V1", str(script)])
    for name in names:
        path = folder / "_internal" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} | {"Uninstall.exe"}


def compile_both(folder, icon):
    """An older and a newer installer: their paths, and the files that each installs."""
    made = []
    for version, names in (("0.1.0", ["kept.dll", "only/in/old.txt"]), ("0.10.0", ["kept.dll", "new ü.txt"])):
        bundle, out = folder / ("bundle-" + version), folder / ("setup-%s.exe" % version)
        files = stand_in(bundle, names)
        installer.VERSION = version
        installer.compile_installer(bundle, icon, out, folder / "work", [("TARGET", "amd64-unicode")])
        made.append((out, files))
    return made


def check(icon):
    """Raises AssertionError where the installer does not do what it should; installer.BuildError where it cannot be
    tried."""
    if shutil.which("wine") is None:
        raise installer.BuildError("Wine is missing: sudo apt install wine wine64, then run the same command again.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        older, newer = compile_both(folder, icon)
        wine = Wine(folder / "wine")
        try:
            _check(wine, older, newer)
        finally:
            wine.close()


def _check(wine, older, newer):
    key = CLASSES + r"\.age"
    wine.run("reg", "add", key, "/ve", "/d", "Somebody.Else", "/f")
    data = wine.local / "scim-connection/store.sqlite3"
    data.parent.mkdir()
    data.write_text("the person's")

    assert wine.run(older[0], "/S") == 0
    assert wine.files() == older[1]
    assert "Somebody.Else" in wine.registry(key), "the file type was stolen"
    assert "SCIMConnection.EncryptedShare" in wine.registry(key)
    assert '--open "%1"' in wine.registry(CLASSES + r"\SCIMConnection.EncryptedShare\shell\open\command")
    assert "0.1.0" in wine.registry(UNINSTALL)
    links = list(wine.home.rglob("SCIM Connection.lnk"))
    assert len(links) == 1, links
    say("installed")

    uninstall = UNINSTALLER % wine.home.name
    for program in ("scim-connection.exe", "SCIM Connection.exe"):
        leave = wine.folder / "drive_c/leave"
        leave.unlink(missing_ok=True)
        running = wine.start(wine.program / program)
        until(lambda: wine.run(newer[0], "/S") == 2, "refusing to replace an open %s" % program)
        # An uninstaller goes on as a copy of itself, whose end nobody hears of, unless it is told to stay where it is.
        assert wine.run_line('"%s" /S _?=%s' % (uninstall, uninstall.rpartition("\\")[0])) == 2
        assert wine.files() == older[1]
        leave.touch()
        running.wait(60)
    say("refused while it was open")

    mine = wine.program / "_internal/only/mine.txt"
    mine.write_text("the person's")
    assert wine.run(newer[0], "/S") == 0
    assert wine.files() == newer[1] | {"_internal/only/mine.txt"}
    assert links[0].exists()
    assert "0.10.0" in wine.registry(UNINSTALL)
    say("brought up to date")

    assert wine.run(older[0], "/S") == 3
    assert wine.files() == newer[1] | {"_internal/only/mine.txt"}
    say("refused to go back to an older version")

    assert wine.run_line(r'"Z:%s" /S /D=C:\else where' % str(newer[0]).replace("/", "\\")) == 0
    elsewhere = wine.folder / "drive_c/else where"
    assert {str(path.relative_to(elsewhere)) for path in elsewhere.rglob("*") if path.is_file()} == newer[1]
    assert wine.files() == {"_internal/only/mine.txt"}
    say("moved to another folder")

    assert wine.run(r"C:\else where\Uninstall.exe", "/S") == 0
    until(lambda: not elsewhere.exists(), "the end of removing")
    assert wine.files() == {"_internal/only/mine.txt"}
    assert data.read_text() == "the person's"
    assert wine.registry(UNINSTALL) == ""
    assert "Somebody.Else" in wine.registry(key)
    assert "SCIMConnection" not in wine.registry(CLASSES)
    assert "SCIM Connection" not in wine.registry(CLASSES)
    assert not list(wine.home.rglob("SCIM Connection.lnk"))
    say("removed; what the person had is there")


def say(text):
    print("under Wine: " + text, flush=True)
