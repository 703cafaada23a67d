"""Set up this checkout and start what is in it: run, test, check, pictures, bench, lock, bundle, what is made of it.

Standard library alone, and no syntax newer than Python 3.7: an old Python must get as far as the sentence below.
"""

import os
import subprocess
import sys

from set_up import PACKAGING, ROOT, Environment, NodePackages, SetUpError, must, say

OLDEST = (3, 11)
USAGE = """usage: python3 packaging/dev.py COMMAND

  run [...]          start SCIM Connection; what follows goes to scim-connection (try: run --practice)
  test [--long]      run all tests, several at once
  test --bundle      run the tests of the whole program, of dist/scim-connection instead of this checkout
  test [...]         run some of them in one process; what follows goes to pytest
  check              ruff, mypy --strict and the layer check
  pictures           take the README's pictures again
  bench [NAME...]    measure start-up (the bundle's, too), memory and the connection tester beside its peers
  translations       bring the translators' files up to date with the words in the program
  bundle             put the program, Python and Qt together in one folder, dist/scim-connection
  deb [--check]      make the Debian package of it in dist; --check: install and test it in a clean Debian 12 (as root)
  installer, portable, dmg   of the bundle for this system: an installer and a zip for Windows, an image for macOS
  licences           write what the bundle holds of others' work, and on which terms, for the About page
  sbom               write the bill of materials (CycloneDX) to dist
  audit              ask whether a flaw is known in a pinned requirement (asks the package registry's own list)
  lock               compile the pinned requirements again from pyproject.toml"""


RUN = Environment(".venv", "requirements.txt")
DEV = Environment(".venv-dev", "requirements-dev.txt")
# Other testers, to measure ours beside: in an environment of their own, since ours is measured without them.
BENCH = Environment(".venv-bench", "requirements-bench.txt", with_program=False)
# What the bundle is made of, and what makes it: no test library can get into it by mistake.
BUNDLE = Environment(".venv-bundle", "requirements-bundle.txt", with_program=False)
# What asks for known flaws.
AUDIT = Environment(".venv-audit", "requirements-audit.txt", with_program=False)


def hand_over(command, env=None):
    """Become the command (on Windows: wait for it), so that signals and the exit status are its own."""
    merged = dict(os.environ, **(env or {}))
    if os.name == "nt":
        return subprocess.call(command, env=merged)
    sys.stdout.flush()
    sys.stderr.flush()
    return os.execve(command[0], command, merged)


def compile_translations(environment):
    """Where it does not succeed, the program speaks English, and runs all the same."""
    import translations

    try:
        translations.compile_all(environment.program("pyside6-lrelease"))
    except (OSError, subprocess.CalledProcessError) as error:
        say("The translations could not be compiled (%s): the window speaks English." % error)


def collect_translations(arguments):
    import translations

    if arguments:
        say("translations takes nothing more")
        return 2
    try:
        translations.update()
    except translations.WordsError as error:
        raise SetUpError(str(error))
    return 0


def run(arguments):
    RUN.make()
    compile_translations(RUN)
    return hand_over([RUN.program("scim-connection")] + arguments)


def test(arguments):
    DEV.make()
    compile_translations(DEV)
    if arguments[:1] == ["--bundle"]:
        return test_bundle(arguments[1:])
    locks = sorted((ROOT / "tests").glob("tester/independent/node/*/package-lock.json"))
    all(NodePackages(lock.parent).make() for lock in locks)  # where one fails, the others would as well
    os.chdir(str(ROOT))
    everything = all(argument.split("=")[0] in ("--long", "--randomly-seed") for argument in arguments)
    return hand_over([DEV.program("python"), "-m", "pytest"] + (side_by_side() if everything else []) + arguments)


def test_bundle(arguments):
    """The tests of the whole program, of the bundle instead of this checkout; without those that look into Python."""
    program = ROOT / "dist" / "scim-connection" / ("scim-connection" + ".exe" * (os.name == "nt"))
    if not program.exists():
        raise SetUpError("There is no bundle yet: python3 packaging/dev.py bundle makes it.")
    os.chdir(str(ROOT))
    command = [DEV.program("python"), "-m", "pytest", "-m", "not source"]
    command += arguments or side_by_side() + ["tests/whole_program"]
    return hand_over(command, {"SCIM_CONNECTION_PROGRAM": str(program)})


def side_by_side():
    """What pytest is told to run all tests in several processes, and those marked `alone` one by one after them."""
    if os.name == "nt":
        return []  # the turns that tests take are locks of another kind of system
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    # Two more than cores: most of the time a test waits for a window, a service or a clock. More would not be
    # done sooner: by then most of the time goes to the tests marked `alone`. Those of one xdist_group (a web browser's)
    # stay in one process. What fails beside others is run once more alone (tests/rig/second_chance.py).
    return ["--numprocesses=%d" % min(cores + 2, 6), "--dist=loadgroup", "--second-chance"]


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


def bundle(arguments):
    return in_bundle_environment("bundle/build_bundle.py", arguments)


def deb(arguments):
    if "--check" in arguments:
        DEV.make()  # what was installed is driven by the tests
    return in_bundle_environment("debian/build_deb.py", arguments)


def in_bundle_environment(program, arguments):
    import translations

    BUNDLE.make()
    try:
        translations.compile_all(BUNDLE.program("pyside6-lrelease"))
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError("The translations could not be compiled, and no bundle goes without: %s" % error)
    os.chdir(str(ROOT))
    return hand_over([BUNDLE.program("python"), str(PACKAGING / program)] + arguments)


def script(environment, path):
    """A command that is a script of its own, run in an environment."""

    def command(arguments):
        environment.make()
        os.chdir(str(ROOT))
        return hand_over([environment.program("python"), str(PACKAGING / path)] + arguments)

    return command


def lock(arguments):
    DEV.make()
    for sources, extras, target in (
        (["pyproject.toml"], ["build"], "requirements.txt"),
        (["pyproject.toml"], ["build", "dev"], "requirements-dev.txt"),
        (["packaging/requirements-bench.in"], [], "requirements-bench.txt"),
        (["packaging/requirements-audit.in"], [], "requirements-audit.txt"),
        # A bundle holds the very versions that the tests ran with.
        (
            ["pyproject.toml", "packaging/requirements-bundle.in", "--constraint", "packaging/requirements.txt"],
            [],
            "requirements-bundle.txt",
        ),
    ):
        command = [DEV.program("uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-emit-index-url", "--no-annotate", "--no-header", "--python-version", "3.11"]
        for extra in extras:
            command += ["--extra", extra]
        must(command + arguments + ["-o", str(PACKAGING / target)] + sources, "The pinned requirements")
    return 0


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "pictures": pictures,
    "bench": bench,
    "bundle": bundle,
    "deb": deb,
    "translations": collect_translations,
    "installer": script(BUNDLE, "windows/installer.py"),
    "portable": script(BUNDLE, "windows/portable.py"),
    "dmg": script(BUNDLE, "macos/image.py"),
    "licences": script(DEV, "supply/licences.py"),
    "sbom": script(DEV, "supply/sbom.py"),
    "audit": script(AUDIT, "supply/audit.py"),
    "lock": lock,
}


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
