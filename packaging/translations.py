"""The window's translations: collect the words for translators, compile what they wrote.

`python3 packaging/dev.py translations` brings resources/translations/*.ts (Qt Linguist's files) up to date with the
words in the source text, as Qt's lupdate does for `tr` of its own; starting the program compiles them (`.qm`).
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
CONTEXT = "SCIM Connection"
"""The same as app.ui.language.said.CONTEXT."""
PLURAL_FORMS = {"tr": 1, "ru": 3}
"""How many forms Qt Linguist asks for in each language."""
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'


class WordsError(Exception):
    """A call of `tr` or `counted` whose words cannot be collected."""


def words_in(path):
    """The sources in one file: each with whether it depends on a number."""
    import ast

    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if name not in ("tr", "counted"):
            continue
        wanted = 1 if name == "tr" else 2
        literals = [argument.value for argument in node.args[:wanted] if isinstance(argument, ast.Constant)]
        if len(literals) != wanted or not all(isinstance(literal, str) for literal in literals):
            raise WordsError("%s:%d: %s needs its words as literals" % (path, node.lineno, name))
        found.append((node.lineno, literals[-1], name == "counted"))
    return [(source, plural) for _, source, plural in sorted(found)]


def sources():
    """Every source text of the program, in the order of files and lines, with whether it has plural forms and the files
    that have it."""
    found = {}
    for path in sorted((ROOT / "app").rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        for key in words_in(path):
            entry = found.setdefault(key, [])
            if place not in entry:
                entry.append(place)
    return found


def read(path):
    """What is translated in a .ts file: the forms of each source."""
    from xml.etree import ElementTree

    if not path.exists():
        return {}
    translated = {}
    for message in ElementTree.parse(str(path)).getroot().iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type") in ("vanished", "obsolete"):
            continue
        plural = message.get("numerus") == "yes"
        forms = [form.text or "" for form in translation] if plural else [translation.text or ""]
        if all(forms):
            translated[message.findtext("source"), plural] = forms
    return translated


def write(path, language, translated):
    """Every source with its translation where there is one, as Qt Linguist writes it."""
    from xml.etree import ElementTree

    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for (source, plural), places in sources().items():
        message = ElementTree.SubElement(context, "message", {"numerus": "yes"} if plural else {})
        for place in places:
            ElementTree.SubElement(message, "location", filename="../../" + place)
        ElementTree.SubElement(message, "source").text = source
        forms = translated.get((source, plural))
        translation = ElementTree.SubElement(message, "translation", {} if forms else {"type": "unfinished"})
        if plural:
            for form in forms or [""] * PLURAL_FORMS[language]:
                ElementTree.SubElement(translation, "numerusform").text = form
        elif forms:
            translation.text = forms[0]
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    path.write_text(HEAD + text + "\n", encoding="utf-8")


def update():
    """Bring the files up to date: new words come in unfinished, words that are gone go."""
    FOLDER.mkdir(exist_ok=True)
    for language in PLURAL_FORMS:
        path = FOLDER / ("scim-connection_%s.ts" % language)
        translated = read(path)
        write(path, language, translated)
        missing = sum(1 for key in sources() if key not in translated)
        print("%s: %d words, %d of them not translated" % (path.name, len(sources()), missing))


def compile_all(lrelease):
    """Compile each file that has changed since, by Qt's own lrelease; where it stands is given. Raises OSError and
    subprocess.CalledProcessError."""
    for path in sorted(FOLDER.glob("*.ts")):
        compiled = path.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime_ns < path.stat().st_mtime_ns:
            subprocess.run([str(lrelease), "-silent", str(path), "-qm", str(compiled)], check=True)


if __name__ == "__main__":
    try:
        update()
    except WordsError as error:
        sys.exit(str(error))
