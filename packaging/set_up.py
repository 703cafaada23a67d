"""The virtual environments of this checkout and how they are made, from files of pinned requirements.

Standard library alone, and no syntax newer than Python 3.7, like dev.py, which uses it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"


def say(text):
    print(text, file=sys.stderr, flush=True)


def must(command, what):
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        raise SetUpError("%s could not be installed: see the lines above, then run the same command again." % what)


class SetUpError(Exception):
    """Set-up cannot go on; the text is one sentence for the person at the terminal."""


class Environment:
    """One virtual environment of this checkout, made from one file of pinned requirements, mostly with the program."""

    def __init__(self, folder, requirements, with_program=True):
        self.folder = ROOT / folder
        self.requirements = PACKAGING / requirements
        self.with_program = with_program
        self.stamp = self.folder / "made-from"

    def program(self, name):
        """The path of an installed program."""
        if os.name == "nt":
            return str(self.folder / "Scripts" / (name + ".exe"))
        return str(self.folder / "bin" / name)

    def fingerprint(self):
        """What the environment depends on: both files, the Python and the place (scripts hold absolute paths)."""
        digest = hashlib.sha256()
        for part in (self.requirements, ROOT / "pyproject.toml"):
            digest.update(part.read_bytes())
        digest.update(repr((sys.version, str(self.folder))).encode())
        return digest.hexdigest()

    def is_current(self):
        try:
            return self.stamp.read_text(encoding="ascii") == self.fingerprint()
        except OSError:
            return False

    def make(self):
        """Make it where it is missing, half-made or out of date. The stamp is written last."""
        if self.is_current():
            return
        with SetUpLock(ROOT / ("%s.lock" % self.folder.name)):
            if not self.is_current():
                self._make()

    def _make(self):
        say("Setting up %s once; this takes a minute or two." % self.folder.name)
        try:
            import ensurepip  # noqa: F401  Debian ships venv without it
            import venv
        except ImportError:
            raise SetUpError(
                "This Python cannot make virtual environments: install its venv module "
                "(Debian and Ubuntu: sudo apt install python3-venv) and run the same command again."
            )
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt").create(str(self.folder))
        pip = [self.program("python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
        # The file is complete. Without --no-deps, pip looks for newer releases of whatever is required with an extra
        # (pydantic[email]) and then refuses them, since they have no hash: set-up would break on another's release day.
        must(pip + ["--require-hashes", "--no-deps", "--requirement", str(self.requirements)], "The required packages")
        if self.with_program:
            must(pip + ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)], "The program itself")
        self.stamp.write_text(self.fingerprint(), encoding="ascii")


class NodePackages:
    """What one package-lock.json under tests/ pins: services for the tester's tests. Needed by no other command."""

    def __init__(self, folder):
        self.folder = folder
        self.lock = folder / "package-lock.json"
        self.stamp = folder / "node_modules" / "made-from"

    def fingerprint(self):
        return hashlib.sha256(self.lock.read_bytes()).hexdigest()

    def is_current(self):
        try:
            return self.stamp.read_text(encoding="ascii") == self.fingerprint()
        except OSError:
            return False

    def make(self):
        """Install them where that was not done yet, and say whether they are there.

        Without npm, or where it fails, the tests run all the same: those that need the packages name what is missing.
        """
        npm = shutil.which("npm")
        if npm is None or self.is_current():
            return npm is not None
        with SetUpLock(ROOT / ".venv-dev.lock"):
            if self.is_current():
                return True
            say("Installing the Node packages of %s once." % self.folder.name)
            # No package may run a script of its own while it is installed.
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
            # Without a network it gives up after seconds, not minutes.
            options += ["--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"]
            if subprocess.call([npm, "ci"] + options, cwd=str(self.folder), stdout=subprocess.DEVNULL) != 0:
                say("They could not be installed: see the lines above. The tests that need them are skipped.")
                return False
            self.stamp.write_text(self.fingerprint(), encoding="ascii")
            return True


class SetUpLock:
    """Held by one set-up at a time, and let go by the system if that one is killed."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.file = open(str(self.path), "a+")
        try:
            import fcntl
        except ImportError:
            import msvcrt

            msvcrt.locking(self.file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            fcntl.flock(self.file, fcntl.LOCK_EX)
        return self

    def __exit__(self, *_):
        self.file.close()
