"""Set up this checkout and start what is in it: run, test, check, lock, pictures, bench.

Standard library alone, and no syntax newer than Python 3.7: an old Python must get as far as the sentence below.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGING = ROOT / "packaging"
OLDEST = (3, 11)
USAGE = """usage: python3 packaging/dev.py COMMAND

  run [...]          start SCIM Connection; what follows goes to scim-connection (try: run --practice)
  test [--long]      run all tests, several at once
  test [...]         run some of them in one process; what follows goes to pytest
  check              ruff, mypy --strict and the layer check
  pictures           take the README's pictures again
  bench [NAME...]    measure start-up, memory and the connection tester beside its peers
  lock               compile the pinned requirements again from pyproject.toml"""


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
        with SetUpLock(ROOT / ("%s.lock" % DEV.folder.name)):
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


RUN = Environment(".venv", "requirements.txt")
DEV = Environment(".venv-dev", "requirements-dev.txt")
# Other testers, to measure ours beside: in an environment of their own, since ours is measured without them.
BENCH = Environment(".venv-bench", "requirements-bench.txt", with_program=False)


def say(text):
    print(text, file=sys.stderr, flush=True)


def must(command, what):
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        raise SetUpError("%s could not be installed: see the lines above, then run the same command again." % what)


def hand_over(command, env=None):
    """Become the command (on Windows: wait for it), so that signals and the exit status are its own."""
    merged = dict(os.environ, **(env or {}))
    if os.name == "nt":
        return subprocess.call(command, env=merged)
    sys.stdout.flush()
    sys.stderr.flush()
    return os.execve(command[0], command, merged)


def run(arguments):
    RUN.make()
    return hand_over([RUN.program("scim-connection")] + arguments)


def test(arguments):
    DEV.make()
    locks = sorted((ROOT / "tests").glob("tester/independent/node/*/package-lock.json"))
    all(NodePackages(lock.parent).make() for lock in locks)  # where one fails, the others would as well
    os.chdir(str(ROOT))
    everything = all(argument.split("=")[0] in ("--long", "--randomly-seed") for argument in arguments)
    return hand_over([DEV.program("python"), "-m", "pytest"] + (side_by_side() if everything else []) + arguments)


def side_by_side():
    """What pytest is told to run all tests in several processes, and those marked `alone` one by one after them."""
    if os.name == "nt":
        return []  # the turns that tests take are locks of another kind of system
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Two more than cores: most of the time a test waits for a window, a service or a clock. More would not be
    # done sooner: by then most of the time goes to the tests marked `alone`. Those of one xdist_group (a web browser's)
    # stay in one process.
    return ["--numprocesses=%d" % min(cores + 2, 6), "--dist=loadgroup"]


def check(arguments):
    if arguments:
        say("check takes nothing more")
        return 2
    DEV.make()
    os.chdir(str(ROOT))
    status = 0
    for command in (
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        ["lint-imports"],
    ):
        say("$ " + " ".join(command))
        status = subprocess.call([DEV.program(command[0])] + command[1:]) or status
    return status


def pictures(arguments):
    RUN.make()
    DEV.make()
    os.chdir(str(ROOT))
    return hand_over([DEV.program("python"), "-m", "tests.pictures"] + arguments)


def bench(arguments):
    RUN.make()
    DEV.make()
    BENCH.make()
    os.chdir(str(ROOT))
    return hand_over([DEV.program("python"), "-m", "tests.bench"] + arguments)


def lock(arguments):
    DEV.make()
    for source, extras, target in (
        ("pyproject.toml", ["build"], "requirements.txt"),
        ("pyproject.toml", ["build", "dev"], "requirements-dev.txt"),
        ("packaging/requirements-bench.in", [], "requirements-bench.txt"),
    ):
        command = [DEV.program("uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--python-version", "3.11"]
        for extra in extras:
            command += ["--extra", extra]
        must(command + arguments + ["-o", str(PACKAGING / target), source], "The pinned requirements")
    return 0


COMMANDS = {"run": run, "test": test, "check": check, "pictures": pictures, "bench": bench, "lock": lock}


def main(arguments):
    if sys.version_info < OLDEST:
        say(
            "SCIM Connection needs Python %d.%d or later; this is %s. Install a newer one and run it with that."
            % (OLDEST[0], OLDEST[1], sys.version.split()[0])
        )
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        wants_help = arguments and arguments[0] in ("-h", "--help", "help")
        if arguments and not wants_help:
            say("dev.py has no command named %s. It has these:\n" % arguments[0])
        print(USAGE, file=sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except SetUpError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
