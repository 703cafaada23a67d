"""The parts that the program's saved web pages are made of. Whatever stands in them is text, never markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from app.actions.report_page_style import STYLE
from app.domain.plain_text import shown

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_LONGEST = 5_000
"""Characters of a line: more than anything in a page has."""


def page_head(title: str) -> str:
    """Everything before the page's body: no script, and nothing loaded from elsewhere."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{text(title)}</title><style>{STYLE}</style></head>\n"
    )


def section(title: str, inside: str) -> str:
    """A part of the page; one without a table of many columns stays on one printed page."""
    if not inside:
        return ""
    length = "long" if 'class="wide"' in inside or 'class="request"' in inside else "short"
    return f'<section class="{length}"><h2>{text(title)}</h2>{inside}</section>'


def paragraphs(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{text(sentence)}</p>" for sentence in sentences)


def numbered(steps: Iterable[str]) -> str:
    return "<ol>" + "".join(f"<li>{text(step)}</li>" for step in steps) + "</ol>"


def pairs(rows: Iterable[tuple[str, str]]) -> str:
    """Names and values, each as text."""
    inside = "".join(f"<tr><th scope=row>{text(name)}</th><td>{text(value)}</td></tr>" for name, value in rows)
    return f"<table>{inside}</table>" if inside else ""


def text(written: str) -> str:
    """Text that others wrote, as text and nothing else: no markup, and its control characters made visible."""
    return escape("\n".join(shown(line, _LONGEST) for line in written.split("\n")))
