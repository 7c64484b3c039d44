"""Shout-outs: said aloud in the words she agreed to, and unsaid when she says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.drafts import CheckResult, Draft, DraftKind, Version
from copilot.domain.spaces import Channel, PostKind, Space, SpaceKind, Webhook
from copilot.errors import BadInput, Conflict, NotAllowed, NotFound
from copilot.sending.payloads import encoded, payload
from copilot.services.outbox import fits, message_of
from copilot.services.policy import Policy
from copilot.services.recognition.shout_outs import ShoutOutsService, spoken
from copilot.services.webhooks import _kinds
from tests.services.spaces.community import ADA, DEE, EVE, KOFI, MEI, NOBODY, PAIR, PROGRAMME, RAVI, ZOE, Home

MARKDOWN = """# What Ada did

On Monday Ada found the cause of the delays. [1][2]

It saved us a week. [3]

Thank you, Ada.

## Sources

1. Moment, situation, 2 March 2026: “On Monday, in the cold store”
"""


class Praise(Home):
    """The home with a write-up that Ravi had made of Ada, and the service."""

    def __init__(self) -> None:
        super().__init__()
        self.shout_outs = ShoutOutsService(self.units, Policy(), self.clock)
        self.written("d1")

    def written(self, draft_id: str, **fields: object) -> None:
        said = {
            "kind": DraftKind.RECOGNITION, "state": "approved", "writer": "embedded", "about": "ada",
            "owners": frozenset({"ada", "ravi"}), "made_by": "ravi", "markdown": MARKDOWN,
            "inputs": {"tone": "shout-out", "consent": "given"}, "created": self.clock.now(),
        }  # fmt: skip
        with self.units() as unit:
            unit.drafts.add(Draft(id=draft_id, **{**said, **fields}))  # type: ignore[arg-type]  # pydantic checks
            unit.commit()

    def read_by(self, asker: Asker) -> bool:
        return any("found the cause" in post.text for post in self.shout_outs.every(asker).shout_outs)

    def found_by(self, asker: Asker) -> bool:
        return self.search.find(asker, "cause delays").total > 0


@pytest.fixture
def home() -> Praise:
    return Praise()


def test_the_words_are_said_without_the_numbers_of_their_sources(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    assert post.title == "What Ada did"
    assert (
        post.text == "On Monday Ada found the cause of the delays.\n\nIt saved us a week.\n\nThank you, Ada."
    )
    assert (post.kind, post.about, post.agreed) == (PostKind.SHOUT_OUT, {"ada"}, {"ada"})


def test_a_shout_out_in_a_space_is_for_that_space(home: Praise) -> None:
    home.shout_outs.give(RAVI, "d1", PROGRAMME)
    assert home.read_by(MEI)
    assert home.found_by(MEI)
    assert not home.read_by(KOFI), "he left the programme"
    assert not home.found_by(KOFI)


def test_one_to_the_community_is_for_everybody(home: Praise) -> None:
    home.shout_outs.give(ADA, "d1")
    for asker in (MEI, KOFI, ZOE, EVE, DEE, OPERATOR):
        assert home.read_by(asker)
        (hit,) = home.search.find(asker, "cause delays").hits
        assert (hit.space, hit.name) == ("", "Recognition")
    with pytest.raises(NotAllowed):
        home.shout_outs.every(NOBODY)


def test_taken_back_nobody_else_reads_it_at_once_and_she_may_show_it_again(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    home.posting.reply(MEI, post.id, "Well earned.")
    home.shout_outs.take_back(ADA, post.id)
    assert not home.read_by(MEI)
    assert not home.found_by(MEI)
    assert not home.search.find(ZOE, "earned").total
    assert home.texts(MEI, PROGRAMME) == [], "what answers it goes with it"
    assert [each.id for each in home.shout_outs.every(ADA).taken_back] == [post.id]
    home.stories.agree(ADA, post.id)
    assert home.read_by(MEI)


def test_what_she_took_back_only_she_says_elsewhere(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    home.shout_outs.take_back(ADA, post.id)
    for space in ("", PAIR, PROGRAMME):
        with pytest.raises(Conflict):
            home.shout_outs.give(RAVI, "d1", space)
    assert home.shout_outs.give(ADA, "d1").public
    home.stories.agree(ADA, post.id)
    assert home.shout_outs.give(RAVI, "d1", PAIR).space == PAIR, "she shows it again"


@pytest.mark.parametrize("removed_in", ["recognition", "spaces"])
def test_removing_what_she_took_back_does_not_let_it_be_said_again(home: Praise, removed_in: str) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    home.shout_outs.take_back(ADA, post.id)
    if removed_in == "spaces":
        home.posting.remove(RAVI, post.id)
    else:
        home.shout_outs.take_back(RAVI, post.id)
    for space in (PROGRAMME, ""):
        with pytest.raises(Conflict):
            home.shout_outs.give(RAVI, "d1", space)
    with home.units.reading() as unit:
        assert "found the cause" not in unit.posts.get(post.id).text


def test_a_keeper_learns_nothing_of_one_that_is_hidden(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1")
    home.shout_outs.take_back(ADA, post.id)
    with pytest.raises(NotFound):
        home.shout_outs.take_back(DEE, post.id, "It tells of a customer.")


def test_one_to_the_community_names_nobody_who_was_not_asked(home: Praise) -> None:
    home.written("d5", markdown="# What Ada did\n\nAda carried Mei Tanaka, who had failed the audit.\n")
    with pytest.raises(BadInput, match="Mei Tanaka is named in it"):
        home.shout_outs.give(RAVI, "d5")


def test_who_said_it_removes_it_for_good(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1")
    home.shout_outs.take_back(RAVI, post.id)
    assert not home.read_by(ADA)
    assert not home.shout_outs.every(ADA).taken_back


def test_nobody_else_takes_it_back_but_whoever_keeps_the_community(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1")
    for asker in (MEI, EVE, NOBODY):
        with pytest.raises(NotFound):
            home.shout_outs.take_back(asker, post.id)
    home.shout_outs.take_back(DEE, post.id, "It tells of a customer.")
    assert not home.read_by(MEI)
    with home.units.reading() as unit:
        assert [each.detail for each in unit.audit_log.all(kind="recognition")] == [{"author": "ravi"}]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "offered", "inputs": {"consent": "asked"}},
        {"state": "edited", "inputs": {"consent": "asked"}},
        {"state": "approved", "inputs": {"consent": "asked"}},
        {"state": "offered", "inputs": {"consent": "given"}},
        {"state": "discarded", "inputs": {"consent": "given"}},
    ],
    ids=["not read yet", "changed", "not agreed to", "not approved by its maker", "put away"],
)
def test_words_she_has_not_agreed_to_do_not_go_out(home: Praise, fields: dict[str, object]) -> None:
    home.written("d2", **fields)
    with pytest.raises(Conflict, match=r"not agreed|not approved|put away"):
        home.shout_outs.give(RAVI, "d2", PROGRAMME)
    assert not home.read_by(MEI)


def test_nobody_praises_herself(home: Praise) -> None:
    home.written("own", made_by="ada", owners=frozenset({"ada"}))
    with pytest.raises(BadInput, match="about herself"):
        home.shout_outs.give(ADA, "own")
    changed = (Version(at=home.clock.now(), by="ada", markdown="Ada was there."),)
    home.written("hers", versions=changed)
    with pytest.raises(BadInput, match="about herself"):
        home.shout_outs.give(ADA, "hers")
    assert home.shout_outs.give(RAVI, "hers").author == "ravi", "he stands behind them"


def test_other_drafts_and_others_drafts_are_no_shout_outs(home: Praise) -> None:
    home.written("plan", kind=DraftKind.GOAL_PLAN)
    with pytest.raises(BadInput, match="recognition"):
        home.shout_outs.give(RAVI, "plan")
    for asker in (MEI, EVE, DEE, NOBODY):
        with pytest.raises(NotFound):
            home.shout_outs.give(asker, "d1")
    home.written("theirs", made_by="operator", owners=frozenset({"ada", "operator"}))
    with pytest.raises(NotAllowed):
        home.shout_outs.give(OPERATOR, "theirs")
    with pytest.raises(NotFound):
        home.shout_outs.give(RAVI, "d1", "space-r2")


def test_the_same_words_stand_in_one_place_once(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    with pytest.raises(Conflict, match="already"):
        home.shout_outs.give(ADA, "d1", PROGRAMME)
    home.shout_outs.take_back(ADA, post.id)
    with pytest.raises(Conflict, match="took it back"):
        home.shout_outs.give(ADA, "d1", PROGRAMME)
    home.shout_outs.give(ADA, "d1", PAIR)


def test_changed_in_its_space_it_waits_for_her_again(home: Praise) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    home.posting.edit(RAVI, post.id, "Ada was late, but found the cause of the delays.")
    assert not home.read_by(MEI)
    with pytest.raises(BadInput, match="no link"):
        home.posting.edit(RAVI, post.id, "See", title="See", link="https://example.org")


def test_it_names_nobody_else_in_the_space(home: Praise) -> None:
    home.written("d3", markdown="# Ada\n\nAda did what Mei Tanaka had not dared to.")
    with pytest.raises(BadInput, match="Mei Tanaka is named"):
        home.shout_outs.give(RAVI, "d3", PROGRAMME)


def _webhook(home: Praise, space: str, *kinds: PostKind) -> Webhook:
    return Webhook(
        id="w1", space=space, channel=Channel.SLACK, name="#praise", address="https://hooks.example.org/x", by="eve",
        kinds=frozenset(kinds), created=home.clock.now() - timedelta(days=1),
    )  # fmt: skip


def test_a_webhook_that_carries_shout_outs_sends_what_she_agrees_to_and_stops_when_she_does_not(
    home: Praise,
) -> None:
    post = home.shout_outs.give(RAVI, "d1", PROGRAMME)
    now = home.clock.now()
    chosen = _webhook(home, PROGRAMME, PostKind.SHOUT_OUT)
    assert fits(chosen, post, now)
    assert not fits(_webhook(home, PROGRAMME, PostKind.POST, PostKind.STORY), post, now)
    assert not fits(chosen, home.shout_outs.take_back(ADA, post.id), now)


@pytest.mark.parametrize("channel", list(Channel))
def test_each_system_can_read_it(home: Praise, channel: Channel) -> None:
    post = home.shout_outs.give(RAVI, "d1")
    with home.units.reading() as unit:
        message = message_of(unit, post, "https://mentoring.example.org")
    assert (message.what, message.where, message.author) == ("Shout-out", "the community", "Ravi Iyer")
    sent = encoded(payload(channel, message)).decode()
    for words in ("found the cause of the delays", "Shout-out", "What Ada did", "/leaderboard"):
        assert words in sent


def test_people_choose_shout_outs_for_a_space_and_for_the_community() -> None:
    assert _kinds("sp1", [PostKind.SHOUT_OUT]) == {PostKind.SHOUT_OUT}
    both = [PostKind.SHOUT_OUT, PostKind.OPPORTUNITY]
    assert _kinds("", both) == set(both)
    with pytest.raises(BadInput):
        _kinds("sp1", both)
    with pytest.raises(BadInput):
        _kinds("", [PostKind.STORY])


def test_a_closed_space_takes_none_in(home: Praise) -> None:
    with home.units() as unit:
        unit.spaces.add(
            Space(id="t1", kind=SpaceKind.TOPIC, name="Talks", closed=True, created=home.clock.now())
        )
        unit.commit()
    with pytest.raises(Conflict):
        home.shout_outs.give(RAVI, "d1", "t1")


def test_words_without_a_heading_or_sources_are_said_as_they_are(home: Praise) -> None:
    home.written(
        "d4",
        markdown="Ada held the door [1] open; see [2].\n",
        checks=(CheckResult(name="safe", passed=True),),
    )
    with home.units.reading() as unit:
        assert spoken(unit.drafts.get("d4")) == ("", "Ada held the door open; see.")
