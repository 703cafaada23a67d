"""The words of the history: what can be done with an account's tokens, and how it can end.

All of them are the program's own. A server's words, a file's, or an exception's never stand in the history.
"""

from __future__ import annotations

from enum import Enum, StrEnum

from app.domain.errors import Problem
from app.domain.plain_text import shown
from app.domain.text import Text, capital, tr


class What(StrEnum):
    """What was done. The text is what is kept, the window shows `deed_text`."""

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
    """This token was the present one until then. Shown in other words: see `deed_text`."""
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

    EVERYTHING = tr("Everything")
    COPIES = tr("Reveals and copies")
    SHARES = tr("Shares")
    ROTATIONS = tr("Rotations and ends")
    TESTS = tr("Tests and checks")
    ACCOUNT = tr("Changes of the account")


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

_SHOWN: dict[str, Text] = {
    What.KEPT: tr("Kept on this computer"),
    What.REVEALED: tr("Revealed"),
    What.COPIED: tr("Copied"),
    What.COPIED_AS_HEADER: tr("Copied as header"),
    What.SHARED: tr("Shared"),
    What.SHARE_OPENED: tr("Share opened"),
    What.ROTATED: tr("Rotated"),
    What.ROTATED_LEAKED: tr("Rotated, leaked"),
    What.ROTATED_AWAY: tr("Became the old token"),  # what stands in a store already keeps its meaning
    What.REVOKED: tr("Old token revoked"),
    What.REPLACED: tr("Replaced"),
    What.CORRECTED: tr("Corrected"),
    What.LEAKED: tr("Reported as leaked"),
    What.ADDED: tr("Added"),
    What.RENAMED: tr("Renamed"),
    What.REMOVED: tr("Removed"),
    What.RESTORED: tr("Removal undone"),
    What.MOVED_OUT: tr("Moved to a file"),
    What.MOVED_IN: tr("Moved in from a file"),
    What.TESTED: tr("Tested"),
    What.CHECKED: tr("Token checked"),
    What.CONFIRMED: tr("Switch confirmed"),
}
"""The words of a line in the window, by those that are kept."""
_ENDS: dict[str, Text] = {
    word: capital(text)
    for word, text in {
        "done": tr("done"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
        "ready": tr("ready"),
        "usable": tr("usable"),
        "blocked": tr("blocked"),
        "unknown": tr("unknown"),
        "works": tr("works"),
        "refused": tr("refused"),
        "still works": tr("still works"),
        "does not work any more": tr("does not work any more"),
        "not known": tr("not known"),
    }.items()
}
"""How a line ended, in the window, by the word that is kept."""

ENDED_IT = frozenset({What.ROTATED_AWAY, What.REVOKED, What.REMOVED})
"""Lines that say when a token stopped being the account's present one, or ended."""

DONE = "done"
FAILED = "failed"
STOPPED = "stopped"

_REASONS = (
    ("keyring.", tr("the keyring was not open")),
    ("vault.", tr("the token could not be read")),
    ("storage.busy", tr("another window was writing")),
    ("store.", tr("this computer's records could not be used")),
    ("disk.full", tr("the disk was full")),
    ("disk.", tr("the file could not be written")),
    ("service.unreachable", tr("R-Service did not answer")),
    ("service.", tr("R-Service did not do it")),
    ("session.", tr("the session had ended")),
    ("account.not_owner", tr("not an owner of the account")),
    ("rotation.token_changed", tr("somebody else had rotated it")),
    ("rotation.previous_still_valid", tr("an old token was still valid")),
    ("rotation.unfinished", tr("the answer had not arrived yet")),
    ("token.", tr("R-Service could not read it")),
    ("memory.", tr("too little memory")),
    ("share.passphrase_weak", tr("the passphrase was too weak")),
    ("share.", tr("it could not be encrypted")),
)


def kinds_of(show: Show) -> frozenset[str] | None:
    """The words to look for; None: whatever there is."""
    found = _OF.get(show)
    return None if found is None else frozenset(what.value for what in found)


def deed_words(what: str) -> str:
    """What was done, as a file for others says it; `what` as it is kept."""
    return "became the old token" if what == What.ROTATED_AWAY else what


def deed_text(what: str) -> str:
    """What was done, as the window says it; `what` as it is kept."""
    return _SHOWN.get(what) or shown(what[:1].upper() + what[1:])


def result_text(result: str) -> str:
    """How it ended, as the window says it; `result` as it is kept: `Failed: the disk was full`."""
    if result in _ENDS:
        return _ENDS[result]
    why, reasons = result.removeprefix(f"{FAILED}: "), {str(words): words for _, words in _REASONS}
    if why in reasons and why != result:
        return tr("Failed: {reason}", reason=reasons[why])
    return shown(result[:1].upper() + result[1:])


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
