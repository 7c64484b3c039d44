"""Shout-outs: a write-up that she agreed to, said aloud in a space or to the whole community.

It is a post about her to which she has agreed already: the words are those she approved. What holds for stories holds
here too: once she takes her agreement back nobody else reads it, also not in a search, and no webhook sends it on.
"""

from __future__ import annotations

import hashlib
import re

from copilot.domain.asking import OPERATOR_ID, Asker
from copilot.domain.drafts import Draft, DraftKind
from copilot.domain.matches import AuditEntry
from copilot.domain.records import Value, new_id
from copilot.domain.spaces import Post, PostKind
from copilot.errors import BadInput, Conflict, NotFound
from copilot.ports import Clock, UnitOfWork, UnitsOfWork
from copilot.services.drafting.markdown import unescaped
from copilot.services.drafting.verbs.consenting import GIVEN
from copilot.services.making import made
from copilot.services.policy import Action, Policy
from copilot.services.spaces import wording
from copilot.services.spaces.belonging import place_for, places_of
from copilot.services.spaces.found import check_writable, no_such_post
from copilot.services.spaces.naming import check_names
from copilot.services.spaces.posting import check_pace, taken_away
from copilot.services.spaces.stories import from_afar
from copilot.services.spaces.visible import is_told, knows_of

_MARKS = re.compile(r"[ \t]*(?:\[\d{1,3}\])+(?=[\s.,;:!?]|$)")
_SOURCES = re.compile(r"^## Sources[ \t]*$.*\Z", re.MULTILINE | re.DOTALL)
_TITLE = re.compile(r"\A# +(?P<title>[^\n]+)\n*")
NO_REASON = "Whoever looks after the community took it down."
ASK_FOR_ANOTHER = "Have one drafted that names nobody but the person it is about."


class ShoutOutsShown(Value):
    """Shout-outs for her to read, the newest first; and those about her that she has taken back."""

    shout_outs: tuple[Post, ...]
    taken_back: tuple[Post, ...]


class ShoutOutsService:
    """Words of recognition, said where others hear them."""

    def __init__(self, units: UnitsOfWork, policy: Policy, clock: Clock) -> None:
        self._units = units
        self._policy = policy
        self._clock = clock

    def give(self, asker: Asker, draft_id: str, space_id: str = "") -> Post:
        """Say a write-up aloud: in a space of hers, or with no space to the whole community.

        Args:
            asker: who had it written, or she whom it praises.
            draft_id: a recognition that she whom it is about has approved.
            space_id: where.

        Raises Conflict where she has not agreed to these words, or took them back elsewhere, or where they stand there
        already; BadInput where somebody would praise herself, or where somebody else is named.
        """
        with self._units.reading() as unit:
            draft = self._hers(unit, asker, draft_id)
            heading, text = spoken(draft)
            self._check_names(unit, asker, draft, space_id, f"{heading}\n{text}")
        with self._units() as unit:
            draft = self._hers(unit, asker, draft_id)
            heading, text = spoken(draft)
            if space_id:
                check_writable(
                    self._policy, asker, place_for(unit, asker, space_id, self._clock.now().date())
                )
            check_pace(unit, asker, self._clock.now())
            _check_new(unit, asker, draft, space_id)
            _check_not_taken_back(unit, asker, draft)
            post = made(
                Post,
                id=id_of(draft_id, space_id),
                space=space_id,
                author=asker.member,
                kind=PostKind.SHOUT_OUT,
                title=heading,
                text=text,
                about=frozenset({draft.about}),
                agreed=frozenset({draft.about}),
                public=not space_id,
                at=self._clock.now(),
            )
            unit.posts.add(post)
            unit.commit()
        return post

    def every(self, asker: Asker) -> ShoutOutsShown:
        """The community's, and those of her spaces; of those about her also what she has taken back."""
        self._policy.require(asker, Action.STORIES_READ)
        with self._units.reading() as unit:
            hers = {place.id for place in places_of(unit, asker, self._clock.now().date())}
            posts = [each for each in unit.posts.all(kind=PostKind.SHOUT_OUT, parent="") if not each.removed]
        posts.sort(key=lambda each: (each.at, each.id), reverse=True)
        me = asker.member
        told = [
            each
            for each in posts
            if is_told(each) and (each.public or each.space in hers or knows_of(each, me))
        ]
        taken_back = [each for each in posts if me and me in each.about - each.agreed]
        return ShoutOutsShown(
            shout_outs=tuple(from_afar(each, hers) for each in told),
            taken_back=tuple(from_afar(each, hers) for each in taken_back),
        )

    def take_back(self, asker: Asker, post_id: str, reason: str = "") -> Post:
        """Take it down: she whom it praises hides it at once, and may show it again; who said it removes it.

        Whoever keeps the community's topics may take one down that everybody reads; her reason is then read by its
        author, and the log notes it.
        """
        with self._units() as unit:
            post = unit.posts.find(post_id)
            if post is None or post.kind is not PostKind.SHOUT_OUT or post.parent or post.removed:
                raise no_such_post(post_id)
            gone = self._taken_back(unit, asker, post, reason)
            unit.commit()
        return gone

    def _taken_back(self, unit: UnitOfWork, asker: Asker, post: Post, reason: str) -> Post:
        if asker.member and asker.member in post.about:
            self._policy.require(asker, Action.POST_AGREE, owners=post.about)
            return unit.posts.save(post.changed(agreed=post.agreed - {asker.member}))
        if asker.member and asker.member == post.author:
            return taken_away(unit, post)
        # Of one that is hidden, nobody but the two may know.
        if post.space or not is_told(post) or not self._policy.allows(asker, Action.TOPICS_OPEN):
            raise no_such_post(post.id)
        why = wording.words(reason, "reason", wording.MOST_IN_A_REASON) if reason.strip() else NO_REASON
        unit.audit_log.add(self._removed(asker, post))
        return unit.posts.save(post.changed(removed=True, reason=why))

    def _hers(self, unit: UnitOfWork, asker: Asker, draft_id: str) -> Draft:
        """The write-up, where this asker may say it aloud."""
        draft = unit.drafts.find(draft_id)
        if draft is None or not self._policy.allows(asker, Action.DRAFT_READ, owners=draft.owners):
            raise NotFound(
                "There is no such draft that you may see.",
                place=draft_id,
                cure="`draft list` shows yours.",
            )
        self._policy.require(asker, Action.DRAFT_WRITE, owners={draft.made_by, draft.about} - {OPERATOR_ID})
        if draft.kind is not DraftKind.RECOGNITION:
            raise BadInput(
                "Only words of recognition become a shout-out.",
                place=draft_id,
                cure="`draft recognition` has some written.",
            )
        _check_consent(draft)
        _check_not_of_oneself(asker, draft)
        return draft

    def _check_names(self, unit: UnitOfWork, asker: Asker, draft: Draft, space_id: str, text: str) -> None:
        """Whoever joined since it was written may be named in it by chance; the roster is read for that."""
        place = place_for(unit, asker, space_id, self._clock.now().date()) if space_id else None
        check_names(unit, place, text, {draft.about, draft.made_by}, ASK_FOR_ANOTHER)

    def _removed(self, asker: Asker, post: Post) -> AuditEntry:
        return AuditEntry(
            id=new_id("a"),
            at=self._clock.now(),
            by=asker.name_in_log,
            verb="remove",
            kind="recognition",
            record=post.id,
            detail={"author": post.author},
        )


