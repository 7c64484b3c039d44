"""Sign-ins that were begun here and are to come back from a provider: once, within ten minutes, to the same browser.

They are kept in the database, so that any process may finish what another began. Nonce and verifier are made from the
browser's cookie and the state, and kept nowhere: whoever reads the database can't finish anything.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from datetime import datetime, timedelta

from copilot.domain.elsewhere import BEGUN_LASTS, BegunSignIn, Question
from copilot.errors import NotAllowed, NotFound, Unavailable
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.accounts.tokens import kept_of, new_token
from copilot.services.accounts.waits import house_of

MOST_BEGUN = 200
"""Sign-ins that one network address may have open at once: an office, and still no flood."""
SWEPT_EVERY = timedelta(minutes=5)
_A_TOKEN = re.compile(r"[\w-]{43}", re.ASCII)


class BegunSignIns:
    """Keeps what was begun."""

    def __init__(self, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock
        self._swept: datetime | None = None

    def keep(self, question: Question, cookie: str, client: str) -> None:
        """Wait for this question's answer in the browser with this cookie. Unavailable where too many wait already."""
        now = self._clock.now()
        house = kept_of(house_of(client)) if client else ""
        with self._units() as unit:
            full = unit.begun_sign_ins.count(house=house) >= MOST_BEGUN
            if full or self._swept is None or now - self._swept >= SWEPT_EVERY:
                self._sweep(unit, now)
            if full and unit.begun_sign_ins.count(house=house) >= MOST_BEGUN:
                raise _too_many()
            unit.begun_sign_ins.add(
                BegunSignIn(
                    id=kept_of(question.state),
                    browser=kept_of(cookie),
                    house=house,
                    expires=now + BEGUN_LASTS,
                )
            )
            unit.commit()

    def spend(self, state: str, cookie: str) -> Question:
        """What was asked under this state, which is over now. NotAllowed where it is not for this browser, or spent."""
        with self._units() as unit:
            begun = unit.begun_sign_ins.find(kept_of(state))
            if begun is None or begun.expires <= self._clock.now() or begun.browser != kept_of(cookie):
                raise _spent()
            try:
                unit.begun_sign_ins.remove(begun.id)
            except NotFound:  # another process was faster with the same state
                raise _spent() from None
            unit.commit()
        return question_of(state, cookie)

    def _sweep(self, unit: UnitOfWork, now: datetime) -> None:
        """Throw away what never came back."""
        self._swept = now
        for begun in unit.begun_sign_ins.all():
            if begun.expires <= now:
                unit.begun_sign_ins.remove(begun.id)


def cookie_from(before: str) -> str:
    """The cookie that a browser has already, or a new one: a second tab must not spoil what the first has begun."""
    return before if _A_TOKEN.fullmatch(before) else new_token()


def question_of(state: str, cookie: str) -> Question:
    """The same for the same two, each of 256 random bits, as RFC 7636 (4.1) wants them for a verifier."""
    return Question(
        state=state, nonce=_made(cookie, "nonce", state), verifier=_made(cookie, "verifier", state)
    )


def _made(cookie: str, what: str, state: str) -> str:
    digest = hmac.digest(cookie.encode(), f"{what}:{state}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _spent() -> NotAllowed:
    return NotAllowed(
        "This sign-in was begun in another browser, is more than ten minutes old, or is done already.",
        place="sign-in",
        cure="Begin again with the button below.",
    )


def _too_many() -> Unavailable:
    return Unavailable(
        "Too many sign-ins were begun from where you are.",
        place="sign-in",
        cure="Wait ten minutes, then try again.",
        detail={"seconds": int(BEGUN_LASTS.total_seconds())},
    )
