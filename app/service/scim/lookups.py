"""Narrows a search down in the database where the filter asks for one exact name, as provisioning clients do."""

from __future__ import annotations

from typing import Any

from scim2_models import ScimFilter
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator
from sqlalchemy import ColumnElement

from app.service.comparing import with_case, without_case
from app.service.tables import record as records

_COLUMNS = {
    "username": (records.c.user_name, without_case),
    "displayname": (records.c.display_name, without_case),
    "externalid": (records.c.external_id, with_case),
    "id": (records.c.id, with_case),
}
_CORE = ("urn:ietf:params:scim:schemas:core:2.0:user", "urn:ietf:params:scim:schemas:core:2.0:group")


def lookup_of(condition: ScimFilter[Any]) -> list[ColumnElement[bool]]:
    """Conditions that whatever matches the filter also meets. What they let through must still be matched."""
    return _conditions(condition.ast)


def _conditions(node: FilterNode) -> list[ColumnElement[bool]]:
    if isinstance(node, LogicalExpr) and node.op is LogicalOperator.and_:
        return [condition for term in node.terms for condition in _conditions(term)]
    if not isinstance(node, Comparison) or node.op is not CompareOperator.eq or not isinstance(node.value, str):
        return []
    path = node.attr_path
    if path.sub_attr is not None or (path.uri or _CORE[0]).lower() not in _CORE:
        return []
    column, compared = _COLUMNS.get(path.attr.lower(), (None, with_case))
    return [] if column is None else [column == compared(node.value)]
