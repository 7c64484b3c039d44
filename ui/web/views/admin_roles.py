"""Who is what, on a page."""

from __future__ import annotations

from markupsafe import Markup

from copilot.domain.members import Role
from copilot.services.roles import Holder, Holders
from ui.web.views.pieces import badge, counted, empty, piece, together

MEANS: dict[Role, str] = {
    Role.MENTEE: "seeks a mentor or sponsor",
    Role.MENTOR: "accompanies mentees",
    Role.SPONSOR: "speaks up for others",
    Role.PEER: "meets people at eye level",
    Role.MANAGER: "may run a programme, once an admin gives them one",
    Role.ADMIN: "keeps the house: settings, imports, guides, roles",
}


def role_counts(holders: Holders) -> Markup:
    """How many hold each role."""
    cells = [
        piece("<div><dt>{}</dt><dd>{:,}</dd></div>", role.value, n) for role, n in holders.counts.items()
    ]
    return piece('<dl class="numbers">{}</dl>', together(cells))


def role_table(holders: Holders) -> Markup:
    """Those who were looked for."""
    if not holders.total:
        return empty("Nobody is called that.", "Write a part of a name or an id, or leave the field empty.")
    rows = together([_row(one) for one in holders.found])
    more = holders.total - len(holders.found)
    rest = f"The first {len(holders.found)} of {counted(holders.total, 'person', 'people')}; write more of a name."
    caption = rest if more > 0 else counted(holders.total, "person", "people")
    return piece(
        '<div class="card"><table class="plain-table"><caption class="under">{}</caption><thead><tr>'
        '<th scope="col">Name</th><th scope="col">Id</th><th scope="col">Roles</th></tr></thead><tbody>{}</tbody>'
        "</table></div>",
        caption, rows,
    )  # fmt: skip


def changed(before: Holder, after: Holder) -> str:
    """What a change came to, in a sentence."""
    given = [role for role in after.roles if role not in before.roles]
    taken = [role for role in before.roles if role not in after.roles]
    if not given and not taken:
        return f"{after.name} keeps the same roles."
    parts = [
        f"{verb} {', '.join(roles)}" for verb, roles in (("is now", given), ("is no longer", taken)) if roles
    ]
    return f"{after.name} {' and '.join(parts)}. It stands in the audit log."


def _row(one: Holder) -> Markup:
    tones = {Role.ADMIN: "care", Role.MANAGER: "good"}
    badges = together([badge(role.value, tones.get(role, "plain")) for role in one.roles])
    return piece(
        '<tr><th scope="row">{}</th><td><code>{}</code></td><td><span class="badges">{}</span></td></tr>',
        one.name, one.member, badges,
    )  # fmt: skip
