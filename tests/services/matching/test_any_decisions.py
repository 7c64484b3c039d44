"""Whatever two managers do one after the other, what must hold holds."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import TAKES_A_PLACE, Match, MatchRole, MatchState
from copilot.domain.members import Role
from copilot.errors import CopilotError
from copilot.services.matching.scores.weights import MatchingWeights
from copilot.services.matching.service import MatchingService
from copilot.services.matching.verbs.bulk import Selection
from tests.services.matching.community import EXPERIENCE, GOALS, enrolled, homed, member, mentee

ASKERS = (
    Asker(member="ann", manages=frozenset({"spring"})),
    Asker(member="bea", manages=frozenset({"spring"})),
    OPERATOR,
)
PLACES = {"s0": 1, "s1": 2}
VERBS = ("run", "approve", "decline", "undo", "lock", "unlock", "replace", "approve all", "undo batch")
STEP = st.tuples(st.sampled_from(VERBS), st.sampled_from(ASKERS), st.integers(0, 9))


def sponsors_wanted() -> MatchingService:
    members = [
        *(mentee(f"e{n}", GOALS[n], level=2) for n in range(3)),
        *(
            member(each, Role.SPONSOR, level=8, experience=EXPERIENCE[:3], capacity=places)
            for each, places in PLACES.items()
        ),
    ]
    service, units = homed(members, MatchingWeights(floor=0))
    enrolled(units, "spring", [each.id for each in members], ["ann", "bea"])
    return service


def do(service: MatchingService, verb: str, asker: Asker, number: int, batches: list[str]) -> None:
    matches = service.list_matches(OPERATOR)
    match = matches[number % len(matches)].id if matches else "none"
    batch = batches[number % len(batches)] if batches else "none"
    if verb == "run":
        service.run(asker, MatchRole.SPONSOR, "spring")
    elif verb == "approve all":
        batches.append(service.approve_all(asker, Selection(above=0.0, programme="spring")).id)
    elif verb == "undo batch":
        service.undo_all(asker, batch)
    elif verb == "decline":
        service.decline(asker, match, "no time")
    elif verb == "replace":
        service.replace(asker, match, f"s{number % 2}")
    else:
        getattr(service, verb)(asker, match)


def check(service: MatchingService, matches: list[Match]) -> None:
    taken = [each for each in matches if each.state in TAKES_A_PLACE]
    assert all(count <= PLACES[who] for who, count in Counter(each.partner for each in taken).items())
    assert len({each.seeker for each in taken}) == len(taken)
    for match in matches:
        if match.state is MatchState.APPROVED:
            entries = service.history(OPERATOR, match.id)
            firsts = [each.by for each in entries if (each.verb, each.after) == ("approve", "second_review")]
            seconds = [each.by for each in entries if (each.verb, each.after) == ("approve", "approved")]
            assert firsts[-1] != seconds[-1]


@settings(max_examples=25, deadline=None)
@given(st.lists(STEP, max_size=14))
def test_places_are_never_overfilled_and_a_sponsor_always_has_two_reviewers(
    steps: list[tuple[str, Asker, int]],
) -> None:
    service = sponsors_wanted()
    batches: list[str] = []
    for verb, asker, number in [("run", OPERATOR, 0), *steps]:
        before = {each.id: each for each in service.list_matches(OPERATOR)}
        try:
            do(service, verb, asker, number, batches)
        except CopilotError:
            assert {each.id: each for each in service.list_matches(OPERATOR)} == before, "nothing half done"
        check(service, service.list_matches(OPERATOR))
