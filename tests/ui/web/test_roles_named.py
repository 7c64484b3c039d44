"""Who reads a sentence about herself is spoken to as "you"; the other has a name."""

import pytest

from copilot.domain.matches import MatchRole
from copilot.services.members.service import Introduction
from ui.web.people import People
from ui.web.views.roles_named import named

PEOPLE = People(
    {
        "m1": Introduction(name="Inês Carvalho", headline=""),
        "m2": Introduction(name="Grace Odhiambo", headline=""),
    }
)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("The mentee's goal “the mentee's notes” is met.", "Your goal “the mentee's notes” is met."),
        ("The mentor brings “sold”, which answers the mentee's goal.", "Grace brings “sold”, which answers your goal."),
        ("The mentee has named no goal.", "You have named no goal."),
        ("the mentee ranked the mentor first", "you ranked Grace first"),
        ("The mentor's profile was last changed in May.", "Grace's profile was last changed in May."),
        ("Other mentors might suit better.", "Other mentors might suit better."),
    ],
)  # fmt: skip
def test_a_reason_is_told_to_the_one_who_reads_it(said: str, read: str) -> None:
    assert named(MatchRole.MENTOR, "m1", "m2", PEOPLE, "m1")(said) == read


def test_somebody_else_reads_both_names() -> None:
    say = named(MatchRole.PEER, "m1", "m2", PEOPLE)
    assert (
        say("The first peer is two levels ahead of the second peer.") == "Inês is two levels ahead of Grace."
    )


def test_where_a_name_is_not_known_the_roles_stay() -> None:
    say = named(MatchRole.MENTOR, "m1", "m9", PEOPLE, "m1")
    assert say("The mentor is two levels ahead.") == "The mentor is two levels ahead."
