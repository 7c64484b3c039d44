"""Sponsorship as the faces see it."""

from __future__ import annotations

from copilot.services.sponsorship.advocating import Advocating
from copilot.services.sponsorship.pledging import Pledging
from copilot.services.sponsorship.seeing import Seeing
from copilot.services.sponsorship.speaking import Speaking
from copilot.services.sponsorship.spotlights import Spotlights
from copilot.services.sponsorship.status import Status


class SponsorshipService(Seeing, Pledging, Speaking, Advocating, Spotlights, Status):
    """What a sponsor pledges and does, and what the sponsored agrees to; a sponsor talks about her, not to her.

    Both read it, each her own side; managers read numbers. Matching has kept line managers out and asked two people
    for their yes before: here the first is checked again at every pledge, and the second is shown.
    """
