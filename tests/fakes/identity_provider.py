import base64
import hashlib
import itertools
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit

from copilot.domain.elsewhere import Question, ReturnTrip, Said, SaidOut
from copilot.errors import NotAllowed, Unavailable


@dataclass
class _Issued:
    said: Said
    nonce: str
    challenge: str
    back_to: str


class RehearsedProvider:
    """A provider without a network: whoever `consents` is signed in there; codes are good once and for one asker."""

    def __init__(self, issuer: str = "https://sso.example.org", *, offers_sign_out: bool = True) -> None:
        self.issuer = issuer
        self.is_down = False
        self._offers_sign_out = offers_sign_out
        self._issued: dict[str, _Issued] = {}
        self._logouts: dict[str, SaidOut] = {}
        self._numbers = itertools.count(1)

    def consent(self, address: str, said: Said) -> ReturnTrip:
        """What a browser brings back after somebody signed in at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{next(self._numbers)}"
        self._issued[code] = _Issued(said, asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        return ReturnTrip(state=asked["state"], code=code)

    def logout_token(self, said: SaidOut) -> str:
        """A token that tells of a sign-out."""
        token = f"logout-{next(self._numbers)}"
        self._logouts[token] = said
        return token

    def address_to_sign_in(self, question: Question, back_to: str) -> str:
        self._answer()
        asked = {"state": question.state, "nonce": question.nonce, "redirect_uri": back_to,
                 "code_challenge": _challenge(question.verifier)}  # fmt: skip
        return f"{self.issuer}/authorize?{urlencode(asked)}"

    def redeemed(self, trip: ReturnTrip, question: Question, back_to: str) -> Said:
        self._answer()
        issued = self._issued.pop(trip.code, None)
        asked = (question.nonce, _challenge(question.verifier), back_to)
        if (
            issued is None
            or trip.issuer not in ("", self.issuer)
            or asked != (issued.nonce, issued.challenge, issued.back_to)
        ):
            raise NotAllowed("The other side did not confirm that you signed in there.", place="sign-in")
        return issued.said

    def address_to_sign_out(self, back_to: str) -> str:
        self._answer()
        if not self._offers_sign_out:
            return ""
        return f"{self.issuer}/end?{urlencode({'client_id': 'copilot', 'post_logout_redirect_uri': back_to})}"

    def signed_out(self, token: str) -> SaidOut:
        self._answer()
        if token not in self._logouts:
            raise NotAllowed("What the other side told us of you could not be verified.", place="sign-in")
        return self._logouts[token]

    def check(self) -> str:
        self._answer()
        return f"{self.issuer} answers"

    def _answer(self) -> None:
        if self.is_down:
            raise Unavailable("The other side can't be reached just now.", place="sign-in")


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
