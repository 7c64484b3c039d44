"""Role charters: plain, complete for each role, in the frame of a programme, and the asker's own."""

import pytest

from copilot.domain.asking import OPERATOR
from copilot.domain.drafts import DraftKind
from copilot.errors import BadInput, NotFound
from copilot.services.drafting.verbs.charters import ROLES
from tests.services.drafting.community import ANA, GRACE, MANAGER, drafting, units


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_charter_that_passes_each_check(role: str) -> None:
    draft = drafting().charter(ANA, role)
    assert [check.reason for check in draft.checks if not check.passed] == []
    assert draft.kind is DraftKind.CHARTER
    assert draft.owners == {"ana"}
    assert draft.inputs["role"] == role


def test_the_frame_is_a_fact_of_the_programme_and_the_rest_is_proposed() -> None:
    draft = drafting().charter(GRACE, "mentor", "p1")
    assert "The programme “Spring” runs from 1 February 2026 to 28 August 2026. [1][2][3]" in draft.markdown
    assert {(one.kind, getattr(one, "record", "")) for one in draft.citations} >= {("programme", "p1")}
    assert "about 7 meetings in this programme" in draft.body["time"]
    assert draft.body["does"][0] in draft.proposals


def test_a_charter_is_of_the_programme_one_takes_part_in_and_of_none_where_there_is_none() -> None:
    assert drafting().charter(ANA, "peer").inputs["programme"] == "p1"
    without = drafting().charter(GRACE, "peer")
    assert "programme" not in without.inputs
    assert any("From when until when" in question for question in without.body["to_settle"])


def test_a_purpose_that_names_a_member_is_not_handed_round() -> None:
    community = units()
    with community() as unit:
        purpose = "Carry on what Will Hartmann began."
        unit.programmes.save(unit.programmes.get("p1").changed(purpose=purpose))
        unit.commit()
    draft = drafting(community).charter(ANA, "mentee")
    assert "Hartmann" not in draft.model_dump_json()
    assert "Spring" in draft.markdown


def test_a_mentor_talks_to_you_and_a_sponsor_about_you_and_neither_is_the_line_manager() -> None:
    mentor, sponsor = (drafting().charter(MANAGER, role).markdown for role in ("mentor", "sponsor"))
    assert "A mentor talks to you." in mentor
    assert "A sponsor talks about you." in sponsor
    assert "line manager" in mentor
    assert "line manager" in sponsor


def test_a_programme_manager_sees_the_status_only() -> None:
    assert "Looks at the status only" in drafting().charter(OPERATOR, "manager", "p1").markdown


def test_an_unknown_role_or_programme_is_said_to_be_so() -> None:
    with pytest.raises(BadInput, match="no role"):
        drafting().charter(ANA, "king")
    with pytest.raises(NotFound):
        drafting().charter(ANA, "mentor", "p99")
