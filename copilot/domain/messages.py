"""What is sent out of the community, and what became of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from copilot.domain.records import Value


class Message(Value):
    """A post as it leaves: who wrote what, and where.

    Args:
        text: Markdown, as it was written.
        title: its heading, if it has one.
        author: the name of who wrote it.
        where: the space it stands in.
        what: a few words about it, such as “Role, until 3 December 2026”.
        link: an https address that belongs to it.
        url: where it can be read whole; empty where the installation has no address.
    """

    text: str
    title: str = ""
    author: str = ""
    where: str = ""
    what: str = ""
    link: str = ""
    url: str = ""


class Sent(Value):
    """What became of a message.

    `later`: it may work another time, after `wait` seconds where the receiver said so. `refused`: it never will.
    `fault` is a sentence without the address in it. `may_have_arrived`: it was said, or begun to be, and nobody
    answered, or whoever answered had a fault of its own; what must not come twice is then not sent again.
    """

    outcome: Literal["sent", "later", "refused"]
    fault: str = Field("", max_length=500)
    wait: float | None = Field(None, ge=0)
    may_have_arrived: bool = False


class Letter(Value):
    """An e-mail to one person.

    Args:
        to: her address.
        subject: one line.
        text: plain text.
        html: the same as HTML; empty for none.
        message_id: the same for every try, so that a mail system can tell a copy (RFC 5322, 3.6.4).
        stop: the https address that stops such letters with one click (RFC 8058); empty where there is none.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    message_id: str
    stop: str = ""


class Posted(Value):
    """What became of a letter.

    `later`: it surely did not arrive, and may another time. `refused`: it never will. `unsure`: its words were handed
    over and nobody said what became of them. `fault` is a sentence without an address or a password in it. `begun` is
    false where nobody was called yet: what went wrong then says nothing of the way.
    """

    outcome: Literal["sent", "later", "refused", "unsure"]
    fault: str = Field("", max_length=500)
    begun: bool = Field(True, exclude=True)
