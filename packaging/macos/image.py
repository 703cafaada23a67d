"""`dev.py dmg`: the disk image for macOS: the program, and a link to the folder Applications to draw it onto.

Made on macOS alone.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE.parent / "bundle")]

from contents import DIST, NAME  # noqa: E402  packaging/bundle

from app.domain.version import VERSION  # noqa: E402


def make_image(program, out):
    """Make `out` of the program's folder, by macOS's own tools. Raises CalledProcessError where one of them fails."""
    # Each file must still be what PyInstaller signed ("ad hoc": whole, by nobody in particular). A program whose
    # signature is broken is called damaged, and does not start at all.
    subprocess.check_call(["codesign", "--verify", "--deep", "--strict", str(program)])
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        # ditto keeps links and signatures.
        subprocess.check_call(["ditto", str(program), str(Path(name, program.name))])
        Path(name, "Applications").symlink_to("/Applications")
        command = ["hdiutil", "create", "-volname", NAME, "-srcfolder", name, "-format", "UDZO", "-ov", str(out)]
        subprocess.check_call(command)
    subprocess.check_call(["hdiutil", "verify", str(out)])


def main(arguments):
    parser = argparse.ArgumentParser(prog="dev.py dmg", description=__doc__.splitlines()[0])
    parser.add_argument("--app", type=Path, help="a program's folder that is there already; else one is made first")
    parser.add_argument(
        "--out", type=Path, default=DIST / ("SCIM-Connection-%s.dmg" % VERSION), help="the image's path"
    )
    given = parser.parse_args(arguments)
    if shutil.which("hdiutil") is None:
        print("An image for macOS is made on macOS alone: run the same command there.", file=sys.stderr)
        return 1
    if given.app is None and subprocess.call([sys.executable, str(HERE.parent / "dev.py"), "bundle"]) != 0:
        return 1
    try:
        make_image(given.app or DIST / (NAME + ".app"), given.out)
    except subprocess.CalledProcessError as error:
        print("%s failed: see the lines above." % error.cmd[0], file=sys.stderr)
        return 1
    print("%s: %.1f MB" % (given.out, given.out.stat().st_size / 1e6))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
