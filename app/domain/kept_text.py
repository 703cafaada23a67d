"""Texts kept as JSON, so that they can be said in another language when they are read back.

Beside the English words stands what a translator has seen of them: the sentence and its values. A sentence that a
newer or older version of this program has worded otherwise has no translation, and is shown in English.
"""

from __future__ import annotations

import re

from app.domain.text import Text, _Joined, _Number, _Sentence

MOST_LEVELS, MOST_VALUES, MOST_CHARACTERS = 4, 40, 4_000
"""Texts within texts, values of one text, characters of a value: more than this program writes. What is more was put
there by somebody else."""
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
"""What a sentence of ours has of braces, but for doubled ones: no attribute, no index, no width."""

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def kept_text(value: object) -> Json:
    """What to keep of a text, or of a value of one; of anything else its words."""
    if isinstance(value, _Sentence):
        return {
            "words": str(value),
            "source": value.source,
            "number": value.number,
            "values": {name: kept_text(each) for name, each in value.values.items()},
        }
    if isinstance(value, _Joined):
        return {
            "words": str(value),
            "parts": [kept_text(each) for each in value.parts],
            "by": kept_text(value.by),
        }
    if isinstance(value, _Number):
        return {"words": str(value), "value": value.value, "digits": value.digits}
    return str(value)


def read_text(kept: object) -> str:
    """Back from `kept_text`. Raises ValueError and its like for what does not come from there."""
    return _read(kept, MOST_LEVELS)


def _read(kept: object, levels: int) -> str:
    if isinstance(kept, str):
        return _short(kept)
    if not isinstance(kept, dict) or not levels:
        raise ValueError
    if "source" in kept:
        return _sentence(kept, levels)
    if "parts" in kept:
        return _joined(kept, levels)
    number = _Number(_short(kept["words"]))
    number.value, number.digits = float(kept["value"]), int(kept["digits"])
    if abs(number.value) > 1e15 or not 0 <= number.digits <= 9:
        raise ValueError
    return number


def _sentence(kept: dict[str, object], levels: int) -> Text:
    source, number, values = _short(kept["source"]), kept["number"], kept["values"]
    if not isinstance(values, dict) or len(values) > MOST_VALUES:
        raise ValueError
    if number is not None and (not isinstance(number, int) or not 0 <= number < 2**31):
        raise ValueError
    plain = source.replace("{{", "").replace("}}", "")
    places = set(_PLACE.findall(plain)) - ({"n"} if number is not None else set())
    if re.search(r"[{}]", _PLACE.sub("", plain)) or not places <= values.keys():
        raise ValueError
    made = _Sentence(_short(kept["words"]))
    made.source, made.number = source, number
    made.values = {str(name): _read(each, levels - 1) for name, each in values.items()}
    return made


def _joined(kept: dict[str, object], levels: int) -> Text:
    parts = kept["parts"]
    if not isinstance(parts, list) or len(parts) > MOST_VALUES:
        raise ValueError
    made = _Joined(_short(kept["words"]))
    made.parts = tuple(_read(each, levels - 1) for each in parts)
    made.by = _read(kept["by"], levels - 1)
    return made


def _short(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise ValueError
    return value
