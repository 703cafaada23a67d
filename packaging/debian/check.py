"""`dev.py deb --check`: the package in a clean Debian 12. As root, with Debian's mirror and debootstrap.

The clean Debian holds nothing but its smallest set and what the package depends on. Display, message bus and keyring
are those of the tests' own desktop, outside of it, so that nothing of these can stand in for a missing dependency.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEPT = Path("/var/tmp/scim-connection-debian")
SUITE = "bookworm"
MIRROR = "http://deb.debian.org/debian"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
PLACES = ("usr", "etc", "opt", "var/lib", "var/cache", "home", "root", "srv")
INSIDE = """\
#!/bin/sh
# What the tests start: the installed program, in the clean Debian, in the folder that they stand in where it is there.
exec chroot "%s" sh -c 'cd "$1" 2>/dev/null; shift; exec scim-connection "$@"' sh "$PWD" "$@"
"""


class CheckError(Exception):
    """What the check found wrong, in one sentence."""


def main(package, tests):
    """0 where all is well. `tests`: what is given to pytest; empty: all tests of the whole program."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("--check needs root, and Debian's debootstrap.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="clean-debian-", dir=str(KEPT.parent)) as folder:
        # What is mounted there is seen by that process alone and is gone with it, however it ends. So nothing of this
        # computer's is below the folder when it is removed.
        return subprocess.call(["unshare", "--mount", sys.executable, __file__, folder, str(package), *tests])


def with_mounts_of_our_own(folder, package, tests):
    try:
        check(Path(folder) / "root", Path(package), tests)
    except (CheckError, subprocess.CalledProcessError) as wrong:
        print("NOT well: %s" % wrong, file=sys.stderr)
        return 1
    print("All is well with %s in a clean Debian 12." % Path(package).name)
    return 0


def check(root, package, tests):
    say("A clean Debian 12")
    unpack_clean_debian(root)
    before = files_in(root)
    say("Installing %s with apt, and nothing that it only recommends" % package.name)
    shutil.copy(package, root / "tmp/package.deb")
    apt(root, "install", "/tmp/package.deb")
    (root / "tmp/package.deb").unlink()
    installed = inside(root, "dpkg-query", "-f", "${binary:Package} ", "-W").split()
    print("%d packages are there now" % len(installed))
    print(inside(root, "scim-connection", "--version").strip())
    check_libraries(root)

    mount("--bind", "/tmp", str(root / "tmp"))
    try:
        test_whole_program(root, tests)
    finally:
        subprocess.check_call(["umount", str(root / "tmp")])

    check_file_types(root)
    say("Removing it again")
    apt(root, "purge", "scim-connection")
    left = {path for path in files_in(root) - before if "scim" in path.lower() or "x-age" in path}
    if left:
        raise CheckError("it left behind: %s" % ", ".join(sorted(left)))
    print("Nothing of it is left.")


def unpack_clean_debian(root):
    """Debian's smallest set, fetched once and kept; this computer's own list of mirrors and way to them."""
    KEPT.mkdir(parents=True, exist_ok=True)
    archive = KEPT / ("%s.tar" % SUITE)
    if not archive.exists():
        say("Fetching it, once; it is kept as %s" % archive)
        fresh = KEPT / "being-made"
        shutil.rmtree(fresh, ignore_errors=True)
        command = ["debootstrap", "--variant=minbase", "--keyring=" + KEYRING]
        subprocess.check_call(command + [SUITE, str(fresh), MIRROR], stdout=subprocess.DEVNULL)
        subprocess.check_call(["tar", "-C", str(fresh), "--one-file-system", "-cf", str(archive) + ".new", "."])
        Path(str(archive) + ".new").rename(archive)
        shutil.rmtree(fresh)
    root.mkdir()
    subprocess.check_call(["tar", "-C", str(root), "-xpf", str(archive)])
    mirrors = Path("/etc/apt/sources.list.d/debian.sources")
    if mirrors.exists() and SUITE in mirrors.read_text():
        (root / "etc/apt/sources.list").unlink(missing_ok=True)
        shutil.copy(mirrors, root / "etc/apt/sources.list.d/debian.sources")
    shutil.copy("/etc/resolv.conf", root / "etc/resolv.conf")
    mount("-t", "proc", "proc", str(root / "proc"))
    mount("-t", "tmpfs", "tmpfs", str(root / "dev/shm"))
    apt(root, "update")


