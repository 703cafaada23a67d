"""The part of a share that is about one provisioning client: its console's fields with their values, and the steps."""

from __future__ import annotations

from app.domain.client_fields import account_url, fields_for
from app.domain.client_messages import is_quoted
from app.domain.clients import FieldKind, ProvisioningClient
from app.domain.tokens import AccessToken
from app.share.payload import Guide


def share_fields(client: ProvisioningClient, endpoint: str, token: AccessToken) -> tuple[tuple[str, str], ...]:
    """Label and value of what is entered into this client's console, in its own order and with the URL in the form
    that it wants. Fields whose value does not follow from the account are left out. Secret: the token is among them."""
    url = account_url(client, endpoint)
    secrets = {
        FieldKind.TOKEN.value: token.reveal(),
        FieldKind.AUTHORIZATION_HEADER.value: token.authorization_header(),
    }
    known = ((field.label, secrets.get(field.kind, field.value)) for field in fields_for(client, url))
    # Where the account's URL cannot be brought into this client's form, the person sees it as R-Service shows it.
    whole = (("SCIM endpoint", endpoint),) if url is None else ()
    return (*whole, *((label, value) for label, value in known if value is not None))


def guide(client: ProvisioningClient) -> Guide:
    """What is known of this client, for whoever enters the values."""
    return Guide(
        client_name=client.name,
        note=client.note,
        hints=tuple((field.label, field.hint) for field in client.fields if field.hint),
        first_steps=client.first_steps,
        replace_steps=client.replace_steps,
        messages=tuple((error.message, error.cause, is_quoted(error)) for error in client.errors),
    )
