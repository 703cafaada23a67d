"""`dev.py audit`: asks pip-audit whether a flaw is known in a pinned requirement. Needs the network.

Exit status: 0 none is known, 1 one is, 2 not every requirement could be asked about: an answer that is missing is no
good answer (pip-audit itself calls such requirements "skipped", and ends with 0).

Python's own flaws and Qt's are not on that list: they reach a bundle with the versions that it is made with.
"""

import json
import subprocess
import sys

from pinned import ROOT

FILES = ("requirements.txt", "requirements-dev.txt", "requirements-bundle.txt", "requirements-audit.txt")
"""What goes into the bundle comes first; the others are the tools that test and make it."""


def answer_for(path, arguments):
    """What pip-audit says of one file of requirements, as JSON; None where it says nothing."""
    # --disable-pip: every version is pinned with its hashes already, and nothing need be installed to know it.
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner=off"]
    command += ["--format=json", "--requirement", str(path)]
    told = subprocess.run(command + arguments, stdout=subprocess.PIPE, text=True, check=False).stdout
    try:
        return json.loads(told)["dependencies"]
    except (ValueError, KeyError):
        return None


def verdict(dependencies):
    """(exit status, lines to print) of one file's answer."""
    if dependencies is None:
        return 2, ["pip-audit gave no answer: see the lines above."]
    lines, unasked = [], [one["name"] for one in dependencies if "skip_reason" in one]
    for one in dependencies:
        for flaw in one.get("vulns", ()):
            repaired = ", ".join(flaw.get("fix_versions", ())) or "no version yet"
            lines.append("%s %s: %s, repaired in %s" % (one["name"], one["version"], flaw["id"], repaired))
    if lines:
        return 1, lines + ["Raise the versions in pyproject.toml, then run dev.py lock."]
    if unasked or not dependencies:
        return 2, [
            "%d of %d could not be asked about: the registry has no list of known flaws for them."
            % (len(unasked), len(dependencies))
        ]
    return 0, ["no flaw is known in any of %d" % len(dependencies)]


def main(arguments):
    worst = 0
    for name in FILES:
        status, lines = verdict(answer_for(ROOT / "packaging" / name, arguments))
        print("\n".join("%s: %s" % (name, line) for line in lines), flush=True)
        worst = 1 if 1 in (status, worst) else max(status, worst)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
