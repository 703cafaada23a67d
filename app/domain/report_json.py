"""The report as the JSON object of the contract `scim-connection-report/1`, made of plain dicts and lists."""

from __future__ import annotations

from datetime import UTC, datetime

from app.domain.findings import Finding
from app.domain.report import SCHEMA, Check, ClientResult, Report, TlsSeen

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def as_json(report: Report) -> dict[str, Json]:
    """The object itself; `json.dumps` of it is what `scim-connection test --json` prints."""
    return {
        "schema": SCHEMA,
        "endpoint": report.endpoint,
        "client": report.client,
        "verdict": report.verdict.value,
        "findings": [_finding(finding) for finding in report.findings],
        "bases": [
            {
                "url": base.url,
                "users": base.users,
                "groups": base.groups,
                "service_provider_config": base.service_provider_config,
                "usable": base.usable,
            }
            for base in report.bases
        ],
        "recommended_base": report.recommended_base,
        "recommended_for_appending": dict(report.recommended_for_appending),
        "clients": [_client(client) for client in report.clients],
        "seen": None
        if report.seen is None
        else {
            "location_hosts": list(report.seen.location_hosts),
            "users_total": report.seen.users_total,
            "groups_total": report.seen.groups_total,
        },
        "checks": [_check(check) for check in report.checks],
        "tls": None if report.tls is None else _tls(report.tls),
        "vantage": {
            "proxy": report.vantage.proxy,
            "address": report.vantage.address,
            "public_address": report.vantage.public_address,
        },
        "timings": {
            "dns_ms": _ms(report.timings.dns_ms),
            "connect_ms": _ms(report.timings.connect_ms),
            "tls_ms": _ms(report.timings.tls_ms),
            "total_ms": _ms(report.timings.total_ms),
            "requests": report.timings.requests,
        },
    }


def _finding(finding: Finding) -> dict[str, Json]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "remedy": finding.remedy,
        "check": finding.check,
        "blocks": list(finding.blocks),
    }


def _client(client: ClientResult) -> dict[str, Json]:
    return {
        "id": client.id,
        "name": client.name,
        "fields": [{"label": field.label, "kind": field.kind, "value": field.value} for field in client.fields],
        "ready": client.ready,
        "sure": client.sure,
        "reason": client.reason,
    }


def _check(check: Check) -> dict[str, Json]:
    return {
        "id": check.id,
        "title": check.title,
        "status": check.status.value,
        "detail": check.detail,
        "start_ms": _ms(check.start_ms),
        "duration_ms": _ms(check.duration_ms),
        "request": check.request,
        "response_status": check.response_status,
        "sent": None if check.sent is None else check.sent.value,
        "accept": check.accept,
        "content_type": check.content_type,
        "answer": check.answer,
    }


def _tls(tls: TlsSeen) -> dict[str, Json]:
    return {
        "protocol": tls.protocol,
        "subject": tls.subject,
        "issuer": tls.issuer,
        "not_before": _moment(tls.not_before),
        "not_after": _moment(tls.not_after),
        "alt_names": list(tls.alt_names),
        "trusted": tls.trusted,
        "publicly_trusted": tls.publicly_trusted,
    }


def _ms(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _moment(value: datetime | None) -> str | None:
    """RFC 3339, UTC."""
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
