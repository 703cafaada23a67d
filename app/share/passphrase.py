"""The passphrase of a share: six words suggested, and typed ones judged."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, NoReturn

from app.domain.text import tr

WORDS = 6
"""Six words of 7772 are 77 bits: out of reach even without the slow key derivation (EFF, "New wordlists", 2016)."""

LONGEST = 200
"""Characters. Longer ones are refused: nobody reads them out, and a terminal's line ends somewhere."""

_JUDGED = 72
"""zxcvbn's own bound: its time grows steeply with the length. What is strong up to here is strong as a whole."""

_ENOUGH = 12.0
"""Guesses as a power of ten. At the 10,000 guesses a second that one graphics card makes against PBKDF2 with a million
rounds (the web page), 10^12 take three years; against age's scrypt, far longer. zxcvbn's best score begins at 10^10."""

_BETWEEN_WORDS = re.compile(r"[\s\-\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]+")

_TURKISH_I = re.compile("i\u0307|\u0131")
"""What Turkish keyboards make of an I: their capital has its dot, and their small one for I has none."""

_STRENGTHS = ((6.0, tr("very weak")), (10.0, tr("weak")), (_ENOUGH, tr("not strong enough")), (16.0, tr("strong")))

_REASONS = {
    "user_inputs": tr("It holds a name that goes with this account, which is the first thing that anybody would try."),
    "passwords": tr("It is, or is close to, a password that many people use."),
    "dictionary": tr("It is made of too few words."),
    "spatial": tr("It follows the keys of a keyboard."),
    "repeat": tr("It repeats itself."),
    "sequence": tr("It counts or follows the alphabet."),
    "regex": tr("It holds a year, which is soon tried."),
    "date": tr("It holds a date, which is soon tried."),
    "bruteforce": tr("It is too short."),
}
_ADVICE = tr("Choose Suggest a passphrase, or type at least five words that have nothing to do with each other.")


class Passphrase:
    """A passphrase that does not leak by accident: its text comes out of `reveal` alone.

    The text is what was typed, without blanks around it and in Unicode's composed form (NFC), which is what keyboards
    send. It is not changed otherwise: Debian's `age` takes exactly what its user types, so the file has to be made with
    exactly the text that is read out. (Capitals and blanks are forgiven by readers that we write: the web page's.)
    """

    __slots__ = ("_text", "suggested")

    def __init__(self, text: str, *, suggested: bool = False) -> None:
        self._text = unicodedata.normalize("NFC", text).strip()
        self.suggested = suggested
        """Whether it was drawn by `suggest`, unchanged, so that it needs no judging."""

    def reveal(self) -> str:
        """The passphrase itself, as the recipient has to type it."""
        return self._text

    def __repr__(self) -> str:
        return "<Passphrase hidden>"

    __str__ = __repr__

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a passphrase is not pickled")


def canonical(passphrase: Passphrase) -> str:
    """As it was suggested, however it was typed: lower case, and hyphens for blanks and for the dashes that phones and
    word processors put in their place, and i for the letters that Turkish keyboards make of it."""
    text = _BETWEEN_WORDS.sub("-", passphrase.reveal().lower()).strip("-")
    return unicodedata.normalize("NFC", _TURKISH_I.sub("i", text))


def spellings(passphrase: Passphrase) -> tuple[str, ...]:
    """What opens an age file for somebody who typed this: exactly that, then with capitals and blanks forgiven. None
    where it has no UTF-8 form, so that no file can have been made with it."""
    try:
        passphrase.reveal().encode()
    except UnicodeEncodeError:
        return ()
    both = (passphrase.reveal(), canonical(passphrase))
    return tuple(dict.fromkeys(text for text in both if text))


@dataclass(frozen=True)
class Verdict:
    """What a passphrase is worth. `strength` is a word or two; `reason` and `advice` are empty where it is accepted."""

    accepted: bool
    strength: str
    reason: str = ""
    advice: str = ""


def words() -> list[str]:
    """The words that are drawn from: the EFF's large list without the four that have a hyphen themselves, so that six
    words joined by hyphens are always seen to be six."""
    text = files("resources").joinpath("wordlists", "eff_large.txt").read_text(encoding="ascii")
    return [word for word in text.split() if "-" not in word]


def suggest() -> Passphrase:
    """Six words drawn by the system's random generator, joined by hyphens."""
    drawn_from = words()
    return Passphrase("-".join(secrets.choice(drawn_from) for _ in range(WORDS)), suggested=True)


def judge(passphrase: Passphrase, known: Iterable[str] = ()) -> Verdict:
    """How hard a passphrase is to guess for somebody who knows the words `known` (the account's name, the host).

    Takes some 40 ms and, the first time, 14 MiB for zxcvbn's dictionaries unless the passphrase was suggested: call it
    in a worker thread.
    """
    text = passphrase.reveal()
    if passphrase.suggested:
        return Verdict(accepted=True, strength=tr("very strong"))
    if not text:
        return Verdict(False, tr("very weak"), tr("There is no passphrase yet."), _ADVICE)
    if len(text) > LONGEST:
        return Verdict(
            False,
            tr("too long"),
            tr("It has more than {longest} characters.", longest=LONGEST),
            tr("Type a shorter one."),
        )
    if not text.isprintable():
        return Verdict(
            False,
            tr("cannot be typed"),
            tr("It holds a character that cannot be seen or typed."),
            tr("Type it again by hand, on one line."),
        )
    return _judged_by_zxcvbn(text, known)


def _judged_by_zxcvbn(text: str, known: Iterable[str]) -> Verdict:
    from zxcvbn import zxcvbn

    # With the blanks and hyphens, and without: zxcvbn takes each for a thing to guess, as nobody who tries words does.
    inputs = list(_names(known))
    spelled = {text[:_JUDGED], _BETWEEN_WORDS.sub("", text)[:_JUDGED] or text[:_JUDGED]}
    results = [dict(zxcvbn(each, user_inputs=inputs)) for each in spelled]
    result: dict[str, Any] = min(results, key=lambda each: float(each["guesses_log10"]))
    guesses = float(result["guesses_log10"])
    strength = next((word for bound, word in _STRENGTHS if guesses < bound), tr("very strong"))
    if guesses >= _ENOUGH:
        return Verdict(True, strength)
    longest = max(result["sequence"], key=lambda match: len(match["token"]))
    dictionary = longest.get("dictionary_name", "")
    kind = dictionary if dictionary in ("user_inputs", "passwords") else longest["pattern"]
    return Verdict(False, strength, _REASONS[kind], _ADVICE)


def _names(known: Iterable[str]) -> Iterable[str]:
    """Every name as a whole, in one word, and its words, as zxcvbn looks them up: it cuts nothing up itself."""
    for name in known:
        lowered = name.lower()[:_JUDGED]
        yield lowered
        yield _BETWEEN_WORDS.sub("", lowered)
        yield from (word for word in lowered.replace(".", " ").replace("-", " ").split() if len(word) > 2)
