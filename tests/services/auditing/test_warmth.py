"""The words of praise: each counts in the sense that praises somebody, and in no other."""

from __future__ import annotations

import pytest

from copilot.services.auditing.warmth import MANNERS

STANDOUT, GRINDSTONE, DOUBT = (each.name for each in MANNERS)


def kinds(text: str) -> set[str]:
    return {each.name for each in MANNERS if each.is_in(text)}


@pytest.mark.parametrize(
    "text",
    [
        "She gave an outstanding talk",
        "Her answers were brilliant, and short.",
        "She is the best of us.",
        "The finest engineer we have ever had.",
        "The best colleague I know.",
        "She is the best mentor we’ve ever had",
        "Amara is truly unique.",
        "An extraordinary piece of work",
        "A remarkable talk, remarkably clear",
        "Exceptionally good with people",
    ],
)
def test_standout_words(text: str) -> None:
    assert kinds(text) == {STANDOUT}


@pytest.mark.parametrize(
    "text",
    [
        "She is hard-working and meticulous",
        "Worked really hard on it",
        "She is patient with all of us.",
        "Amara is kind and patient.",
        "Patient, kind, and there at seven.",
        "A patient teacher",
        "Patient explanations at the model",
        "She was always reliable.",
        "Zoë is reliable.",
        "They’re dependable.",
        "A dependable colleague",
        "She is responsible, and on time.",
        "She is very organised.",
        "He is well-organised",
        "You have always been so dedicated",
        "Her effort moved the company.",
        "She put so much effort into it",
        "She prepared it carefully",
        "Diligent from the first day",
    ],
)
def test_grindstone_words(text: str) -> None:
    assert kinds(text) == {GRINDSTONE}


@pytest.mark.parametrize(
    "text",
    [
        "Although she is new, she seems to manage",
        "Even though he’s only a beginner, it went well",
        "In spite of her inexperience it was done",
        "Despite a certain lack of experience",
        "Although she is not an expert, it went well",
        "She might become a leader one day",
        "Perhaps she will lead it next year",
        "She has potential.",
        "Amara shows a lot of potential, I think",
        "He is promising",
        "A promising newcomer",
        "Quite good work",
        "Surprisingly competent",
        "Not bad at all",
        "Good for a beginner",
        "She did the tills adequately",
        "She could lead it with some guidance",
        "She is still learning",
        "She gave us no trouble",
    ],
)
def test_doubt_raisers(text: str) -> None:
    assert kinds(text) == {DOUBT}


@pytest.mark.parametrize(
    "text",
    [
        "She led the round, and the contract was signed",
        # of standing out
        "Paid all outstanding invoices before Easter",
        "Two faults were still outstanding, she found both",
        "Gave each ticket a unique number",
        "Said it to her superior",
        "Called an extraordinary general meeting",
        "Under exceptional circumstances she kept the doors open",
        "It was the best month ever",
        "It was the best response we’ve had there",
        "Put it all into one Excel sheet",
        "She spoke at the Centre of Excellence",
        # of effort
        "He made the patient laugh before the operation.",
        "Care for patients: she sat with a patient the whole night.",
        "She was patient zero of the new form",
        "She was responsible for a project that doubled sales.",
        "Who is responsible for the door? She asked, and it was mended",
        "She organised the whole conference.",
        "She always organised the fair",
        "The fair was organised in a week",
        "The till has been reliable since",
        "Made the deploys reliable",
        "Asked for a dedicated line for the deaf",
        "She dedicated her talk to the cleaners",
        "She moved it all to persistent storage",
        "The fault persisted until she looked",
        "Effortlessly led the round",
        "She did the due diligence in a day",
        "She tidied nothing, and found it: a tidy store isn't the point",
        # of doubt
        "She led the potential customers' workshop to a signed deal.",
        "Won three customers with potential orders",
        "It might have failed without her; she saved it.",
        "Asked what might be missing",
        "Despite the storm she got everybody home",
        "Although they had closed, she found a room",
        "The fault appeared to be gone; she looked again",
        "It seems to hold since she mended it",
        "Nobody seemed to know; she did",
        "Shared the tips fairly",
        "Made room for a newcomer",
        "Wrote a good agenda for a first meeting",
        "With some help from the town she built a ramp",
        "Kept the shop open after promising to",
        "Looked after an unexpected guest",
        "There have been no complaints since",
        "The room is adequately heated since she asked",
    ],
)
def test_the_same_words_in_another_sense_are_not_counted(text: str) -> None:
    assert kinds(text) == set()


def test_perhaps_the_finest_is_no_doubt() -> None:
    assert kinds("Perhaps the finest engineer we have ever had.") == {STANDOUT}
