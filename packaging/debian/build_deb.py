"""`dev.py deb`: dist/scim-connection_VERSION_ARCHITECTURE.deb around the bundle. Runs in .venv-bundle.

The same commit gives the same bytes, on the same Debian. `--check` installs it in a clean Debian 12: see check.py.
"""

import argparse
import gzip
import os
import re
import shutil
import subprocess
import sys
from datetime import datetime, timezone
from email.utils import format_datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent / "bundle"), str(ROOT)]

import build_bundle  # noqa: E402
import check  # noqa: E402
import icons  # noqa: E402
from contents import DIST, FOLDER  # noqa: E402

from app.domain.version import VERSION  # noqa: E402

MAINTAINER = "SCIM Connection maintainers <maintainers@users.noreply.r-seed-52b651da.example>"
COMPONENT = "tech.r_service.scim_connection"
TREE = ROOT / "build/debian/tree"
PLACE = "usr/lib/scim-connection"
TOOLS = {"dpkg-deb": "dpkg", "dpkg-shlibdeps": "dpkg-dev", "readelf": "binutils", "strip": "binutils"}
"""What must be there, and in which package."""

CONTROL = """\
Package: scim-connection
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Recommends: gnome-keyring | libkf5wallet-bin | keepassxc, dbus-user-session | dbus-x11, xdg-utils
Suggests: age, xdg-desktop-portal
Section: net
Priority: optional
Description: hand over R-Service's SCIM endpoint and token, and test them first
 Gives the owner of an R-Service account the SCIM endpoint and access token,
 and hands both to the administrator of a provisioning client (Azure AD, Okta,
 OneLogin and others) in an encrypted file that any browser opens. It tests a
 connection first, rotates the token, and counts down the 30 days in which the
 old one still works.
"""

LOADED_AT_RUN_TIME = ("ca-certificates", "xkb-data", "fontconfig")
"""What no library's header names: the certificates that servers are checked by, keyboards' layouts, the fonts' list."""


def main():
    parser = argparse.ArgumentParser(prog="dev.py deb", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="install and test it in a clean Debian 12 (as root)")
    parser.add_argument("--keep-bundle", action="store_true", help="take dist/scim-connection as it is")
    parser.add_argument("tests", nargs="*", help="with --check: which tests; without any, all of the whole program")
    options, more = parser.parse_known_args()
    missing = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    if missing:
        sys.exit("A Debian package is made by Debian's own tools: install %s, and start again." % " ".join(missing))
    if not (options.keep_bundle and FOLDER.is_dir()) and build_bundle.main() != 0:
        return 1
    package = build()
    print("%s: %.1f MB" % (package, package.stat().st_size / 1e6))
    return judge(package) or (check.main(package, [*options.tests, *more]) if options.check else 0)


def build():
    """The package's file, whole: a former one stays until this one is."""
    date = int(build_bundle.source_date())
    shutil.rmtree(TREE, ignore_errors=True)
    shutil.copytree(FOLDER, TREE / PLACE, symlinks=True)
    (TREE / "usr/bin").mkdir()
    (TREE / "usr/bin/scim-connection").symlink_to("../lib/scim-connection/scim-connection")
    lay_out_desktop(date)
    lay_out_documents(date)
    set_modes()
    write_control()
    package = DIST / ("scim-connection_%s_%s.deb" % (debian_version(), architecture()))
    # Root owns what is inside, whoever builds it; no file is younger than the commit.
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(TREE), str(package)]
    subprocess.check_call(command, env=dict(os.environ, SOURCE_DATE_EPOCH=str(date)), stdout=subprocess.DEVNULL)
    return package


