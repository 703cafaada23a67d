"""The message for handing a token over by a company's own secret tool: what to enter where, without the token."""

from __future__ import annotations

import asyncio

from app.actions.connections import AccountView
from app.actions.provisioning_clients import read_clients
from app.actions.share import message_for_own_tool
from app.domain.client_fields import account_url, fields_for
from app.domain.clients import FieldKind
from app.domain.text import tr
from app.ui.dialogs.share import ShareDialog
from app.ui.presenters.client_values import shown_fields
from app.ui.presenters.save_setup import values_without_token
from app.ui.secrets.clipboard import GuardedClipboard
from app.ui.widgets.announce import announce


async def copy_for_own_tool(dialog: ShareDialog, view: AccountView, clipboard: GuardedClipboard) -> None:
    """Copy it, for the client that is chosen in the dialog."""
    section = view.section
    clients = await asyncio.to_thread(read_clients)
    client = next((each for each in clients if each.id == dialog.client), None)
    if section is None or client is None:
        return
    url = account_url(client, section.endpoint)
    fields = shown_fields(client, fields_for(client, url), section.token.value)
    values = [(label, value) for label, value, _ in values_without_token(fields)]
    if url is None:  # it cannot be brought into this client's form: as R-Service shows it
        asked = (FieldKind.BASE_URL, FieldKind.HOST, FieldKind.PATH)
        known = [pair for field, pair in zip(fields, values, strict=True) if field.kind not in asked]
        values = [("SCIM endpoint", section.endpoint), *known]
    clipboard.copy_plain(message_for_own_tool(view.account, client.name, values, dialog.language))
    dialog.own_tool.confirm()
    announce(dialog, tr("Message copied"))
