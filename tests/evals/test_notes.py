from datetime import date

from copilot.domain.drafts import Fact, PromisedAction
from evals.suites.notes import brief_of, cases, score
from evals.tasks import Case


def item(text: str, owner: str = "Ana Duarte", due: date | None = None) -> PromisedAction:
    return PromisedAction(promise=Fact(text="“x”", evidence=(1,)), text=text, owner=owner, due=due)


def case(*promises: dict[str, object], **more: object) -> Case:
    return Case(id="1", input="", expected={"promises": promises, **more}, why="", kind="prose")


WANTED = {"words": "send the first slide", "owner": "Ana", "due": "2026-02-20"}


def test_a_promise_found_has_its_owner_and_its_day_judged():
    numbers = score(case(WANTED), [item("Send Tomás the first slide", "Tomás Reyes", date(2026, 2, 20))])
    assert (numbers["matched"], numbers["owner right"], numbers["due right"]) == (1, 0, 1)


def test_what_was_not_promised_and_what_was_missed_both_count():
    numbers = score(case(WANTED, held_out=True), [item("Order a book")])
    assert (numbers["promised"], numbers["found"], numbers["matched"]) == (1, 1, 0)
    assert numbers["found, held out"] == 1


def test_no_action_stands_for_two_promises():
    assert score(case(WANTED, WANTED), [item("Send the first slide")])["matched"] == 1


def test_half_of_the_notes_are_held_out_and_a_quarter_hold_no_promise():
    every = cases()
    assert (len(every), sum(bool(one.expected.get("held_out")) for one in every)) == (40, 20)
    assert sum(not one.expected["promises"] for one in every) >= 10


def test_every_labelled_promise_stands_in_its_note():
    for one in cases():
        for promise in one.expected["promises"]:
            words = promise["words"].split()
            assert all(word in one.input for word in words), one.id
        assert brief_of(one).lines
