"""What goes wrong between us and a mail server, in sentences.

Nothing of what the server wrote is in them: it may repeat an address, or what somebody signs in with.
"""

from __future__ import annotations

import logging
import ssl
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from traceback import extract_tb

from copilot.sending.addresses import Unresolved

log = logging.getLogger(__name__)


class NotProtected(Exception):
    """The server is not on this machine, and nothing protects the way there."""


NOT_AS_ONE = "The server did not answer as a mail server does."
_Kinds = type[BaseException] | tuple[type[BaseException], ...]
_SENTENCES: tuple[tuple[_Kinds, str], ...] = (
    (ssl.SSLCertVerificationError, "The server's certificate could not be verified, so nothing was sent."),
    (ssl.SSLError, "The server did not speak TLS as it should, so nothing was sent."),
    (TimeoutError, "It was not done within {seconds:g} seconds."),
    (SMTPAuthenticationError, "The server refused the sign-in ({code})."),
    (UnicodeError, "The name or the password holds characters with which nobody can sign in there."),
    (SMTPConnectError, "The server takes no letters just now ({code})."),
    (
        SMTPNotSupportedError,
        "The server doesn't offer the protection or the sign-in that the settings ask for.",
    ),
    (SMTPResponseException, "The server refused to go on ({code})."),
    ((SMTPServerDisconnected, ConnectionResetError, BrokenPipeError), "The server hung up."),
    (SMTPException, NOT_AS_ONE),
    (Unresolved, "Nobody could say where the server is."),
    (NotProtected, "The server is not on this machine, and the way there is not protected."),
    (OSError, "The server could not be reached."),
)
"""The narrower kind stands first."""


def what_failed(fault: BaseException, seconds: float) -> str:
    """The sentence. `seconds` is how long it could have taken."""
    # smtplib tells a step that took too long as a hang-up; what was behind it is its context.
    told = fault.__context__ if isinstance(fault, SMTPServerDisconnected) and fault.__context__ else fault
    for kind, sentence in _SENTENCES:
        if isinstance(told, kind):
            return sentence.format(seconds=seconds, code=getattr(told, "smtp_code", ""))
    where = extract_tb(fault.__traceback__)[-1]
    log.error("A letter: %s at %s:%s", type(fault).__name__, where.name, where.lineno)
    return NOT_AS_ONE
