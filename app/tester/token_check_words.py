"""Why trying a token told nothing of it, in whole sentences."""

from __future__ import annotations

from app.domain.text import tr
from app.tester.trouble import Trouble
from app.tester.wire import Exchange

UNSENT = {
    "endpoint": tr("The SCIM endpoint cannot be read as a web address, so nothing was sent."),
    "insecure": tr("The SCIM endpoint is not encrypted (it begins with http), so the token was not sent."),
    "token": tr("The token holds characters that no token can have, so nothing was sent."),
    "time": tr("It took too long to reach the service."),
}
NOT_ENFORCED = tr("The service answers a made-up token as well, so nothing can be learned of yours. Ask its provider.")
_TROUBLE = {
    "dns": tr("The name of the service's server was not found."),
    "connect": tr("The service's server cannot be reached."),
    "tls": tr("No trusted encrypted connection to the service could be made, so the token was not sent."),
    "proxy": tr("Your company's proxy did not let the connection through."),
}
_NOT_SCIM = tr("The service did not answer as a SCIM service does.")
_LATE = tr("The service took too long to answer.")


def why_unknown(seen: Exchange | Trouble) -> str:
    """What kept the answer away, or why the answer says nothing of the token."""
    trouble = seen if isinstance(seen, Trouble) else seen.trouble
    status = None if isinstance(seen, Trouble) else seen.status
    if status is None and trouble is not None:
        if trouble.code == "http.timeout":
            return _LATE
        return _TROUBLE.get(trouble.code.partition(".")[0], _NOT_SCIM)
    answer = None if isinstance(seen, Trouble) else seen.answer
    if status == 403:
        return tr("The service, or a firewall in front of it, forbids the request (403).")
    if status == 429:
        return tr("The service asks for a pause, because it was asked too often (429).")
    if status is not None and status >= 500:
        return tr("The service has a fault at the moment ({status}).", status=status)
    if status is not None and 300 <= status < 400:
        return tr("The service leads elsewhere, and the token is sent to nobody else.")
    if answer is not None and answer.html:
        return tr("A web page came back, and no SCIM answer.")
    return _NOT_SCIM
