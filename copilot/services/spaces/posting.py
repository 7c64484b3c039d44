"""Posts: written, answered, edited, removed, pinned."""

from __future__ import annotations

from datetime import datetime, timedelta

from copilot.domain.asking import Asker
from copilot.domain.matches import AuditEntry
from copilot.domain.records import new_id
from copilot.domain.spaces import Post, PostKind
from copilot.errors import BadInput, Conflict
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.making import made
from copilot.services.policy import Action, Policy
from copilot.services.spaces import wording
from copilot.services.spaces.belonging import place_for
from copilot.services.spaces.found import Standing, check_writable, keepers_for, no_such_post, standing
from copilot.services.spaces.naming import LEAVE_IT_OUT, check_names
from copilot.services.spaces.visible import ABOUT_PEOPLE, REMOVED, is_told

AN_HOUR = timedelta(hours=1)
MOST_AN_HOUR = 60
MOST_PINNED = 7


class PostingService:
    """What people write in their spaces."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def post(self, asker: Asker, space_id: str, text: str, *, title: str = "", link: str = "") -> Post:
        """Write in a space. With a link it is a resource: it needs a title, and the text says why it is worth it.

        Args:
            asker: who writes.
            space_id: where.
            text: Markdown, at most 20,000 characters.
            title: at most 200.
            link: an https address; it is shown, and never fetched.
        """
        kept, heading = wording.words(text), wording.title(title)
        address = wording.link(link) if link.strip() else ""
        if address and not heading:
            raise BadInput(
                "A resource needs a title.", place="title", cure="Say in a few words what the link leads to."
            )
        kind = PostKind.RESOURCE if address else PostKind.POST
        with self._units() as unit:
            place = place_for(unit, asker, space_id, self._clock.now().date())
            check_writable(self._policy, asker, place)
            check_pace(unit, asker, self._clock.now())
            post = made(
                Post,
                id=new_id("po"),
                space=space_id,
                author=asker.member,
                kind=kind,
                title=heading,
                text=kept,
                link=address,
                at=self._clock.now(),
            )
            unit.posts.add(post)
            unit.commit()
        return post

    def reply(self, asker: Asker, post_id: str, text: str) -> Post:
        """Answer a post; who answers an answer answers the post above it. Nobody answers what was removed.

        What answers a story or shout-out names nobody but those who know of it: its author, and those it is about.
        """
        kept = wording.words(text)
        self._check_story(asker, post_id, kept)
        with self._units() as unit:
            root = self._standing(unit, asker, post_id).root
            place = place_for(unit, asker, root.space, self._clock.now().date())
            check_writable(self._policy, asker, place)
            check_pace(unit, asker, self._clock.now())
            if root.removed:
                raise no_such_post(post_id)
            kind = root.kind if root.kind in ABOUT_PEOPLE else PostKind.POST
            reply = made(
                Post,
                id=new_id("po"),
                space=root.space,
                author=asker.member,
                parent=root.id,
                kind=kind,
                text=kept,
                at=self._clock.now(),
            )
            unit.posts.add(reply)
            unit.commit()
        return reply

    def edit(
        self, asker: Asker, post_id: str, text: str, *, title: str | None = None, link: str | None = None
    ) -> Post:
        """Say something of one's own differently; it is marked as edited. None leaves title and link as they are.

        Whom a story is about agreed to its words: once they change, she is asked again. BadInput where they name
        somebody else, as when it was told.
        """
        kept = wording.words(text)
        heading = None if title is None else wording.title(title)
        address = None if link is None else wording.link(link)
        self._check_story(asker, post_id, kept, heading)
        with self._units() as unit:
            found = self._standing(unit, asker, post_id)
            if found.post.author != asker.member:
                raise no_such_post(post_id)
            check_writable(self._policy, asker, found.place)
            before = found.post
            if address is not None and (before.parent or before.kind in ABOUT_PEOPLE):
                raise BadInput(
                    "Answers, stories and shout-outs have no link.",
                    place="link",
                    cure="Post it as a resource of its own.",
                )
            after = before.changed(
                text=kept,
                title=before.title if heading is None else heading,
                link=before.link if address is None else address,
                kind=before.kind if address is None else PostKind.RESOURCE,
                edited=self._clock.now(),
            )
            if after.kind is PostKind.RESOURCE and not after.title:
                raise BadInput("A resource needs a title.", place="title", cure="Give it one with the link.")
            if (after.title, after.text) != (before.title, before.text):
                after = after.changed(agreed=frozenset())
            saved = unit.posts.save(after)
            unit.commit()
        return saved

    def remove(self, asker: Asker, post_id: str, reason: str = "") -> Post:
        """Take a post away: one's own at any time; somebody else's as a keeper, with a reason that she reads.

        Where something answers it, its place stays. The log notes a keeper's removal, in ids only.
        """
        with self._units() as unit:
            post = unit.posts.find(post_id)
            if post is not None and post.space and post.author == asker.member:
                gone = taken_away(unit, post)
            else:
                gone = self._removed_by_keeper(unit, asker, post_id, reason)
            unit.commit()
        return gone

    def pin(self, asker: Asker, post_id: str, *, pinned: bool = True) -> Post:
        """Keep a post on top, or let it go again: keepers do; between two and in a circle, everybody in it."""
        with self._units() as unit:
            found = self._standing(unit, asker, post_id)
            self._policy.require(
                asker,
                Action.SPACE_KEEP,
                owners=found.place.pinners | keepers_for(self._policy, asker, found.place),
            )
            if found.place.shut:
                raise Conflict(found.place.shut, place=found.place.id, cure="Leave it as it is.")
            if found.post.parent:
                raise BadInput("An answer can’t be pinned.", place=post_id, cure="Pin the post it answers.")
            if pinned and unit.posts.count(space=found.place.id, pinned=True) >= MOST_PINNED:
                raise Conflict(
                    f"{MOST_PINNED} posts are pinned already.",
                    place=post_id,
                    cure="Let one of them go first.",
                )
            kept = unit.posts.save(found.post.changed(pinned=pinned))
            unit.commit()
        return kept

    def _standing(self, unit: UnitOfWork, asker: Asker, post_id: str) -> Standing:
        return standing(unit, asker, post_id, self._clock.now().date())

    def _check_story(self, asker: Asker, post_id: str, text: str, title: str | None = "") -> None:
        """Nothing where it is about nobody. `title` is None where the post's own stays."""
        with self._units.reading() as unit:
            found = self._standing(unit, asker, post_id)
            story = found.root
            if story.kind not in ABOUT_PEOPLE:
                return
            heading = found.post.title if title is None else title
            known = story.about | {story.author, asker.member}
            check_names(unit, found.place, f"{heading}\n{text}", known, LEAVE_IT_OUT)

    def _removed_by_keeper(self, unit: UnitOfWork, asker: Asker, post_id: str, reason: str) -> Post:
        found = self._standing(unit, asker, post_id)
        keepers = keepers_for(self._policy, asker, found.place)
        self._policy.require(asker, Action.SPACE_KEEP, owners=keepers)
        why = wording.words(reason, "reason", wording.MOST_IN_A_REASON)
        saved = unit.posts.save(found.post.changed(removed=True, reason=why, pinned=False))
        unit.audit_log.add(
            AuditEntry(
                id=new_id("a"),
                at=self._clock.now(),
                by=asker.name_in_log,
                verb="remove",
                kind="space",
                record=post_id,
                detail={"space": found.place.id, "author": found.post.author},
            )
        )
        return saved


def check_pace(unit: UnitOfWork, asker: Asker, now: datetime) -> None:
    """Conflict where she posted 60 times in the last hour: a mistake of a program, hardly ever a person."""
    recent = sum(1 for each in unit.posts.all(author=asker.member) if each.at > now - AN_HOUR)
    if recent >= MOST_AN_HOUR:
        raise Conflict(
            f"You have posted {recent} times within an hour.",
            place="text",
            cure="Take a break; nothing that stands there is lost.",
        )


def taken_away(unit: UnitOfWork, post: Post) -> Post:
    """Gone for good; where something answers it, its words alone are.

    Of a shout-out that she took back, the record that she did is kept: removing it must not let it be said anew.
    """
    refused = post.kind is PostKind.SHOUT_OUT and not is_told(post)
    if not refused and not unit.posts.count(parent=post.id):
        unit.posts.remove(post.id)
        return post.changed(text=REMOVED, title="", link="", removed=True)
    return unit.posts.save(
        post.changed(text=REMOVED, title="", link="", reason="", removed=True, pinned=False)
    )