def check_libraries(root):
    """Every library of the bundle finds all that it is linked against."""
    script = """
        find /usr/lib/scim-connection -type f | while read -r file; do
            case $(head -c 4 "$file" | tr -d '\\0') in *ELF) ldd "$file" | grep 'not found' | sed "s|^|$file: |" ;; esac
        done; true"""
    missing = inside(root, "sh", "-c", script)
    if missing:
        raise CheckError("libraries are missing:\n" + missing)
    print("Every library finds what it is linked against.")


def test_whole_program(root, tests):
    say("The tests of the whole program, of the installed one")
    starter = root.parent / "scim-connection"
    starter.write_text(INSIDE % root, encoding="utf-8")
    starter.chmod(0o755)
    environment = dict(os.environ, SCIM_CONNECTION_PROGRAM=str(starter))
    command = [str(ROOT / ".venv-dev/bin/python"), "-m", "pytest", "-m", "not source"]
    command += tests or [
        "--numprocesses=%d" % min((os.cpu_count() or 1) + 2, 6),
        "--dist=loadgroup",
        "tests/whole_program",
    ]
    subprocess.check_call(command, env=environment, cwd=str(ROOT))


def check_file_types(root):
    """What a double click does: age files are told by name or by content, and web pages stay the browser's."""
    say("File types")
    apt(root, "install", "shared-mime-info", "desktop-file-utils", "libglib2.0-bin")
    for name, text, wanted in (
        ("scim-widget-production-2026-11-25.age", "told by its name", "application/x-age"),
        ("without-its-ending", "age-encryption.org/v1\n-> scrypt", "application/x-age"),
        ("pasted", "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl", "application/x-age"),
        ("scim-widget-production-2026-11-25.html", "<!doctype html>", "text/html"),
    ):
        file = root / "root" / name
        file.write_text(text)
        told = inside(root, "gio", "info", "-a", "standard::content-type", "/root/" + name)
        file.unlink()
        if "standard::content-type: %s\n" % wanted not in told:
            raise CheckError("%s is taken for something else than %s:\n%s" % (name, wanted, told))
        handler = inside(root, "gio", "mime", wanted)
        if ("scim-connection.desktop" in handler) == (wanted == "text/html"):
            raise CheckError("the wrong program opens %s:\n%s" % (wanted, handler))
    print("age files are opened by SCIM Connection, web pages are not.")


def inside(root, *command):
    """Run a command in the clean Debian; what it said."""
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8", "TERM": "dumb"}
    environment["DEBIAN_FRONTEND"] = "noninteractive"
    done = subprocess.run(
        ["chroot", str(root), *command], env=environment, check=False, capture_output=True, text=True, cwd="/"
    )
    if done.returncode != 0:
        raise CheckError("%s failed:\n%s%s" % (" ".join(command[:3]), done.stdout[-3000:], done.stderr[-3000:]))
    return done.stdout


def apt(root, *words):
    inside(root, "apt-get", "-qq", "-y", "--no-install-recommends", *words)


def files_in(root):
    """What lies in the folders that packages and programs write to."""
    return {str(path.relative_to(root)) for place in PLACES for path in (root / place).rglob("*")}


def mount(*words):
    subprocess.check_call(["mount", *words])


def say(text):
    print("\n=== " + text, flush=True)


if __name__ == "__main__":
    sys.exit(with_mounts_of_our_own(sys.argv[1], sys.argv[2], sys.argv[3:]))
