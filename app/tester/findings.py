"""Makes findings: the code's own severity, the sentences of the one who judges."""

from __future__ import annotations

from app.domain.findings import RULES, Finding, Severity


def finding(code: str, check: str | None, message: str, remedy: str, severity: Severity | None = None) -> Finding:
    """A finding of this code. `severity` is given where the contract lets it depend on the case."""
    return Finding(code, severity or RULES[code].severity, message, remedy, check)
