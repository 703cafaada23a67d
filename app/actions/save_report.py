"""Saving the report of a connection test for a ticket: as JSON, or as one web page that needs nothing beside it."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from app.actions.report_page import as_page
from app.domain.report import Report
from app.domain.report_json import as_json
from app.domain.version import VERSION
from app.share.writing import check_place, write_whole

__all__ = ["check_report_place", "save_as_json", "save_as_page"]


def check_report_place(target: Path) -> None:
    """Says before a run what saving would say after it. Raises CannotWrite."""
    check_place(target, replace=True)


def save_as_page(report: Report, target: Path, made_at: datetime) -> None:
    """Writes the page, which says when it was made, whole or not at all, in place of what is there. Raises DiskFull
    and CannotWrite."""
    page = as_page(report, made_at, VERSION)
    write_whole(target, page.encode("utf-8", "replace"), replace=True)


def save_as_json(report: Report, target: Path) -> None:
    """Writes the JSON object whole or not at all, in place of what is there. Raises DiskFull and CannotWrite."""
    write_whole(target, (json.dumps(as_json(report), indent=2) + "\n").encode(), replace=True)