def id_of(draft_id: str, space_id: str) -> str:
    """The post's id follows from what is said and where, so that the same words stand in one place once."""
    return f"so-{hashlib.sha256(f'{draft_id}|{space_id}'.encode()).hexdigest()[:20]}"


def spoken(draft: Draft) -> tuple[str, str]:
    """Its heading and its words as they are said aloud: without the numbers of sources, and without the sources."""
    words = _SOURCES.sub("", draft.markdown).strip()
    found = _TITLE.match(words)
    heading = unescaped(found["title"]) if found else ""
    rest = words[found.end() :] if found else words
    return wording.title(_MARKS.sub("", heading)), wording.words(_MARKS.sub("", rest))


def _check_consent(draft: Draft) -> None:
    """Consent is to the words she read: approved words can't be changed, and changed ones are not approved."""
    if draft.publishable and draft.consent == GIVEN:
        return
    missing = (
        "These words were put away."
        if draft.state == "discarded"
        else "Whoever had these words written has not approved them yet."
        if draft.consent == GIVEN
        else "She whom it is about has not agreed to these words yet."
    )
    raise Conflict(
        missing,
        place=draft.id,
        cure="Once it is approved by whoever had it written and by her, it can be said aloud.",
    )


def _check_not_of_oneself(asker: Asker, draft: Draft) -> None:
    """Nobody praises herself: neither with a write-up she had made, nor with words she changed and says herself."""
    hers = asker.member == draft.about
    if draft.made_by == draft.about or (hers and draft.versions and draft.versions[-1].by == draft.about):
        raise BadInput(
            "Nobody gives a shout-out in words of her own about herself.",
            place=draft.id,
            cure="Ask whoever saw it to have it written, or to say it aloud.",
        )


def _check_new(unit: UnitOfWork, asker: Asker, draft: Draft, space_id: str) -> None:
    there = unit.posts.find(id_of(draft.id, space_id))
    if there is None:
        return
    hidden = not is_told(there) and not there.removed and asker.member in there.about
    raise Conflict(
        "You took it back there." if hidden else "These words stand there already, or stood there.",
        place=there.id,
        cure="`spaces agree` shows it again." if hidden else "Say it in another space.",
    )


def _check_not_taken_back(unit: UnitOfWork, asker: Asker, draft: Draft) -> None:
    """What she hid in one place is hers alone to say in another. A post's id tells which words it says."""
    if asker.member == draft.about:
        return
    every = unit.posts.all(kind=PostKind.SHOUT_OUT, parent="")
    hidden = (each for each in every if draft.about in each.about - each.agreed)
    if any(each.id == id_of(draft.id, each.space) for each in hidden):
        raise Conflict(
            "These words are hidden elsewhere: she whom they are about took them back, or was not asked anew.",
            place=draft.id,
            cure="Ask her. She alone may say them elsewhere, or show them again where they were.",
        )
