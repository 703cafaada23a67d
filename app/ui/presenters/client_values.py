"""The values for a provisioning client's console, as they are shown and copied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.client_fields import SECRET_KINDS
from app.domain.clients import FieldKind, ProvisioningClient
from app.domain.endpoints import Endpoint
from app.domain.history import What
from app.domain.report import ClientField
from app.domain.text import joined, tr
from app.domain.tokens import AccessToken
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.client_fields import ShownField

_WHOLE_HEADER = tr("Copy gives Bearer and the token together.")


@dataclass(frozen=True)
class GivenValues:
    """Values that belong to no account of this computer: an opened share's."""

    name: str
    badge: str
    endpoint: Endpoint
    token: AccessToken


def shown_fields(
    client: ProvisioningClient | None, fields: Sequence[ClientField], token: AccessToken | None
) -> tuple[ShownField, ...]:
    """These fields with the client's hints, and the token where one is wanted."""
    hints = {field.label: field.hint for field in client.fields} if client is not None else {}
    return tuple(_shown(field, hints.get(field.label, ""), token) for field in fields)


def copy_field(field: ShownField, clipboard: GuardedClipboard) -> None:
    """Put what stands in the field on the clipboard: a token by the guarded copy, whole with `Bearer` where the field
    wants the Authorization header."""
    if field.token is None:
        clipboard.copy_plain(field.text or "")
    elif field.kind is FieldKind.AUTHORIZATION_HEADER:
        clipboard.copy_secret(field.token.authorization_header(), tr("The Authorization header"))
    else:
        clipboard.copy_secret(field.token.reveal(), tr("The token"))


def deed_of(field: ShownField) -> What:
    """What the history says of copying a field with a token."""
    return What.COPIED_AS_HEADER if field.kind is FieldKind.AUTHORIZATION_HEADER else What.COPIED


def _shown(field: ClientField, hint: str, token: AccessToken | None) -> ShownField:
    kind = FieldKind(field.kind)
    if kind is FieldKind.AUTHORIZATION_HEADER and token is not None:
        hint = joined(hint, _WHOLE_HEADER)
    return ShownField(field.label, kind, field.value, token if kind in SECRET_KINDS else None, hint)
