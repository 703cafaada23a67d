"""What can go wrong when an encrypted file is opened: a share, or what was brought from another computer."""

from __future__ import annotations

from app.domain.errors import Problem
from app.domain.text import tr

_NOTHING = tr("Nothing was opened, and nothing on this computer has changed.")


class FileUnreadable(Problem):
    code = "open.unreadable"
    happened = tr("The file could not be read.")
    means = _NOTHING
    next_step = tr("Check that it is still there and that you may read it, then try again.")


class NotEncrypted(Problem):
    """It is no file of ours, nor one of age, at all."""

    code = "open.not_encrypted"
    happened = tr("This is not an encrypted file of SCIM Connection.")
    means = _NOTHING
    next_step = tr("Save the file that you were sent once more, without a preview of it, then choose that one.")


class MadeByNewer(Problem):
    """A number in it says that it is of a form that came after ours."""

    code = "open.too_new"
    happened = tr("This file was made by a newer program, in a form that this one does not know.")
    means = tr("It was not opened, since it could be misunderstood.")
    next_step = tr("Update SCIM Connection, then open the file again.")


class NoShareInside(Problem):
    """It opened, and holds something else."""

    code = "open.no_share"
    happened = tr("There is no share of SCIM Connection inside this file.")
    means = tr("It opened, but holds something else, which is not shown.")
    next_step = tr("Make sure that it is the file that you were sent as a share.")


class ShareUnusable(Problem):
    """It is a share by its name, and a part of it is not what it should be. The raiser says which."""

    code = "open.share_unusable"
    happened = tr("A part of this share is missing.")
    means = tr("SCIM Connection makes no such shares, so nothing of it is used.")
    next_step = tr("Make sure who sent it to you, and ask for a new one.")


class CannotBeKept(Problem):
    """The raiser says why."""

    code = "open.not_kept"
    happened = tr("This share cannot be kept as a connection.")
    means = tr("Nothing was kept.")
    next_step = tr("Ask whoever sent it for a share of a real account.")


class LockedToKey(Problem):
    code = "open.locked_to_key"
    happened = tr("This file is locked to somebody's key, not with a passphrase.")
    means = tr("Only that key opens it.")
    next_step = tr("Open it with the identity file that holds the key, or ask for a file with a passphrase.")


class LockedWithPassphrase(Problem):
    code = "open.locked_with_passphrase"
    happened = tr("This file is locked with a passphrase, not to a key.")
    means = tr("No identity file opens it.")
    next_step = tr("Ask whoever wrote the file for the passphrase, and open it with that.")


class FileDamaged(Problem):
    code = "open.damaged"
    happened = tr("This file is damaged: a part of it is missing or was changed.")
    means = _NOTHING
    next_step = tr("Copy it again from where it came, or have it written again.")


class WrongPassphrase(Problem):
    """Never says which part was wrong. A file whose salt was changed cannot be told from a wrong passphrase."""

    code = "open.wrong_passphrase"
    happened = tr("This passphrase does not open the file.")
    means = _NOTHING
    next_step = tr("Ask for it again, word by word, and whether it belongs to this very file.")


class OtherKey(Problem):
    code = "open.other_key"
    happened = tr("This file is locked to another key than the one in your identity file.")
    means = _NOTHING
    next_step = tr("Choose another identity file, or send your public key and have the file written again.")


class IdentityUnusable(Problem):
    """It is no identity file, or one of a kind that cannot be used here."""

    code = "identity.unusable"
    happened = tr("This identity file holds no private key that SCIM Connection can use.")
    means = tr("It takes age identities (AGE-SECRET-KEY-1…) and SSH keys of the kinds ed25519 and RSA.")
    next_step = tr("Choose another identity file, or open the file with the age command.")


class IdentityLocked(Problem):
    code = "identity.locked"
    happened = tr("The key in this identity file is protected by a passphrase of its own.")
    means = tr("SCIM Connection does not ask for passphrases of keys.")
    next_step = tr("Open the file in a terminal with age, which does: age --decrypt --identity KEYFILE FILE")


class TooMuchWork(Problem):
    """Its key derivation asks for more memory and time than any writer of ours makes it ask for."""

    code = "open.too_much_work"
    happened = tr("Opening this file would take more memory than is reasonable.")
    means = tr("SCIM Connection writes no such file, so it was not opened.")
    next_step = tr("Make sure who sent it to you, and have it written again.")


class FileTooLarge(Problem):
    code = "open.too_large"
    happened = tr("This file is far larger than any that SCIM Connection writes.")
    means = tr("It was not opened.")
    next_step = tr("Make sure that it is the file that you were sent.")


class UnsealingFailed(Problem):
    """The child process that decrypts ended without an answer, or took too long."""

    code = "open.failed"
    happened = tr("The file could not be decrypted.")
    means = _NOTHING
    next_step = tr("Close programs that you do not need, then try again.")


class NoMemoryToOpen(Problem):
    code = "memory.short"
    happened = tr("Your computer does not have enough free memory to open the file.")
    means = tr("Opening it takes up to two gigabytes for a few seconds. Nothing on this computer has changed.")
    next_step = tr("Close programs that you do not need, then try again.")


class TooLittleWork(Problem):
    """So few rounds of key derivation that a passphrase is soon guessed: nothing of ours makes such a page."""

    code = "opening.too_little_work"
    happened = tr("This file is locked so weakly that its passphrase could be guessed in no time.")
    means = tr("It was not opened: SCIM Connection makes no such files.")
    next_step = tr("Ask whoever sent it to make a new share with SCIM Connection.")
