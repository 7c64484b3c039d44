"""Who may ask for the audit, and that nothing but the audit reads what members declared."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.errors import NotAllowed, NotFound
from tests.services.auditing.people import auditing, two_groups
from tests.services.matching.community import enrolled

ROOT = Path(__file__).parents[3]
MAY_TOUCH = {
    "copilot/domain/members.py",  # what it is
    "copilot/ports/records.py",  # that it is kept
    "copilot/stores/schema.py",
    "copilot/stores/unit_of_work.py",
    "copilot/stores/confidential.py",  # that it is kept sealed
    "copilot/demo/declared.py",  # the sample community's
    "copilot/demo/histories.py",
    "copilot/demo/loading.py",
    "copilot/demo/records.py",
    "copilot/services/members/kinds.py",  # what is known about oneself: shown to herself, handed out to herself,
    "copilot/services/members/gathering.py",
    "copilot/services/members/leaving.py",  # and delete means gone
    "copilot/services/members/hers.py",
    "copilot/domain/consents.py",  # whether she agreed, for her own ledger: neither which group nor its value
    "copilot/stores/witnessed.py",
    "copilot/services/consents/ways_back.py",  # her own attributes, to take them back
    "ui/web/pages/about_me.py",
    "copilot/services/auditing/declaring.py",  # how they come in
    "copilot/services/auditing/scene.py",  # the audit reads them here,
    "copilot/services/auditing/groups.py",  # and groups people by them
    "evals/suites/recognition_care.py",  # is everybody written of alike?
    "evals/suites/safety/community.py",  # a secret to be attacked
    "evals/suites/safety/stage.py",
}


def _names(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    found |= {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return found | {
        alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def test_nothing_but_the_audit_touches_declared_groups() -> None:
    touching = set()
    for folder in ("copilot", "knowledge", "prompts", "evals", "ui"):
        for file in (ROOT / folder).rglob("*.py"):
            if "migrations" not in file.parts and _names(file) & {"declared_groups", "DeclaredGroup"}:
                touching.add(file.relative_to(ROOT).as_posix())
    assert touching <= MAY_TOUCH


def test_matching_knows_nothing_of_the_audit() -> None:
    for file in (ROOT / "copilot" / "services" / "matching").rglob("*.py"):
        assert "copilot.services.auditing" not in file.read_text(encoding="utf-8"), file


@pytest.mark.parametrize(
    "asker",
    [
        Asker(member="s0", roles=frozenset({Role.MENTEE})),
        Asker(member="p0", roles=frozenset({Role.MENTOR})),
        Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"other"})),
        Asker(),
    ],
    ids=["a mentee", "a mentor", "a manager of another programme", "nobody"],
)
@pytest.mark.parametrize("programme", ["", "spring"])
def test_who_may_not_read_the_audit(asker: Asker, programme: str) -> None:
    units = two_groups(each=10).homed()
    enrolled(units, "spring", ["s0"], managers=["boss"])
    with pytest.raises(NotAllowed):
        auditing(units).audit(asker, programme, name_swaps=False)
    with units.reading() as unit:
        assert not unit.audit_log.all(kind="run")


@pytest.mark.parametrize(
    ("asker", "programme"),
    [
        (Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"})), "spring"),
        (Asker(member="chief", roles=frozenset({Role.ADMIN})), "spring"),
        (Asker(member="chief", roles=frozenset({Role.ADMIN})), ""),
        (OPERATOR, ""),
    ],
)
def test_who_may_read_the_audit(asker: Asker, programme: str) -> None:
    community = two_groups(each=12)
    units = community.homed()
    enrolled(units, "spring", [f"s{n}" for n in range(20)], managers=["boss"])
    report = auditing(units).audit(asker, programme, name_swaps=False)
    assert report.header.members == (20 if programme else len(community.members))
    assert report.header.by == asker.name_in_log


def test_a_manager_does_not_audit_the_whole_community() -> None:
    manager = Asker(member="boss", roles=frozenset({Role.MANAGER}), manages=frozenset({"spring"}))
    with pytest.raises(NotAllowed):
        auditing(two_groups().homed()).audit(manager, name_swaps=False)


def test_a_programme_that_is_not_there_is_said() -> None:
    with pytest.raises(NotFound):
        auditing(two_groups().homed()).audit(OPERATOR, "nowhere", name_swaps=False)
