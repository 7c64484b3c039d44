"""Who vouches for people elsewhere: a provider of identities."""

from __future__ import annotations

from typing import Protocol

from copilot.domain.elsewhere import Question, ReturnTrip, Said, SaidOut


class IdentityProvider(Protocol):
    """One OpenID provider. What it says is checked before it is told here; what it is not sure of, it refuses.

    Every verb that asks the network takes seconds at most and raises Unavailable where the provider is out of reach or
    answers as no provider does.
    """

    @property
    def issuer(self) -> str:
        """Its name, which is an address; subjects are unique within it."""
        ...

    def address_to_sign_in(self, question: Question, back_to: str) -> str:
        """Where a browser goes to sign in; it comes back to `back_to`, an address of ours that the provider knows."""
        ...

    def redeemed(self, trip: ReturnTrip, question: Question, back_to: str) -> Said:
        """Who signed in there. NotAllowed where the code is worth nothing, or what the provider signed doesn't hold."""
        ...

    def address_to_sign_out(self, back_to: str) -> str:
        """Where a browser signs out of the provider, too; empty where it offers none. It comes back to `back_to`."""
        ...

    def signed_out(self, token: str) -> SaidOut:
        """What a logout token says that the provider sent us itself; NotAllowed where it is none, or not for us."""
        ...

    def check(self) -> str:
        """A sentence on how the provider is."""
        ...
