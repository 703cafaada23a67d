"""What can go wrong when an encrypted file is opened."""

from __future__ import annotations

from app.domain.errors import Problem


class FileUnreadable(Problem):
    code = "open.unreadable"
    happened = "The file could not be read."
    means = "Nothing was opened, and nothing on this computer has changed."
    next_step = "Check that it is still there and that you may read it, then try again."


class NotEncrypted(Problem):
    """It is no age file at all."""

    code = "open.not_encrypted"
    happened = "This is not an encrypted file of SCIM Connection."
    means = "Nothing was opened, and nothing on this computer has changed."
    next_step = "Choose the file that SCIM Connection wrote; its name ends in .age."


class LockedToKey(Problem):
    code = "open.locked_to_key"
    happened = "This file is locked to somebody's key, not with a passphrase."
    means = "Only that key opens it."
    next_step = "Ask whoever wrote the file for one with a passphrase."


class FileDamaged(Problem):
    code = "open.damaged"
    happened = "This file is damaged: a part of it is missing or was changed."
    means = "Nothing was opened, and nothing on this computer has changed."
    next_step = "Copy it again from where it came, or have it written again."


class WrongPassphrase(Problem):
    code = "open.wrong_passphrase"
    happened = "This passphrase does not open the file."
    means = "Nothing was opened, and nothing on this computer has changed."
    next_step = "Type it again just as it was written down, with its hyphens and in small letters."


class TooMuchWork(Problem):
    """Its key derivation asks for more memory and time than any writer of ours makes it ask for."""

    code = "open.too_much_work"
    happened = "Opening this file would take more memory than is reasonable."
    means = "SCIM Connection writes no such file, so it was not opened."
    next_step = "Make sure who sent it to you, and have it written again."


class FileTooLarge(Problem):
    code = "open.too_large"
    happened = "This file is far larger than any that SCIM Connection writes."
    means = "It was not opened."
    next_step = "Choose the file that SCIM Connection wrote; its name ends in .age."


class UnsealingFailed(Problem):
    """The child process that decrypts ended without an answer, or took too long."""

    code = "open.failed"
    happened = "The file could not be decrypted."
    means = "Nothing was opened, and nothing on this computer has changed."
    next_step = "Close programs that you do not need, then try again."


class NoMemoryToOpen(Problem):
    code = "memory.short"
    happened = "Your computer does not have enough free memory to open the file."
    means = "Opening it takes up to one gigabyte for a few seconds. Nothing on this computer has changed."
    next_step = "Close programs that you do not need, then try again."
