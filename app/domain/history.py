"""The words of the history: what can be done with an account's tokens, and how it can end.

All of them are the program's own. A server's words, a file's, or an exception's never stand in the history.
"""

from __future__ import annotations

from enum import Enum, StrEnum

from app.domain.errors import Problem


class What(StrEnum):
    """What was done. The text is what is kept, and, but for `deed_words`, what is shown with a capital letter."""

    KEPT = "kept on this computer"
    """The vault has this token: from now on it can be told apart."""
    REVEALED = "revealed"
    COPIED = "copied"
    COPIED_AS_HEADER = "copied as header"
    SHARED = "shared"
    SHARE_OPENED = "share opened"
    ROTATED = "rotated"
    """A new token came about; the one before works for its 30 days."""
    ROTATED_LEAKED = "rotated, leaked"
    """A new token came about, and the one before ended at once."""
    ROTATED_AWAY = "rotated away"
    """This token was the present one until then. Shown in other words: see `deed_words`."""
    REVOKED = "old token revoked"
    REPLACED = "replaced"
    """R-Service rotated it elsewhere; the person brought the new token."""
    CORRECTED = "corrected"
    """It had been mistyped; the person brought what it should have been."""
    LEAKED = "reported as leaked"
    ADDED = "added"
    RENAMED = "renamed"
    REMOVED = "removed"
    RESTORED = "removal undone"
    MOVED_OUT = "moved to a file"
    """Written into an encrypted file for another computer."""
    MOVED_IN = "moved in from a file"
    TESTED = "tested"
    CHECKED = "token checked"
    CONFIRMED = "switch confirmed"


class Show(Enum):
    """Which lines of the history are shown. The text stands in the combo box."""

    EVERYTHING = "Everything"
    COPIES = "Reveals and copies"
    SHARES = "Shares"
    ROTATIONS = "Rotations and ends"
    TESTS = "Tests and checks"
    ACCOUNT = "Changes of the account"


_OF: dict[Show, frozenset[What]] = {
    Show.COPIES: frozenset({What.REVEALED, What.COPIED, What.COPIED_AS_HEADER}),
    Show.SHARES: frozenset({What.SHARED, What.SHARE_OPENED, What.CONFIRMED, What.MOVED_OUT, What.MOVED_IN}),
    Show.ROTATIONS: frozenset(
        {
            What.ROTATED, What.ROTATED_LEAKED, What.ROTATED_AWAY, What.REVOKED, What.REPLACED, What.CORRECTED,
            What.LEAKED,
        }
    ),
    Show.TESTS: frozenset({What.TESTED, What.CHECKED}),
    Show.ACCOUNT: frozenset(
        {What.KEPT, What.ADDED, What.RENAMED, What.REMOVED, What.RESTORED, What.MOVED_OUT, What.MOVED_IN}
    ),
}  # fmt: skip

_SHOWN: dict[str, str] = {What.ROTATED_AWAY: "became the old token"}
"""Words that are another thing than what is kept: what stands in a store already keeps its meaning."""

ENDED_IT = frozenset({What.ROTATED_AWAY, What.REVOKED, What.REMOVED})
"""Lines that say when a token stopped being the account's present one, or ended."""

DONE = "done"
FAILED = "failed"
STOPPED = "stopped"

_REASONS = (
    ("keyring.", "the keyring was not open"),
    ("vault.", "the token could not be read"),
    ("storage.busy", "another window was writing"),
    ("store.", "this computer's records could not be used"),
    ("disk.full", "the disk was full"),
    ("disk.", "the file could not be written"),
    ("service.unreachable", "R-Service did not answer"),
    ("service.", "R-Service did not do it"),
    ("session.", "the session had ended"),
    ("account.not_owner", "not an owner of the account"),
    ("rotation.token_changed", "somebody else had rotated it"),
    ("rotation.previous_still_valid", "an old token was still valid"),
    ("rotation.unfinished", "the answer had not arrived yet"),
    ("token.", "R-Service could not read it"),
    ("memory.", "too little memory"),
    ("share.passphrase_weak", "the passphrase was too weak"),
    ("share.", "it could not be encrypted"),
)


def kinds_of(show: Show) -> frozenset[str] | None:
    """The words to look for; None: whatever there is."""
    found = _OF.get(show)
    return None if found is None else frozenset(what.value for what in found)


def deed_words(what: str) -> str:
    """What was done, as a person reads it; `what` as it is kept."""
    return _SHOWN.get(what, what)


def failure(problem: Problem) -> str:
    """How something ended that failed, as it is kept: `failed: the disk was full`."""
    reason = next((words for code, words in _REASONS if problem.code.startswith(code)), None)
    return FAILED if reason is None else f"{FAILED}: {reason}"


def shortest_telling_apart(fingerprints: frozenset[str], fewest: int = 4) -> int:
    """How many leading characters are enough for each of them to be another, `fewest` at least."""
    longest = max(map(len, fingerprints), default=fewest)
    for length in range(fewest, longest):
        if len({each[:length] for each in fingerprints}) == len(fingerprints):
            return length
    return max(longest, fewest)
