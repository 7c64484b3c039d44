"""How the verbs about accounts, roles, programmes and the installation are tried; the rest of attempts.py."""

from __future__ import annotations

from copilot.domain.asking import OPERATOR
from copilot.domain.matches import MatchRole
from copilot.domain.members import Role
from copilot.services.guide_shelf import GuideShelf, HandedOver
from tests.fakes.reading_room import ReadingRoom
from tests.permissions.attempts import At, look_for
from tests.permissions.community import DAY, NOW, OUTSIDER, PARTNER, id_of


class _Enough(Exception):
    """What was to be tried has begun; it need not end."""


# What is known about somebody
def members_update(at: At) -> None:
    at.copilot.members.update(at.asker, at.owner, {"headline": "Something new"})


def about_me_known(at: At) -> None:
    at.copilot.about_me.known(at.asker, at.owner)


def about_me_known__what_she_wrote(at: At) -> None:
    """Her goal and her draft, in what is told of her."""
    known = at.copilot.about_me.known(at.asker, at.owner)
    told = str([section.entries for section in known.sections])
    look_for("yes", {"yes"} if f"Charter of {at.owner}" in told and f"Goal of {at.owner}" in told else set())


def about_me_export(at: At) -> None:
    at.copilot.about_me.export(at.asker, at.owner)


def about_me_delete(at: At) -> None:
    at.copilot.about_me.delete(at.asker, at.owner)


def pausing_of(at: At) -> None:
    at.copilot.pausing.of(at.asker, at.owner)


def pausing_take(at: At) -> None:
    at.copilot.pausing.take(at.asker, at.owner, 2)


def pausing_pause(at: At) -> None:
    at.copilot.pausing.pause(at.asker, at.owner, until=NOW.date() + 30 * DAY, reason="a long journey")


def pausing_resume(at: At) -> None:
    at.copilot.pausing.resume(at.asker, at.owner)


# How sessions went
def moods_say(at: At) -> None:
    at.copilot.moods.say(at.asker, at.id("s"), 4, "It helped.")


def moods_of(at: At) -> None:
    at.copilot.moods.of(at.asker, at.id("r"))


def moods_read(at: At) -> None:
    with at.copilot.units.reading() as unit:
        at.copilot.moods.read(unit, at.asker, at.id("r"))


def glances_of(at: At) -> None:
    at.copilot.glances.of(at.asker, at.id("r"))


def glances_given_by(at: At) -> None:
    """The relationships in which somebody sought her: the owner seeks in hers, so it is never in this list."""
    look_for(at.id("r"), {one.id for one in at.copilot.glances.given_by(at.asker)})


def glances_passages(at: At) -> None:
    at.copilot.glances.passages(at.asker, at.id("r"))


# Programmes and matching
def programmes_enrolled(at: At) -> None:
    at.copilot.programmes.enrolled(at.asker, at.programme or "autumn")


def programmes_add_manager(at: At) -> None:
    at.copilot.programmes.add_manager(at.asker, at.programme or "autumn", OUTSIDER)


def programmes_remove_manager(at: At) -> None:
    at.copilot.programmes.remove_manager(at.asker, "both", id_of("manager"))


def programme_health_overseen(at: At) -> None:
    found = {one.id for one in at.copilot.programme_health.overseen(at.asker)}
    look_for(at.programme or "autumn", found)


def programme_health_show(at: At) -> None:
    at.copilot.programme_health.show(at.asker, at.programme or "autumn")


def programme_health_last_run(at: At) -> None:
    at.copilot.programme_health.last_run(at.asker, at.programme or "autumn", MatchRole.MENTOR)


def matching_kinds_to_choose(at: At) -> None:
    at.copilot.matching.kinds_to_choose(at.asker, at.owner)


# Accounts and roles
def accounts_invite(at: At) -> None:
    at.copilot.accounts.invite(at.asker, [at.owner])


def accounts_invite_all(at: At) -> None:
    at.copilot.accounts.invite_all(at.asker)


def accounts_every(at: At) -> None:
    at.copilot.accounts.every(at.asker)


def accounts_lock(at: At) -> None:
    at.copilot.accounts.lock(at.asker, at.owner)


def accounts_unlock(at: At) -> None:
    at.copilot.accounts.unlock(at.asker, at.owner)


def accounts_sign_out(at: At) -> None:
    at.copilot.accounts.sign_out(at.asker, at.owner)


def roles_holders(at: At) -> None:
    at.copilot.roles.holders(at.asker)


def roles_holder(at: At) -> None:
    at.copilot.roles.holder(at.asker, at.owner)


def roles_give(at: At) -> None:
    at.copilot.roles.give(at.asker, at.owner, Role.PEER)


def roles_take(at: At) -> None:
    at.copilot.roles.take(at.asker, at.owner, Role.SPONSOR)


def roles_set(at: At) -> None:
    at.copilot.roles.set(at.asker, PARTNER, [Role.MENTOR])


# The installation
def log_page(at: At) -> None:
    at.copilot.log.page(at.asker)


def log_as_csv(at: At) -> None:
    at.copilot.log.as_csv(at.asker)


def installation_settings(at: At) -> None:
    at.copilot.installation.settings(at.asker)


def installation_weights(at: At) -> None:
    at.copilot.installation.weights(at.asker)


def installation_change_weights(at: At) -> None:
    at.copilot.installation.change_weights(at.asker, at.copilot.installation.weights(at.asker).text)


def installation_restore_weights(at: At) -> None:
    at.copilot.installation.restore_weights(at.asker)


def installation_examine(at: At) -> None:
    at.copilot.installation.examine(at.asker)


def installation_spending(at: At) -> None:
    at.copilot.installation.spending(at.asker)


def _shelf(at: At) -> GuideShelf:
    """The shelf over an index of its own: that of the home isn't put back after an attempt, as its records are."""
    room, copilot = ReadingRoom(), at.copilot
    folder = copilot.home.folder.parent / "shelf"
    return GuideShelf(copilot.units, room, copilot.policy, copilot.clock, folder)  # type: ignore[arg-type]  # what it asks for


def _guide_file(at: At) -> HandedOver:
    return HandedOver(name="asking.md", at=at.copilot.home.folder.parent / "guides" / "asking.md")


def guide_shelf_every(at: At) -> None:
    _shelf(at).every(at.asker)


def guide_shelf_add(at: At) -> None:
    _shelf(at).add(at.asker, [_guide_file(at)])


def guide_shelf_add_builtin(at: At) -> None:
    _shelf(at).add_builtin(at.asker)


def guide_shelf_remove(at: At) -> None:
    shelf = _shelf(at)
    shelf.add(OPERATOR, [_guide_file(at)])
    at.prepared()
    shelf.remove(at.asker, "asking.md")
