"""Every verb of every service, by everybody, on own things and others': allowed or refused as table.yaml says."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copilot.app import Copilot
from copilot.errors import CopilotError, NotAllowed, NotFound
from tests.permissions.attempts import At
from tests.permissions.community import ASKERS, INSIDER, OUTSIDER, asker_of, id_of, open_community
from tests.permissions.rehearsal import Rehearsal
from tests.permissions.table import (
    FILE,
    allowed,
    attempt_of,
    services_of,
    table,
    verbs_of,
    whose_things,
)

VERBS = sorted(table()["verbs"])
BESIDE = f"tests/permissions/{FILE.name}"


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rehearsal]:
    """The community's home."""
    copilot = open_community(tmp_path_factory.mktemp("permissions"))
    rehearsal = Rehearsal(copilot)
    yield rehearsal
    rehearsal.close()
    copilot.close()


@pytest.fixture(scope="module")
def copilot(rehearsal: Rehearsal) -> Copilot:
    """The copilot over it."""
    return rehearsal.copilot


def test_every_verb_of_every_service_has_a_rule_and_a_way_to_try_it(copilot: Copilot) -> None:
    missing: list[str] = []
    for name, part in services_of(copilot).items():
        if name in table()["no_services"]:
            continue
        for verb, told_who_asks in verbs_of(name, part).items():
            missing += _missing(verb, told_who_asks)
    assert not missing, "\n".join(missing)


def _missing(verb: str, told_who_asks: bool) -> list[str]:
    if not told_who_asks:
        known = verb in table()["without_an_asker"]
        why = f"{verb} isn't told who asks: say under `without_an_asker` in {BESIDE} why that is safe."
        return [] if known else [why]
    found = []
    if verb not in table()["verbs"]:
        found.append(f"{verb} is new: say who may use it in {BESIDE}, a line under `verbs`.")
    if attempt_of(verb) is None:
        name = verb.replace(".", "_")
        found.append(f"{verb} is new: add a function {name} to tests/permissions/attempts.py that tries it.")
    return found


def test_the_table_speaks_of_no_verb_that_is_gone(copilot: Copilot) -> None:
    parts = services_of(copilot)
    known = {verb for name, part in parts.items() for verb in verbs_of(name, part)}
    named = {verb.partition(" / ")[0] for verb in VERBS} | set(table()["without_an_asker"])
    assert sorted(named - known) == []
    assert sorted(set(table()["no_services"]) - set(parts)) == []
    assert [verb for verb in VERBS if attempt_of(verb) is None] == []


@pytest.mark.parametrize("who", ASKERS)
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_does_what_the_table_says_and_nothing_where_it_refuses(
    rehearsal: Rehearsal, verb: str, who: str
) -> None:
    wrong = [
        f"{who} on {whose} things: {said}"
        for whose in whose_things(verb, who)
        if (said := _deviation(rehearsal, verb, who, whose))
    ]
    assert not wrong, f"{verb}: " + "; ".join(wrong)


def _deviation(rehearsal: Rehearsal, verb: str, who: str, whose: str) -> str:
    """What is not as the table says; empty where all is."""
    may = allowed(verb, whose, who)
    try:
        refused = _refused(rehearsal, verb, who, whose)
        changed = rehearsal.changed()
    finally:
        rehearsal.put_back()
    if refused and changed:
        return "it was refused, and something changed all the same"
    if refused and may:
        return f"the table allows it, the service doesn't: {refused}"
    return "" if refused or may else "the table forbids it, the service did it"


def _refused(rehearsal: Rehearsal, verb: str, who: str, whose: str) -> str:
    """The words of a refusal; empty where the attempt was let in, whatever the records then said to it."""
    asker = asker_of(rehearsal.copilot, who)
    owner = {"own": id_of(who), "programme": INSIDER, "other": OUTSIDER}[whose]
    try:
        attempt_of(verb)(At(rehearsal.copilot, asker, owner, rehearsal.settled))
    except (NotAllowed, NotFound) as refusal:
        return str(refusal)
    except CopilotError:
        return ""
    return ""


@pytest.mark.parametrize("verb", [verb for verb in VERBS if any(table()["verbs"][verb].values())])
def test_an_attempt_on_a_verb_really_does_it_where_it_is_allowed(rehearsal: Rehearsal, verb: str) -> None:
    """Otherwise a broken attempt would look like one that was let in."""
    said = [_failure(rehearsal, verb, who, whose) for who, whose in _allowed_ones(verb)]
    assert "" in said, f"{verb} was never done: {said[0]}"


def _allowed_ones(verb: str) -> list[tuple[str, str]]:
    return [(who, whose) for who in ASKERS for whose in whose_things(verb, who) if allowed(verb, whose, who)]


def _failure(rehearsal: Rehearsal, verb: str, who: str, whose: str) -> str:
    asker = asker_of(rehearsal.copilot, who)
    owner = {"own": id_of(who), "programme": INSIDER, "other": OUTSIDER}[whose]
    try:
        attempt_of(verb)(At(rehearsal.copilot, asker, owner, rehearsal.settled))
    except CopilotError as error:
        return f"{type(error).__name__}: {error}"
    else:
        return ""
    finally:
        rehearsal.put_back()
