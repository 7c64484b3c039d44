"""A letter as a mail system takes it: headers that hold one line each, the words as text and as HTML."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from copilot.domain.messages import Letter
from copilot.errors import BadInput

LONGEST_ADDRESS = 254
"""Characters of an address that can be reached by SMTP (RFC 5321, 4.5.3.1.3, less the angle brackets)."""
LONGEST_LOCAL_PART = 64
LONGEST_SUBJECT = 200
PLAIN = SMTP.clone(cte_type="7bit", max_line_length=500)
"""Seven bits, so that every server takes it; and no line so short that an address in a header is broken in two."""
_ENCODED = "=?"
"""How an encoded word begins (RFC 2047). The library decodes one wherever it stands, with the line ends inside it."""
_NOT_IN_AN_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f-\x9f<>(),;:\"\[\]\\]")


def address_of(text: str) -> Address:
    """An address for one letter-box, taken apart: nothing before or behind it, no comment, no quoted part.

    Raises ValueError where it is none. The sentence never repeats it.
    """
    local, at, domain = text.strip().rpartition("@")
    whole = bool(at and local and domain) and "@" not in local and _ENCODED not in text
    if not whole or _NOT_IN_AN_ADDRESS.search(f"{local}{domain}"):
        raise ValueError("This is no e-mail address.")
    if len(text.strip().encode()) > LONGEST_ADDRESS or len(local.encode()) > LONGEST_LOCAL_PART:
        raise ValueError("This is longer than an e-mail address can be.")
    if any(not label or label.startswith("-") for label in domain.split(".")) or ".." in f".{local}.":
        raise ValueError("This is no e-mail address.")
    return Address(username=local, domain=domain)


def sender_of(text: str, name: str) -> Address:
    """Whom letters come from: `mentoring@example.org`, or with a name before it. Raises BadInput."""
    said, address = parseaddr(text)
    try:
        known = address_of(address)
    except ValueError:
        raise BadInput(
            "MENTORING_SMTP_FROM holds no e-mail address.",
            place="MENTORING_SMTP_FROM",
            cure="Write it as mentoring@example.org.",
        ) from None
    return Address(display_name=one_line(said or name), username=known.username, domain=known.domain)


def mail_of(letter: Letter, to: Address, sender: Address, at: datetime) -> EmailMessage:
    """The message with its headers.

    It says that a program wrote it, so that no program answers (RFC 3834, section 5), and how it is stopped with one
    click (RFC 2369, section 3.2; RFC 8058, section 3.1).
    """
    mail = EmailMessage(policy=PLAIN)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = one_line(letter.subject)[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = _whole_id(letter.message_id, sender)
    mail["Auto-Submitted"] = "auto-generated"
    if letter.stop:
        mail["List-Unsubscribe"] = f"<{letter.stop}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    if letter.html:
        mail.add_alternative(letter.html, subtype="html")
    return mail


def one_line(text: str) -> str:
    """Without line ends, characters that steer and encoded words: what stands in a header can begin no other one."""
    steady = "".join(" " if not each.isprintable() else each for each in text)
    return " ".join(steady.replace(_ENCODED, "= ?").split())


def _whole_id(token: str, sender: Address) -> str:
    """In angle brackets; what has no domain gets the sender's, so that it is the only one in the world."""
    bare = token.strip("<>")
    return f"<{bare}>" if "@" in bare else f"<{bare}@{sender.domain}>"
