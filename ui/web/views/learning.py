"""Learning in words and shapes: what comes next, tracks and their steps, answers with reasons, comments, readiness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from markupsafe import Markup

from copilot.domain.recognition import Badge
from copilot.services.learning.told import (
    Because,
    GuideStanding,
    GuideTold,
    NextTold,
    Rated,
    StepTold,
    Suggested,
    TrackTold,
)
from ui.web.views.guides import guide_link
from ui.web.views.pieces import (
    NOTHING,
    counted,
    day,
    empty,
    listed,
    notice,
    piece,
    section,
    together,
)

STAGES = (("read", "read"), ("understood", "understood"), ("practised", "practised"))
"""What a member does with a guide, in order: the field, and the word for it."""
SHOWN_NEXT = 3


def address(track: str = "", guide: str = "", ready: str = "") -> str:
    """Where a track, a guide's exercise or a readiness check is worked on."""
    said = {name: value for name, value in (("track", track), ("guide", guide), ("ready", ready)) if value}
    return f"/learning?{urlencode(said)}" if said else "/learning"


def upcoming(told: NextTold) -> Markup:
    """What to learn next, each with its reasons; the nearest help first where her words ask for it."""
    rows = [_suggestion(each, first=not n) for n, each in enumerate(told.suggestions[:SHOWN_NEXT])]
    signpost = notice(told.signpost, "care")
    cards = piece('<div class="next-guides">{}</div>', together(rows)) if rows else _all_done()
    how = piece(
        "<details><summary>How this was chosen</summary><p>{} {}</p></details>", told.order, told.remark
    )
    return together([signpost, section("What to learn next", cards, how)])


def _all_done() -> Markup:
    return empty(
        "Nothing is due.", "Browse the guides, or write down a goal: what helps with it then stands here."
    )


def _suggestion(each: Suggested, *, first: bool) -> Markup:
    doing = "Answer its questions" if each.do == "questions" else "Read"
    return piece(
        '<article class="card next-guide{}"><p class="small">{}, {}</p><h3><a href="{}">{}</a></h3>{}</article>',
        " first" if first else "", doing, counted(each.minutes, "minute"), address(guide=each.guide), each.title,
        together([_reason(why) for why in each.because]),
    )  # fmt: skip


def _reason(why: Because) -> Markup:
    quoted = piece(" <q>{}</q>", why.citation.quote) if why.citation else NOTHING
    return piece('<p class="because">{}{}</p>', why.words, quoted)


def track_cards(tracks: Sequence[TrackTold], roles: frozenset[str]) -> Markup:
    """The tracks of her roles and those she began as cards; those of others in a fold below."""
    mine = [each for each in tracks if each.role in roles or _is_begun(each)]
    others = [each for each in tracks if each not in mine]
    own = listed([_track_card(each) for each in mine], "cards tracks") or empty(
        "No track is made for your roles yet.", "Those of others are open to you as well; look below."
    )
    fold = (
        piece(
            "<details><summary>Tracks made for other roles</summary>{}</details>",
            listed([_track_card(each) for each in others], "cards tracks"),
        )
        if others
        else NOTHING
    )
    return section("Your tracks", own, fold)


def _is_begun(track: TrackTold) -> bool:
    return track.mine is not None and track.mine.state != "open"


def _track_card(track: TrackTold) -> Markup:
    return piece(
        '<a href="{}">{}</a><span class="small">for a {}, {}</span>{}{}',
        address(track.id), track.title, track.role, counted(track.minutes, "minute"), beads(track), _how_far(track),
    )  # fmt: skip


def _how_far(track: TrackTold) -> Markup:
    mine = track.mine
    if mine is None or (mine.state == "open" and not mine.done):
        return piece('<span class="small far">{}</span>', counted(len(track.steps), "step"))
    if mine.finished:
        return piece('<span class="small far">finished {}</span>', day(mine.finished))
    return piece('<span class="small far">{} of {} steps done</span>', mine.done, mine.of)


def beads(track: TrackTold) -> Markup:
    """A row with a bead for each step: filled where it is done, half where it is begun."""
    signs = [piece('<i class="{}"></i>', _bead(step.mine)) for step in track.steps]
    done = track.mine.done if track.mine else 0
    return piece(
        '<span class="beads" role="img" aria-label="{} of {} steps done">{}</span>',
        done, len(track.steps), together(signs),
    )  # fmt: skip


def _bead(mine: GuideStanding | None) -> str:
    if mine is None or not (mine.read or mine.understood or mine.practised):
        return ""
    return "done" if mine.done else "begun"


