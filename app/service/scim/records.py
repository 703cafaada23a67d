"""One account's users and groups, kept in the database, as scim2-server asks for them."""

from __future__ import annotations

import json
import uuid
from typing import Any

from scim2_models import (
    InvalidFilterException,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SearchRequest,
    UniquenessException,
)
from scim2_server.service import ScimService
from scim2_server.storage import ScimStorage, SearchPage
from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.service.comparing import with_case, without_case
from app.service.moments import rfc3339
from app.service.scim.lookups import lookup_of
from app.service.scim.memberships import Memberships
from app.service.tables import record as records

_LARGEST_OFFSET = 2**62
_LONGEST_FILTER = 2000
"""Characters. A filter is held against every record, so thousands of terms would keep the service busy for minutes."""
_NOT_IN_THE_DOCUMENT = {"id", "meta", "groups", "members", "password"}
"""What is kept elsewhere, and passwords: R-Service signs nobody in, so it keeps none."""


class AccountRecords(ScimStorage):
    """The records of one account within one transaction, which the caller begins and ends. `now` is milliseconds."""

    def __init__(self, service: ScimService, connection: Connection, account: str, now: int) -> None:
        self._service = service
        self._connection = connection
        self._account = account
        self._now = now
        self._memberships = Memberships(connection, account)

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        row = self._row(resource_type, resource_id)
        return self._resources([row], members=not _leaves_out_members(response_parameters))[0]

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        del position  # pages by cursor are not announced
        start, count = search_request.start_index_0 or 0, search_request.count
        found = self._live() & records.c.type.in_([str(one.name) for one in resource_types])
        # Newest first: who creates something and lists at once finds it on the first page.
        query = select(records).where(found).order_by(records.c.number.desc())
        condition = search_request.filter
        if condition is None:
            total = self._connection.execute(select(func.count()).select_from(records).where(found)).scalar_one()
            rows = self._connection.execute(query.offset(min(start, _LARGEST_OFFSET)).limit(count)).all()
            return SearchPage(total, self._resources(rows, members=not _leaves_out_members(search_request)))
        if len(condition) > _LONGEST_FILTER:
            raise InvalidFilterException(detail=f"A filter has {_LONGEST_FILTER} characters at most")
        # The database narrows down what it can; the library's own filter decides.
        rows = self._connection.execute(query.where(*lookup_of(condition))).all()
        matching = [resource for resource in self._resources(rows, members=True) if condition.match(resource)]
        return SearchPage(len(matching), matching[start : None if count is None else start + count])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        record_id = str(uuid.uuid4())
        values = {"id": record_id, "account_id": self._account, "type": resource_type.name, "created_at": self._now}
        try:
            self._connection.execute(
                insert(records).values(values).values(modified_at=self._now, version=1, **_columns(resource))
            )
        except IntegrityError:
            raise UniquenessException from None
        self._set_members(record_id, resource)
        return self.get(resource_type, record_id)

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        record_id = str(resource.id)
        row = self._row(resource_type, record_id)
        _check_version(row, expected_version)
        changed = update(records).where(records.c.number == row.number)
        try:
            self._connection.execute(
                changed.values(modified_at=self._now, version=row.version + 1, **_columns(resource))
            )
        except IntegrityError:
            raise UniquenessException from None
        self._set_members(record_id, resource)
        return self.get(resource_type, record_id)

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """Keeps the record, deactivated; from now on it is not found (RFC 7644 §3.6)."""
        row = self._row(resource_type, resource_id)
        _check_version(row, expected_version)
        document = json.loads(row.document)
        if resource_type.name == "User":
            document["active"] = False
        values = {"deleted_at": self._now, "modified_at": self._now, "version": row.version + 1}
        gone = update(records).where(records.c.number == row.number)
        self._connection.execute(gone.values(values).values(document=json.dumps(document)))
        self._memberships.leave_all(resource_id)

    def _live(self) -> ColumnElement[bool]:
        return (records.c.account_id == self._account) & records.c.deleted_at.is_(None)

    def _row(self, resource_type: ResourceType, record_id: str) -> Row[Any]:
        query = select(records).where(self._live(), records.c.type == resource_type.name, records.c.id == record_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFoundException(detail=f"There is no {resource_type.name} with this id")
        return row

    def _resources(self, rows: list[Row[Any]] | Any, *, members: bool) -> list[Resource[Any]]:
        groups = self._memberships.groups_of([row.id for row in rows if row.type == "User"])
        inside = self._memberships.members_of([row.id for row in rows if row.type == "Group"] if members else [])
        return [self._resource(row, groups.get(row.id), inside.get(row.id)) for row in rows]

    def _resource(
        self, row: Row[Any], groups: list[dict[str, Any]] | None, members: list[dict[str, Any]] | None
    ) -> Resource[Any]:
        document = json.loads(row.document)
        document["id"] = row.id
        document["meta"] = {
            "resourceType": row.type,
            "created": rfc3339(row.created_at),
            "lastModified": rfc3339(row.modified_at),
            "version": _version(row),
        }
        if groups:
            document["groups"] = groups
        if members:
            document["members"] = members
        model = self._service.get_model(self._service.get_resource_type(row.type))
        return model.model_validate(document)

    def _set_members(self, record_id: str, resource: Resource[Any]) -> None:
        if not hasattr(resource, "members"):
            return
        wanted = {str(one.value): one.display for one in resource.members or () if one.value is not None}
        if not self._memberships.set_members(record_id, wanted):
            raise InvalidValueException(detail="members names a user or group that does not exist")


def _columns(resource: Resource[Any]) -> dict[str, str | None]:
    document = {name: value for name, value in resource.model_dump().items() if name not in _NOT_IN_THE_DOCUMENT}
    user_name, external_id, shown = (document.get(name) for name in ("userName", "externalId", "displayName"))
    return {
        "document": json.dumps(document),
        "label": shown or user_name,
        "user_name": None if user_name is None else without_case(user_name),
        "external_id": None if external_id is None else with_case(external_id),
        "display_name": None if shown is None else without_case(shown),
    }


def _version(row: Row[Any]) -> str:
    return f'W/"{row.version}"'


def _check_version(row: Row[Any], expected: str | None) -> None:
    if expected is not None and expected != _version(row):
        raise PreconditionFailedException


def _leaves_out_members(parameters: ResponseParameters[Any] | None) -> bool:
    """`excludedAttributes=members`, as Entra asks for groups: large groups are not loaded for nothing."""
    left_out = (parameters.excluded_attributes if parameters is not None else None) or ()
    return any(str(path).lower().rpartition(":")[2] == "members" for path in left_out)
