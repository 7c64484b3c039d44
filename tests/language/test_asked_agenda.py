"""What a small model gets wrong in an agenda and needs no judgement is put right."""

from datetime import date

from copilot.domain.briefs import Brief, OpenAction, Source
from copilot.language.asked.agenda import AskedAgenda, AskedPart, agenda_from

TODAY = date(2026, 3, 2)
BRIEF = Brief(
    about="Ana Pires", partner="Bo Lind", today=TODAY, starts=TODAY, ends=date(2026, 9, 2), minutes=45,
    actions=(OpenAction(source=Source(n=4, text="Send the draft"), owner="Ana Pires"),
             OpenAction(source=Source(n=5, text="Ask the board"), owner="Bo Lind")),
)  # fmt: skip


def part(title: str, minutes: int, *questions: str, follow_up: tuple[int, ...] = ()) -> AskedPart:
    return AskedPart(
        title=title,
        minutes=minutes,
        purpose="Say how it went.",
        questions=list(questions),
        follow_up=list(follow_up),
    )


def agenda(*parts: AskedPart) -> object:
    return agenda_from(AskedAgenda(parts=list(parts)), BRIEF)


def test_minutes_that_do_not_add_up_are_shared_out_by_the_lengths_that_were_given() -> None:
    made = agenda(part("Arrive", 10), part("Work", 60), part("Close", 10))
    lengths = [box.minutes for box in made.boxes]
    assert sum(lengths) == 45
    assert lengths[1] == max(lengths)


def test_minutes_that_add_up_stay_as_they_are() -> None:
    made = agenda(part("Arrive", 5), part("Work", 33), part("Close", 7))
    assert [box.minutes for box in made.boxes] == [5, 33, 7]


def test_a_question_asked_before_is_dropped() -> None:
    made = agenda(
        part("A", 15, "What did the board say?"),
        part("B", 15, "What did the board say?"),
        part("C", 15, "And now?"),
    )
    assert [box.questions for box in made.boxes] == [("What did the board say?",), (), ("And now?",)]


def test_a_forgotten_promise_is_followed_up_beside_the_others() -> None:
    made = agenda(part("A", 15), part("B", 15), part("C", 15, follow_up=(4, 99)))
    assert [[n for fact in box.follow_up for n in fact.evidence] for box in made.boxes] == [[], [], [4, 5]]