def track_opened(track: TrackTold) -> Markup:
    """A track with its steps, and how far she is with each."""
    changed = track.mine is not None and track.mine.changed
    note = (
        notice("This track has changed since you finished it. Finished stays finished.", "plain")
        if changed
        else NOTHING
    )
    return piece(
        '<article class="track">{}<h2>{}</h2><p class="under">{}</p><p class="row standing-of">{}{}</p>{}'
        '<ol class="track-steps">{}</ol></article>',
        crumbs(), track.title, track.why, beads(track), _how_far(track), note,
        together([_step(step, track.id) for step in track.steps]),
    )  # fmt: skip


def _step(step: StepTold, track: str) -> Markup:
    return piece(
        '<li class="{}"><span class="n" aria-hidden="true">{}</span><div><h3><a href="{}">{}</a></h3><p>{}</p>{}'
        '<p class="small try"><b>Try this.</b> {}</p></div></li>',
        _bead(step.mine), step.n, address(track, step.guide), step.title, step.why,
        stages(step.mine, counted(step.minutes, "minute"), exercise=step.questions), step.try_this,
    )  # fmt: skip


def crumbs(track: TrackTold | None = None) -> Markup:
    """The way back."""
    up = (
        piece(' <span aria-hidden="true">›</span> <a href="{}">{}</a>', address(track.id), track.title)
        if track
        else NOTHING
    )
    return piece('<nav class="crumb" aria-label="Way back"><a href="/learning">Learning</a>{}</nav>', up)


def stages(mine: GuideStanding | None, lead: str = "", *, exercise: bool = True) -> Markup:
    """Read, understood, practised: each done or not, seen and heard."""
    wanted = STAGES if exercise else STAGES[:1]
    marks = [
        _stage(word, done=mine is not None and getattr(mine, field) is not None) for field, word in wanted
    ]
    begin = piece("<li>{}</li>", lead) if lead else NOTHING
    return piece('<ul class="stages">{}{}</ul>', begin, together(marks))


def _stage(word: str, *, done: bool) -> Markup:
    spoken = NOTHING if done else piece('<span class="for-readers">not yet </span>')
    return piece(
        '<li class="{}"><i class="sign {}" aria-hidden="true"></i><span>{}{}</span></li>',
        "done" if done else "still", "full" if done else "open", spoken, word,
    )  # fmt: skip


def guide_opened(guide: GuideTold, track: TrackTold | None) -> Markup:
    """Above a guide's exercise: where it stands, the way to its text, and how far she is."""
    return piece(
        '<div class="opened">{}<h2>{}</h2>{}<p class="ways">{} <span class="small">It opens beside this page.'
        "</span></p></div>",
        crumbs(track), guide.title,
        stages(guide.mine, counted(guide.minutes, "minute"), exercise=bool(guide.questions)),
        guide_link("Read the guide", guide.guide),
    )  # fmt: skip


def onward(track: TrackTold | None, guide: str) -> Markup:
    """The step after this one; where all are done, that they are."""
    if track is None:
        return NOTHING
    left = [step for step in track.steps if step.guide != guide and not (step.mine and step.mine.done)]
    following = next((step for step in left if step.n > _place(track, guide)), left[0] if left else None)
    if following is None:
        return piece('<p class="onward"><a href="{}">Back to the track</a></p>', address(track.id))
    return piece(
        '<p class="onward"><span class="small">Next in this track</span> <a href="{}">{}</a></p>',
        address(track.id, following.guide), following.title,
    )  # fmt: skip


def _place(track: TrackTold, guide: str) -> int:
    return next((step.n for step in track.steps if step.guide == guide), 0)


def readiness_doors(rated: Mapping[str, Rated | None]) -> Markup:
    """The way to the readiness check of each role, and how the last one went."""
    cards = [_door(role, last) for role, last in rated.items()]
    lead = piece('<p class="under">Six areas in which you rate yourself. Nobody but you sees it.</p>')
    return section("Before a first match", lead, listed(cards, "cards small-cards readiness"))


def _door(role: str, last: Rated | None) -> Markup:
    link = piece('<a href="{}">Ready to be a {}?</a>', address(ready=role), role)
    return piece('{}<p class="small">{}</p>', link, _rated_when(last))


def _rated_when(last: Rated | None) -> Markup:
    if last is None:
        return piece("About five minutes.")
    # In one piece: a card sets what stands side by side apart, and the full stop would stand alone.
    return piece("<span>You looked at yourself {}.</span>", day(last.at))


def certificate_given(badge: Badge) -> Markup:
    """That it is there, and where it is shown and checked."""
    return piece(
        '<div class="notice good" role="status"><p>Your certificate, “{}”, is signed and yours. '
        '<a href="/badges">It is with your badges</a>, where you decide who sees it.</p></div>',
        badge.name,
    )  # fmt: skip
