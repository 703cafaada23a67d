"""`scim-connection test --json` as a whole process, against a service that somebody else wrote."""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from tests.cli.test_test_command import SCHEMA, command


async def command_json(endpoint: str, *options: str) -> tuple[int, dict[str, Any]]:
    """Its exit status and its report, which keeps the contract's schema. The token is that of the small server."""
    ended = await command(endpoint, "--json", *options)
    report: dict[str, Any] = json.loads(ended.out)
    jsonschema.validate(report, SCHEMA)
    assert ended.err == ""
    assert "quux" not in ended.out.lower()
    return ended.status, report
