"""What may be posted: words of a sensible length, nothing unseen in them, and links that lead to a page over TLS."""

from __future__ import annotations

from urllib.parse import urlsplit

from copilot.domain.spaces import MOST_CHARACTERS
from copilot.errors import BadInput
from knowledge.decoding import seen

MOST_IN_A_TITLE, MOST_IN_A_LINK, MOST_IN_A_REASON = 200, 2_000, 500


def words(text: str, place: str = "text", most: int = MOST_CHARACTERS) -> str:
    """The words as they are kept: without control characters and overrides of the writing direction.

    Raises BadInput where there are none, or more characters than `most`. Length comes first: nothing else is done
    with what is too long.
    """
    if len(text) > most:
        raise BadInput(
            f"That is longer than {most:,} characters.",
            place=place,
            cure="Say it shorter, or keep it elsewhere and post a link to it.",
        )
    kept = seen(text).strip()
    if not kept:
        raise BadInput("There are no words in it.", place=place, cure="Write a word or two.")
    return kept


def title(text: str, place: str = "title") -> str:
    """A title on one line; empty where none is given."""
    return " ".join(words(text, place, MOST_IN_A_TITLE).split()) if text.strip() else ""


def link(address: str) -> str:
    """An address as it may be shown to others; nobody ever fetches it here.

    Raises BadInput for anything but https, and for what hides where it leads: names and passwords in it, a host in
    other letters than it seems to be written in stays, but is spelled out in ASCII (RFC 3490).
    """
    given = address.strip()
    if len(given) > MOST_IN_A_LINK or given != "".join(seen(given).split()) or "\\" in given:
        raise _no_link(given)
    try:
        parts = urlsplit(given)
        host, _ = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except ValueError as fault:  # UnicodeError is one
        raise _no_link(given) from fault
    if parts.scheme != "https" or "." not in host.strip(".") or "@" in parts.netloc:
        raise _no_link(given)
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{host}{port}").geturl()


def _no_link(given: str) -> BadInput:
    return BadInput(
        f"“{seen(given)[:60]}” is no link that can be posted.",
        place="link",
        cure="Give the whole address of a page, beginning with https://.",
    )
