"""The board: roles, talks and projects that somebody offers, and people who are pointed to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.domain.spaces import Pointer, Post, PostKind
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.opportunities_told import (
    Opportunity,
    Pointed,
    is_on_the_board,
    is_over,
    pointed,
    pointer_id_of,
    reaches,
    told,
)
from copilot.services.policy import Action, Policy
from copilot.services.spaces import wording
from copilot.services.spaces.posting import check_pace

Offer = Literal["role", "talk", "project"]
Answer = Literal["interested", "not now"]

LONGEST = timedelta(days=366)
"""Between posting an opportunity and its last day."""
MONTH = timedelta(days=30)
MOST_A_MONTH = 5
"""Pointers by one person to one other."""
MOST_WORDS = 1_000
MOST_OPEN = 20
"""Opportunities of one member at a time."""
NO_REASON = "Whoever keeps the board found that it does not belong there."


class OpportunitiesService:
    """What is on the board, and who was pointed to what."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def every(self, asker: Asker, *, offer: str = "", past: bool = False) -> list[Opportunity]:
        """What is open, that which ends first before the rest; with `past` her own that are over, too."""
        self._policy.require(asker, Action.BOARD_READ)
        with self._units.reading() as unit:
            every = unit.posts.all(space="", kind=PostKind.OPPORTUNITY)
            standing = [post for post in every if self._stands(asker, post)]
            posts = [post for post in standing if not offer or post.offer == offer]
            seen = [self._told(unit, asker, post) for post in posts if self._sees(asker, post)]
        wanted = [each for each in seen if each.open or past]
        return sorted(wanted, key=lambda each: (not each.open, each.closes or date.max, each.posted, each.id))

    def show(self, asker: Asker, opportunity_id: str) -> Opportunity:
        """One opportunity: while it is open for everybody, then for its author and who was pointed to it."""
        self._policy.require(asker, Action.BOARD_READ)
        with self._units.reading() as unit:
            return self._told(unit, asker, self._seen(unit, asker, opportunity_id))

    def post(
        self,
        asker: Asker,
        offer: Offer,
        title: str,
        text: str,
        *,
        link: str = "",
        closes: date | None = None,
    ) -> Opportunity:
        """Put an opportunity on the board.

        Args:
            asker: who offers it, or knows of it.
            offer: role, talk or project.
            title: what it is, in a line.
            text: what is asked and what she gets; Markdown.
            link: an https address with more; it is shown, and never fetched.
            closes: its last day; without one it stands until it is closed.
        """
        self._policy.require(asker, Action.BOARD_WRITE)
        with self._units() as unit:
            self._check_room(unit, asker)
            check_pace(unit, asker, self._clock.now())
            post = made(
                Post,
                id=new_id("po"),
                author=asker.member,
                kind=PostKind.OPPORTUNITY,
                at=self._clock.now(),
                **self._fields(offer, title, text, link, closes),
            )
            unit.posts.add(post)
            unit.commit()
            return self._told(unit, asker, post)

    def edit(
        self,
        asker: Asker,
        opportunity_id: str,
        *,
        offer: Offer | None = None,
        title: str | None = None,
        text: str | None = None,
        link: str | None = None,
        closes: date | None = None,
    ) -> Opportunity:
        """Change one's own; what is None stays. With a later last day one that was over is open again.

        Conflict for what a keeper took off the board.
        """
        with self._units() as unit:
            post = self._own(unit, asker, opportunity_id)
            self._check_editable(unit, asker, post, closes)
            fields = self._fields(
                offer or post.offer,
                post.title if title is None else title,
                post.text if text is None else text,
                post.link if link is None else link,
                closes or post.closes,
            )
            kept = unit.posts.save(post.changed(edited=self._clock.now(), **fields))
            unit.commit()
            return self._told(unit, asker, kept)

    def close(self, asker: Asker, opportunity_id: str, reason: str = "") -> Opportunity:
        """Take it off the board: its author until she opens it again, or for good whoever keeps the community's topics.

        The log then says so, and its author reads the reason.
        """
        with self._units() as unit:
            post = self._seen(unit, asker, opportunity_id)
            hers = bool(asker.member) and post.author == asker.member
            self._policy.require(asker, Action.BOARD_WRITE if hers else Action.TOPICS_OPEN)
            if self._is_over(post):
                return self._told(unit, asker, post)
            if hers:
                kept = unit.posts.save(post.changed(closes=self._today() - timedelta(days=1)))
            else:
                why = wording.words(reason or NO_REASON, "reason", wording.MOST_IN_A_REASON)
                kept = unit.posts.save(post.changed(removed=True, reason=why))
                unit.audit_log.add(self._entry(asker, post.id))
            unit.commit()
            return self._told(unit, asker, kept)

    def point(self, asker: Asker, opportunity_id: str, member_id: str, words: str) -> Pointed:
        """Point somebody to an opportunity, with a sentence on why she. She alone sees it, and answers if she likes.

        Who is paused, or wishes no contact with the asker, doesn't see it; nothing here tells that apart.
        """
        self._policy.require(asker, Action.BOARD_WRITE)
        why = wording.words(words, "words", MOST_WORDS)
        if member_id == asker.member:
            raise BadInput(
                "Nobody points herself to something.",
                place="--to",
                cure="Write to whoever posted it, or let somebody who knows you point you there.",
            )
        with self._units() as unit:
            post = self._seen(unit, asker, opportunity_id)
            self._check_pointable(unit, asker, post, member_id)
            pointer = made(
                Pointer,
                id=pointer_id_of(post.id, member_id, asker.member),
                post=post.id,
                member=member_id,
                by=asker.member,
                words=why,
                at=self._clock.now(),
            )
            unit.pointers.add(pointer)
            unit.commit()
            return self._pointed(unit, asker, pointer, post)

    def answer(self, asker: Asker, pointer_id: str, answer: Answer) -> Pointed:
        """Say whether one is interested. “Not now” is told to nobody; “interested” to its author and who pointed."""
        if answer not in ("interested", "not now"):
            raise BadInput(f"“{answer}” is no answer.", place="answer", cure="Say interested, or not now.")
        with self._units() as unit:
            pointer = unit.pointers.find(pointer_id)
            post = unit.posts.find(pointer.post) if pointer else None
            if pointer is None or post is None or post.removed or not reaches(unit, pointer, asker.member):
                raise NotFound(
                    "There is no such pointer to you.",
                    place=pointer_id,
                    cure="`board pointed` shows what you were pointed to.",
                )
            kept = unit.pointers.save(pointer.changed(state=answer))
            unit.commit()
            return self._pointed(unit, asker, kept, post)

    def pointed(self, asker: Asker) -> list[Pointed]:
        """What she was pointed to, what she pointed others to, and who is interested in hers; the latest first."""
        self._policy.require(asker, Action.BOARD_READ)
        if not asker.member:
            return []
        with self._units.reading() as unit:
            own = {post.id for post in unit.posts.all(author=asker.member, kind=PostKind.OPPORTUNITY)}
            found = (
                *(
                    each
                    for each in unit.pointers.all(member=asker.member)
                    if reaches(unit, each, asker.member)
                ),
                *unit.pointers.all(by=asker.member),
                *unit.pointers.all(post=own, state="interested"),
            )
            every = {each.id: each for each in found}
            found_posts = unit.posts.all(id={each.post for each in every.values()})
            posts = {post.id: post for post in found_posts if not post.removed}
            return [
                self._pointed(unit, asker, each, posts[each.post])
                for each in sorted(every.values(), key=lambda each: (each.at, each.id), reverse=True)
                if each.post in posts
            ]

    def _check_room(self, unit: UnitOfWork, asker: Asker) -> None:
        own = unit.posts.all(author=asker.member, kind=PostKind.OPPORTUNITY, space="")
        if sum(not self._is_over(post) for post in own) >= MOST_OPEN:
            raise Conflict(
                f"{MOST_OPEN} opportunities of yours are open.",
                place="board",
                cure="Close one that is filled.",
            )

    def _check_editable(self, unit: UnitOfWork, asker: Asker, post: Post, closes: date | None) -> None:
        if post.removed:
            raise Conflict(
                "Whoever keeps the board took it off.", place=post.id, cure="`board show` tells you why."
            )
        if not self._is_over(post):
            return
        if closes is None:
            raise Conflict("This opportunity is over.", place=post.id, cure="Give it a later last day.")
        self._check_room(unit, asker)

    def _check_pointable(self, unit: UnitOfWork, asker: Asker, post: Post, member_id: str) -> None:
        if unit.members.find(member_id) is None:
            raise NotFound(
                f"Nobody has the id {member_id}.",
                place="--to",
                cure="Ask her for it, or choose from the list.",
            )
        if self._is_over(post):
            raise Conflict(
                "This opportunity is over.", place=post.id, cure="`board list` shows what is open."
            )
        if member_id == post.author:
            raise BadInput("She posted it herself.", place="--to", cure="Write to her.")
        if unit.pointers.find(pointer_id_of(post.id, member_id, asker.member)):
            raise Conflict(
                "You pointed her to it already.", place=post.id, cure="She answers when she likes."
            )
        since = self._clock.now() - MONTH
        recent = [each for each in unit.pointers.all(by=asker.member, member=member_id) if each.at > since]
        if len(recent) >= MOST_A_MONTH:
            raise Conflict(
                f"You pointed her to {MOST_A_MONTH} things within a month.",
                place="--to",
                cure="Let her choose among those first.",
            )

    def _fields(self, offer: str, title: str, text: str, link: str, closes: date | None) -> dict[str, object]:
        if offer not in ("role", "talk", "project"):
            raise BadInput(f"“{offer}” is no offer.", place="--offer", cure="Give role, talk or project.")
        heading = wording.title(title)
        if not heading:
            raise BadInput("The opportunity has no title.", place="title", cure="Say in a line what it is.")
        today = self._today()
        if closes is not None and not today <= closes <= today + LONGEST:
            raise BadInput(
                "Its last day is over already."
                if closes < today
                else "Its last day is more than a year away.",
                place="--closes",
                cure="Give a day from today on, within a year.",
            )
        kept = wording.words(text)
        address = wording.link(link) if link.strip() else ""
        return {"offer": offer, "title": heading, "text": kept, "link": address, "closes": closes}

    def _seen(self, unit: UnitOfWork, asker: Asker, opportunity_id: str) -> Post:
        post = unit.posts.find(opportunity_id)
        if post is None or not self._stands(asker, post) or not self._sees(asker, post, unit):
            raise NotFound(
                "There is no such opportunity that you may see.",
                place=opportunity_id,
                cure="`board list` shows what is open.",
            )
        return post

    def _own(self, unit: UnitOfWork, asker: Asker, opportunity_id: str) -> Post:
        self._policy.require(asker, Action.BOARD_WRITE)
        post = unit.posts.find(opportunity_id)
        if post is None or not asker.member or post.author != asker.member or not self._stands(asker, post):
            raise NotFound(
                "You posted no such opportunity.",
                place=opportunity_id,
                cure="`board list --past` shows yours, too.",
            )
        return post

    def _stands(self, asker: Asker, post: Post) -> bool:
        """Whether it is on the board, open or over; what was taken off it is so for its author alone."""
        hers = bool(asker.member) and post.author == asker.member
        return is_on_the_board(post.changed(removed=False) if hers else post)

    def _sees(self, asker: Asker, post: Post, unit: UnitOfWork | None = None) -> bool:
        """While it is open everybody; then who posted it, and who was pointed to it."""
        if not self._is_over(post) or (asker.member and post.author == asker.member):
            return True
        pointers = unit.pointers.all(post=post.id) if unit and asker.member else []
        return any(
            asker.member == each.by or (unit and reaches(unit, each, asker.member)) for each in pointers
        )

    def _told(self, unit: UnitOfWork, asker: Asker, post: Post) -> Opportunity:
        return told(unit, asker.member, post, self._today())

    def _pointed(self, unit: UnitOfWork, asker: Asker, pointer: Pointer, post: Post) -> Pointed:
        return pointed(unit, asker.member, pointer, post, self._today())

    def _is_over(self, post: Post) -> bool:
        return is_over(post, self._today())

    def _today(self) -> date:
        return self._clock.now().date()

    def _entry(self, asker: Asker, opportunity: str) -> AuditEntry:
        now, by = self._clock.now(), asker.name_in_log
        return AuditEntry(id=new_id("a"), at=now, by=by, verb="close", kind="space", record=opportunity)
