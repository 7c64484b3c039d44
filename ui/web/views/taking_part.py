"""Who takes part in a programme, and who manages it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from copilot.domain.programmes import Enrolment
from copilot.services.members.service import Listed
from ui.web.people import People
from ui.web.views.pieces import NOTHING, badge, counted, empty, face, piece, section, together


def taking_part(listed: Sequence[Listed], enrolments: Sequence[Enrolment]) -> Markup:
    """Who is in the programme; those on a pause are marked."""
    if not listed:
        nobody = empty("Nobody is enrolled.", "An admin enrols people; then matching can look for pairs.")
        return section("Who takes part", nobody)
    paused = {each.member for each in enrolments if each.state == "paused"}
    resting = sum(each.paused or each.id in paused for each in listed)
    rows = [_member(each, each.paused or each.id in paused) for each in sorted(listed, key=lambda m: m.name)]
    return section(
        "Who takes part",
        piece(
            '<details><summary>{} take part{}</summary><div class="wide tall" role="region" '
            'aria-label="Who takes part" tabindex="0"><table class="plain-table"><thead><tr><th scope="col">Name</th>'
            '<th scope="col">As</th><th scope="col">Function</th></tr></thead><tbody>{}</tbody></table></div>'
            "</details>",
            counted(len(rows), "person", "people"), f", {resting:,} of them on a pause" if resting else "",
            together(rows),
        ),
    )  # fmt: skip


def _member(member: Listed, is_paused: bool) -> Markup:
    return piece(
        '<tr><th scope="row">{}{}</th><td>{}</td><td>{}</td></tr>',
        member.name, piece(" {}", badge("on a pause", "quiet")) if is_paused else NOTHING,
        ", ".join(sorted(role.value for role in member.roles)), member.function,
    )  # fmt: skip


def managers(ids: Iterable[str], people: People) -> Markup:
    """Who manages it, by name."""
    faces = [
        piece("<li>{}</li>", face(people.name(each), people.headline(each), n))
        for n, each in enumerate(sorted(ids))
    ]
    return piece('<ul class="plain managers">{}</ul>', together(faces)) if faces else NOTHING
