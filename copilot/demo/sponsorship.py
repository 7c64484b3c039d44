"""Sponsorships of the sample community: what was pledged, what may be said, what was done and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from copilot.domain.citations import ProfileCitation
from copilot.domain.drafts import Draft, DraftKind, Fact, SponsorshipBrief
from copilot.domain.events import EventKind
from copilot.domain.matches import AuditEntry, Benefit, Claim, Match, MatchRole, MatchState, Rationale
from copilot.domain.relationships import Relationship, Stage
from copilot.domain.sponsorship import Advocacy, AdvocacyKind, MaySay, Pledge, Proof, SpeakingConsent
from copilot.domain.wording import first_name
from copilot.ports import UnitOfWork
from copilot.services.drafting.markdown import plain

DAY = timedelta(days=1)
INES, FEDERICA, REVIEWERS = "m1", "m23", ("m136", "m148")
INES_SPONSORED, MATCH, BRIEF = "r-ines-federica", "x-ines-federica", "d-ines-brief"
BEGAN = 41
SPOTLIGHTS = "sponsorship spotlights"


@dataclass(frozen=True)
class _Pledge:
    """Days are counted from today: `made` and `ended` ago, `left` until its day."""

    what: str
    made: int
    left: int
    aim: str = ""
    state: Literal["open", "kept", "given up"] = "open"
    ended: int = 0
    reason: str = ""


@dataclass(frozen=True)
class _Act:
    """What was done so many days ago; `fields` are those of her profile that it rested on, `pledge` counts from 1."""

    ago: int
    kind: AdvocacyKind
    room: str
    said: str = ""
    fields: tuple[int, ...] = ()
    consented: bool = True
    outcome: Literal["waiting", "door opened", "not this time"] = "waiting"
    words: str = ""
    confirmed: bool | None = None
    pledge: int = 0
    at_spotlight: bool = False


@dataclass(frozen=True)
class _Story:
    """One sponsorship: the pledges, the record, and the consent. `may_say` are entries of her experience."""

    relationship: str
    pledges: tuple[_Pledge, ...]
    acts: tuple[_Act, ...] = ()
    may_say: tuple[int, ...] = ()
    own: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    given: int = 0
    holds: int = 0
    withdrawn: int | None = None
    draft: str = field(default="")


STORIES = (
    _Story(
        INES_SPONSORED,
        (
            _Pledge("Introduce you to the head of data, in person and not by mail", 40, -10, state="kept", ended=12),
            _Pledge("Ask the directors for ten minutes for what you found out about refunds", 30, -3,
                    "ten minutes in front of the directors"),
            _Pledge("Say your name when the data team fills its part-time places", 30, 34,
                    "two days a week in data"),
        ),
        (
            _Act(12, AdvocacyKind.INTRODUCED, "the data leads’ Monday meeting",
                 "She logged every reason by hand, because nobody else did. Talk with her before you build anything.",
                 (1,), outcome="door opened", words="Two afternoons a month beside the analysts, from next month on.",
                 confirmed=True, pledge=1),
            _Act(9, AdvocacyKind.PUT_FORWARD, "", at_spotlight=True, confirmed=True),
            _Act(2, AdvocacyKind.DEFENDED, "the corridor after the people round",
                 "‘Only support’ trained eleven people last summer. Ask your own team how many came back.",
                 (2,), consented=False),
        ),
        may_say=(0, 1, 2), own=("Inês would like to work two days a week in data, without starting at the bottom.",),
        rooms=("the people round", "the data leads’ Monday meeting", SPOTLIGHTS), given=36, holds=120, draft=BRIEF,
    ),
    _Story(
        "r4",
        (
            _Pledge("Find out who decides on country lead, and by when", 90, -70, state="kept", ended=76),
            _Pledge("Give up my own slot on a stage the deciders sit in front of", 70, -40, state="kept", ended=44),
            _Pledge("Bring country lead up again in the next round, with the budget on the table", 11, 26,
                    "country lead"),
        ),
        (
            _Act(44, AdvocacyKind.PUT_FORWARD, "the leadership evening",
                 "I was asked to speak. I would rather you heard Marcia, who built it.", (0,),
                 outcome="door opened", words="Three people asked for the slides; one of them decides.",
                 confirmed=True, pledge=2),
            _Act(12, AdvocacyKind.NOMINATED, "the season review",
                 "When two hundred thousand people wait in line, hers is the page that holds.", (0,),
                 outcome="not this time", words="“Never led a budget.” Fair, and from January on no longer true.",
                 confirmed=True),
        ),
        may_say=(0, 1), rooms=("the season review", "the leadership evening"), given=80, holds=60,
    ),
    _Story(
        "r5",
        (
            _Pledge("Write to both rounds whose slide it was", 60, -50, state="kept", ended=55),
            _Pledge("Ask for a slot at the partners’ summer day", 50, -20, state="given up", ended=25,
                    reason="The day was called off. I look for another stage in spring."),
            _Pledge("Pass every question on to you that is asked of me out of habit", 17, 60),
        ),
        (
            _Act(55, AdvocacyKind.DEFENDED, "the investment round",
                 "You have seen this slide twice without a name on it. The name is Edson Mendes Furtado.", (0,),
                 consented=False, confirmed=True, pledge=1),
            _Act(17, AdvocacyKind.INTRODUCED, "the investment round", fields=(0, 1), outcome="door opened",
                 words="Invited to the follow-up, directly and by name.", confirmed=True),
        ),
        may_say=(0, 1), rooms=("the investment round",), given=50, holds=90, withdrawn=8,
    ),
    _Story(
        "r50", (_Pledge("Name two on the round who can describe your work", 30, 21, "the list of acting posts"),),
        (_Act(6, AdvocacyKind.DEFENDED, "the round on acting posts", outcome="waiting", consented=False),),
    ),
    _Story("r52", (_Pledge("Sit down at the side and let you answer", 25, 12, "the directors’ meeting"),)),
    _Story(
        "r53", (_Pledge("Say your name aloud when partner leads are talked over", 20, 40, "lead of the partner team"),),
        (_Act(5, AdvocacyKind.INTRODUCED, "the partner forum", outcome="waiting", confirmed=True, consented=False),),
    ),
)  # fmt: skip


def keep_sponsorships(unit: UnitOfWork, now: datetime) -> None:
    """Keep them, as far as the sponsorships and the people of the sample community are there."""
    _bring_together(unit, now)
    for n, story in enumerate(STORIES, 1):
        relationship = unit.relationships.find(story.relationship)
        if relationship is not None:
            _Telling(unit, now, n, relationship).tell(story)


def _bring_together(unit: UnitOfWork, now: datetime) -> None:
    """Inês and Federica: proposed, and approved by two different managers before either was asked."""
    known = {member.id for member in unit.members.all(id={INES, FEDERICA, *REVIEWERS})}
    programme = unit.programmes.find("bridges")
    if not known.issuperset({INES, FEDERICA, *REVIEWERS}) or programme is None:
        return
    began = now - BEGAN * DAY
    unit.matches.add(
        Match(
            id=MATCH, seeker=INES, partner=FEDERICA, role=MatchRole.SPONSOR, state=MatchState.ACTIVE, score=0.61,
            rationale=Rationale(
                for_=(Claim(claim="Federica began the reviews in which directors say for whom they have spoken up."),),
                benefit=Benefit(seeker="A name in rooms she isn’t in", partner="Somebody outside her own field"),
            ),
            programme=programme.id, accepted_by=frozenset({INES, FEDERICA}), created=began - 9 * DAY,
        )
    )  # fmt: skip
    steps = (("proposed", "second_review"), ("second_review", "approved"))
    unit.audit_log.add(
        *(
            AuditEntry(
                id=f"a-{MATCH}-{n}", at=began - (6 - 2 * n) * DAY, by=by, verb="approve", kind="match", record=MATCH,
                detail={"before": before, "after": after},
            )
            for n, (by, (before, after)) in enumerate(zip(REVIEWERS, steps, strict=True))
        )
    )  # fmt: skip
    unit.relationships.add(
        Relationship(
            id=INES_SPONSORED, match=MATCH, role=MatchRole.SPONSOR, members=(INES, FEDERICA), programme=programme.id,
            started=began.date(), stage=Stage.CULTIVATION,
        )
    )  # fmt: skip
    unit.drafts.add(_brief_of_ines(unit, began + 10 * DAY))


def _brief_of_ines(unit: UnitOfWork, on: datetime) -> Draft:
    """Approved by her, so that its sentences are hers to choose from."""
    ines = unit.members.get(INES)
    quotes = ines.profile.experience[:4]
    first = first_name(ines.name)
    told = [f"In {first}’s words: “{quote}”" for quote in quotes]
    form = SponsorshipBrief(
        may_say=tuple(Fact(text=text, evidence=(n,)) for n, text in enumerate(told, 1)),
        where=("When the data team speaks of its part-time places",),
        leave_out=(f"What {first} hasn’t told herself",),
        next_step=f"Ask {first} which of these sentences may be said, and where.",
    )
    lines = [
        f"# Sponsorship brief: {ines.name}", "", f"To be used once {first} has approved it, and not before.", "",
        f"## What may be said of {first}", "", *(f"- {plain(text)} [{n}]" for n, text in enumerate(told, 1)), "",
        "## Where (proposed)", "", *(f"- {each}" for each in form.where), "", "## What to leave out", "",
        *(f"- {each}" for each in form.leave_out), "", "## Next step", "", form.next_step,
    ]  # fmt: skip
    return Draft(
        id=BRIEF, kind=DraftKind.BRIEF, state="approved", writer="embedded", about=INES, owners=frozenset({INES}),
        made_by=INES, facts=form.may_say, body=form.model_dump(mode="json"), markdown="\n".join(lines) + "\n",
        citations=tuple(
            ProfileCitation(n=n, member=INES, field=f"experience[{n - 1}]", quote=quote)
            for n, quote in enumerate(quotes, 1)
        ),
        inputs={"consent": "given"}, created=on,
    )  # fmt: skip


class _Telling:
    """One story with the records it belongs to."""

    def __init__(self, unit: UnitOfWork, now: datetime, n: int, relationship: Relationship) -> None:
        self._unit, self._now, self._n, self._relationship = unit, now, n, relationship
        self._whose = {
            "relationship": relationship.id, "member": relationship.seeker, "sponsor": relationship.members[1],
        }  # fmt: skip
        self._experience = unit.members.get(relationship.seeker).profile.experience

    def tell(self, story: _Story) -> None:
        """Keep all of it."""
        self._unit.pledges.add(*(self._pledge(k, each) for k, each in enumerate(story.pledges, 1)))
        self._unit.advocacy.add(*self._acts(story))
        if story.rooms:
            self._unit.speaking_consents.add(self._consent(story))

    def _pledge(self, k: int, told: _Pledge) -> Pledge:
        return Pledge(
            id=f"pl-demo-{self._n}-{k}", what=told.what, aim=told.aim, until=self._now.date() + told.left * DAY,
            state=told.state, reason=told.reason, made=self._at(told.made),
            ended=self._at(told.ended) if told.state != "open" else None, **self._whose,
        )  # fmt: skip

    def _acts(self, story: _Story) -> Iterator[Advocacy]:
        for k, told in enumerate(story.acts, 1):
            title, event = self._spotlight() if told.at_spotlight else (told.room, "")
            if title:
                yield Advocacy(
                    id=f"ad-demo-{self._n}-{k}", kind=told.kind, on=self._day(told.ago), room=title, said=told.said,
                    evidence=self._proofs(told.fields), event=event, consented=told.consented, outcome=told.outcome,
                    pledge=f"pl-demo-{self._n}-{told.pledge}" if told.pledge else "", outcome_words=told.words,
                    confirmed=told.confirmed, at=self._at(told.ago), **self._whose,
                )  # fmt: skip

    def _spotlight(self) -> tuple[str, str]:
        """The spotlight that she is asked to speak at."""
        every = self._unit.events.all(kind=EventKind.SPOTLIGHT)
        found = next((one for one in every if self._whose["member"] in one.speakers), None)
        return (found.title, found.id) if found else ("", "")

    def _consent(self, story: _Story) -> SpeakingConsent:
        first = first_name(self._unit.members.get(self._relationship.seeker).name)
        from_profile = [
            MaySay(text=f"In {first}’s words: “{proof.quote}”", evidence=(proof,))
            for proof in self._proofs(story.may_say)
        ]
        return SpeakingConsent(
            id=f"sc-demo-{self._n}", draft=story.draft, rooms=story.rooms, given=self._at(story.given),
            may_say=(*from_profile, *(MaySay(text=each) for each in story.own)),
            until=self._now.date() + story.holds * DAY,
            withdrawn=None if story.withdrawn is None else self._at(story.withdrawn), **self._whose,
        )  # fmt: skip

    def _proofs(self, entries: tuple[int, ...]) -> tuple[Proof, ...]:
        return tuple(
            Proof(kind="profile", record=f"experience[{n}]", quote=self._experience[n])
            for n in entries
            if n < len(self._experience)
        )

    def _day(self, ago: int) -> date:
        return max(self._now.date() - ago * DAY, self._relationship.started)

    def _at(self, ago: int) -> datetime:
        return min(datetime.combine(self._day(ago), time(14, 20), tzinfo=UTC), self._now)