def lay_out_desktop(date):
    """Menu entry, icons, file types, and what a software centre shows."""
    put(HERE / "scim-connection.desktop", "usr/share/applications/scim-connection.desktop")
    put(HERE / "scim-connection.xml", "usr/share/mime/packages/scim-connection.xml")
    put(HERE / (COMPONENT + ".metainfo.xml"), "usr/share/metainfo/%s.metainfo.xml" % COMPONENT, date)
    for kind, name, drawing in (
        ("apps", "scim-connection", icons.DRAWING),
        ("mimetypes", "scim-connection-share", HERE / "scim-connection-share.svg"),
    ):
        put(drawing, "usr/share/icons/hicolor/scalable/%s/%s.svg" % (kind, name))
        for size in icons.SIZES:
            path = TREE / ("usr/share/icons/hicolor/%dx%d/%s/%s.png" % (size, size, kind, name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(icons.png(size, drawing))


def lay_out_documents(date):
    """Manual, licences, changes, and what Debian's checker need not say of a bundle."""
    put(HERE / "scim-connection.1", "usr/share/man/man1/scim-connection.1", date, packed=True)
    put(ROOT / "CHANGELOG.md", "usr/share/doc/scim-connection/changelog", packed=True)
    entry = "scim-connection (%s) unstable; urgency=medium\n\n  * See changelog.gz.\n\n -- %s  %s\n"
    when = format_datetime(datetime.fromtimestamp(date, timezone.utc))
    write("usr/share/doc/scim-connection/changelog.Debian", entry % (debian_version(), MAINTAINER, when), packed=True)
    put(HERE / "copyright", "usr/share/doc/scim-connection/copyright")
    put(HERE / "lintian-overrides", "usr/share/lintian/overrides/scim-connection")


def put(source, target, date=None, packed=False):
    """A file of ours at its place; with a date, version and date are filled in."""
    text = source.read_text(encoding="utf-8")
    if date is not None:
        day = datetime.fromtimestamp(date, timezone.utc).strftime("%Y-%m-%d")
        text = text.replace("@VERSION@", VERSION).replace("@DATE@", day)
    write(target, text, packed)


def write(target, text, packed=False):
    path = TREE / (target + ".gz" * packed)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = text.encode("utf-8")
    path.write_bytes(gzip.compress(data, 9, mtime=0) if packed else data)


def set_modes():
    """Everybody may read it, nobody but root may change it, and programs alone can be started."""
    programs = {TREE / PLACE / "scim-connection"}
    for path in [TREE, *TREE.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path in programs else 0o644)


def write_control():
    (TREE / "DEBIAN").mkdir(mode=0o755)
    files = sorted(path for path in TREE.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum((path.stat().st_size + 1023) // 1024 for path in files)
    control = CONTROL.format(
        version=debian_version(),
        architecture=architecture(),
        maintainer=MAINTAINER,
        size=size,
        depends=", ".join(sorted({*LOADED_AT_RUN_TIME, *needed_packages(files)})),
    )
    (TREE / "DEBIAN/control").write_text(control, encoding="utf-8")
    digests = subprocess.check_output(["md5sum", *(str(path.relative_to(TREE)) for path in files)], cwd=str(TREE))
    (TREE / "DEBIAN/md5sums").write_bytes(digests)
    for name in ("control", "md5sums"):
        (TREE / "DEBIAN" / name).chmod(0o644)


def needed_packages(files):
    """Debian's packages, with their versions, of all libraries that the bundle's own ones are linked against."""
    binaries = [path for path in files if path.read_bytes()[:4] == b"\x7fELF"]
    own = sorted({str(path.parent) for path in binaries})
    work = TREE.parent / "shlibdeps"
    (work / "debian").mkdir(parents=True, exist_ok=True)
    (work / "debian/control").write_text("Source: scim-connection\n\nPackage: scim-connection\nArchitecture: any\n")
    command = ["dpkg-shlibdeps", "-O", "--ignore-missing-info", "-xscim-connection"]
    command += ["-l" + folder for folder in own] + [str(path) for path in binaries]
    said = subprocess.run(command, cwd=str(work), check=False, capture_output=True, text=True)
    match = re.search(r"^shlibs:Depends=(.+)$", said.stdout, re.MULTILINE)
    if match is None or said.returncode != 0:
        errors = [line for line in said.stderr.splitlines() if " warning: " not in line]
        sys.exit("dpkg-shlibdeps could not say what the bundle needs:\n" + "\n".join(errors))
    return match[1].split(", ")


def judge(package):
    """What the tools for desktop entries, metadata and packages say, as far as they are here; an error is one."""
    share = TREE / "usr/share"
    status = 0
    for command in (
        ["desktop-file-validate", str(share / "applications/scim-connection.desktop")],
        ["appstreamcli", "validate", "--no-net", "--explain", str(share / ("metainfo/%s.metainfo.xml" % COMPONENT))],
        ["lintian", "--fail-on=error", "--allow-root", "--no-cfg", str(package)],
    ):
        if shutil.which(command[0]) is None:
            print("%s is not here: not asked" % command[0])
            continue
        print("$ " + " ".join(command), flush=True)
        status = subprocess.call(command) or status
    return status


def debian_version():
    return VERSION + "-1"


def architecture():
    return subprocess.check_output(["dpkg", "--print-architecture"], text=True).strip()


if __name__ == "__main__":
    sys.exit(main())
