"""The bundle's start beside the start from source text, in the same run.

Both are started in turn with the same home: the window mapped, and endpoint, mask and countdown readable. The figures
are for information: the product's limits are for the start from source text (`start`).
"""

from __future__ import annotations

import statistics
from functools import partial

from tests.bench.figure import Figure, spread
from tests.bench.start import PYTHON, ROOT, SCRIPT, mapped, prepare, values_shown
from tests.rig.environment import private_environment
from tests.rig.keyring import KeyringState
from tests.rig.programs import one_label
from tests.rig.session import Session
from tests.whole_program.program import NAME

BUNDLE = ROOT / "dist/scim-connection/scim-connection"


def measure(runs: int) -> list[Figure]:
    if not BUNDLE.exists():
        print("  There is no bundle yet: python3 packaging/dev.py bundle makes it.")
        return []
    with Session(keyring=KeyringState.UNLOCKED) as session:
        env = {**session.env, **private_environment(session.folder / "filled")}
        prepare(session, env)
        ways = {
            "label": partial(mapped, session, [PYTHON, one_label.__file__], one_label.TITLE, session.env),
            "source": partial(mapped, session, [SCRIPT], NAME, env),
            "bundle": partial(mapped, session, [BUNDLE], NAME, env),
            "source shown": partial(values_shown, session, env, SCRIPT),
            "bundle shown": partial(values_shown, session, env, BUNDLE),
        }
        found: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(runs + 1):
            # Each round begins with another one: none always follows the same.
            for name in [*ways][number % len(ways) :] + [*ways][: number % len(ways)]:
                took = ways[name]()
                if number:  # the first round fills the page cache
                    found[name].append(took)
    median = {name: statistics.median(times) for name, times in found.items()}
    return [
        Figure("window with one label", median["label"], "s", None, spread(found["label"])),
        Figure("source, ratio to it", median["source"] / median["label"], "", None, spread(found["source"])),
        Figure("bundle, ratio to it", median["bundle"] / median["label"], "", None, spread(found["bundle"])),
        Figure("bundle, ratio to source", median["bundle"] / median["source"], ""),
        Figure("source: values are there", median["source shown"], "s", None, spread(found["source shown"])),
        Figure("bundle: values are there", median["bundle shown"], "s", None, spread(found["bundle shown"])),
    ]
