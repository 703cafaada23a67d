"""Opening a share that somebody sent: which kind it is, what it holds, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.actions.typed_accounts import NewAccount, TypedAccounts
from app.actions.typed_connection import TypedConnection
from app.domain.opening import CannotBeKept, FileTooLarge, LockedWithPassphrase
from app.domain.received_share import ReceivedShare
from app.domain.received_words import name_shown
from app.domain.report import Verdict
from app.domain.text import tr
from app.domain.typed_input import Typed, judge
from app.share.age_reading import LARGEST, looks_like_age, read_age_file
from app.share.identity import LARGEST as LARGEST_IDENTITY
from app.share.identity import Identity
from app.share.passphrase import Passphrase
from app.share.received import read_share
from app.share.unsealing import read_bounded, unseal
from app.share.web_reader import looks_like_page, open_page, read_page

__all__ = [
    "Identity",
    "Passphrase",
    "SealedShare",
    "keep_as_connection",
    "open_share",
    "read_identity",
    "read_pasted",
    "read_share_file",
    "reply",
    "tell_format",
]


@dataclass(frozen=True)
class SealedShare:
    """A share as it came, told by its looks. It may still be damaged, or hold something else."""

    content: bytes = field(repr=False)
    to_passphrase: bool
    """Whether a passphrase opens it; else an identity file does."""
    page: bool = False
    """Whether it is one of our web pages; else an age file."""


def tell_format(content: bytes) -> SealedShare:
    """Which kind of share these bytes are: one of our web pages; or an age file, binary or armored, also with a mail
    around it. In no time, since nothing is decrypted. Raises NotEncrypted, MadeByNewer, FileDamaged, FileTooLarge,
    TooLittleWork and TooMuchWork."""
    if not looks_like_age(content) and looks_like_page(content):
        read_page(content)
        return SealedShare(content, to_passphrase=True, page=True)
    return SealedShare(content, read_age_file(content).to_passphrase)


def read_share_file(path: Path) -> SealedShare:
    """The share in that file. For a worker thread. Raises FileUnreadable, and what `tell_format` does."""
    return tell_format(read_bounded(path))


def read_pasted(text: str) -> SealedShare:
    """A share that was copied from a mail as text, with whatever stands around it. Raises as `tell_format` does."""
    if len(text) > LARGEST:
        raise FileTooLarge
    lines = (line.replace("\N{NO-BREAK SPACE}", " ").rstrip() for line in text.splitlines())
    return tell_format("\n".join(lines).encode(errors="replace"))


def read_identity(path: Path) -> Identity:
    """The private key in an identity file. For a worker thread. Raises FileUnreadable, FileTooLarge, IdentityUnusable
    and IdentityLocked."""
    return Identity(read_bounded(path, LARGEST_IDENTITY))


async def open_share(
    sealed: SealedShare, key: Passphrase | Identity, *, command: Sequence[str] | None = None
) -> ReceivedShare:
    """What the share holds. Takes a second or more to a passphrase; cancelling ends it at once. Nothing is written.

    `command` is our own program's `_unseal` unless given. Raises what `app.share.unsealing.unseal`,
    `app.share.web_reader.open_page` and `app.share.received.read_share` do: a Problem, whatever the file is.
    """
    if not sealed.page:
        return read_share(await unseal(sealed.content, key, command=command))
    if isinstance(key, Identity):
        raise LockedWithPassphrase
    return read_share(await open_page(sealed.content, key, command=command))


async def keep_as_connection(share: ReceivedShare, name: str, typed: TypedAccounts) -> TypedConnection:
    """Keep it as an account typed in by hand, under the name that the person chose. Nobody knows how old its token is.

    Raises CannotBeKept for an exercise and for values that could not be typed in either, NameTaken, and what vault and
    store raise; nothing is kept then.
    """
    if share.practice:
        raise CannotBeKept(tr("This share is an exercise: its account is a pretend one on the sender's computer."))
    judged = judge(Typed(name, share.environment, share.endpoint.url, share.token, settings_page=""))
    if judged.problems or judged.token is None:
        raise CannotBeKept(next(iter(judged.problems.values()), ""))
    return await typed.add(NewAccount(judged.name, share.environment, judged.endpoint, judged.token))


def reply(
    share: ReceivedShare, entered_in: str | None, at: str, verdict: Verdict | None, tested_at: str | None = None
) -> str:
    """What to answer the sender with. Without any secret, and without the sender's own words but for the account's
    name. `entered_in` is the client that the person says to have entered the values in, None where in none yet; `at` is
    now, and `tested_at` when these values were tested here with that `verdict`, both as the person reads a moment."""
    ending = tr(" ending {last_four}", last_four=share.token.last_four) if share.token.last_four else ""
    account = f"{name_shown(share.account_name)} ({share.badge})"
    done = (
        tr("entered in {entered_in} on {at}", entered_in=entered_in, at=at)
        if entered_in
        else tr("arrived on {at} and is not entered yet", at=at)
    )
    when = (
        tr(" SCIM Connection ran it on {tested_at}.", tested_at=tested_at) if tested_at and verdict is not None else ""
    )
    return tr(
        "New SCIM token{ending} for {account} {done}; {tested}{when}",
        ending=ending,
        account=account,
        done=done,
        tested=_TESTED[verdict],
        when=when,
    )


_TESTED: dict[Verdict | None, str] = {
    None: tr("Test Connection was not run here."),
    Verdict.READY: tr("Test Connection was green."),
    Verdict.USABLE: tr("Test Connection was green, with warnings."),
    Verdict.BLOCKED: tr("Test Connection failed."),
    Verdict.UNKNOWN: tr("Test Connection gave no clear answer."),
}
