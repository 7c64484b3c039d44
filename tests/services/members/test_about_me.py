"""What is known of a member, handed out to her and deleted: the rules, on fakes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import pytest

from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.matches import Match
from copilot.domain.members import Member, Role
from copilot.domain.spaces import Post, PostKind
from copilot.errors import Conflict, NotAllowed, NotFound, Unavailable
from copilot.services.members.about_me import STATUS, AboutMeService, Deleted, fingerprint
from copilot.services.members.kinds import KINDS
from copilot.services.members.masking import Mask
from copilot.services.policy import Policy
from tests.fakes import FixedClock, MemoryUnitsOfWork
from tests.services.members.somebody import HER, KEPT, NAME, NOW, WORDS, fill, her_strings

HERSELF = Asker(member=HER, roles=frozenset({Role.MENTEE}), manages=frozenset({"p1", "p2"}))
PARTNER = Asker(member="m2", roles=frozenset({Role.MENTOR}))
MANAGER = Asker(member="m5", roles=frozenset({Role.MANAGER}), manages=frozenset({"p1"}))
ADMIN = Asker(member="m4", roles=frozenset({Role.ADMIN}))


class Remaining:
    """Vectors and files that can be out of reach."""

    def __init__(self) -> None:
        self.kept: tuple[list[str], set[str]] | None = None
        self.vacuumed = 0
        self.refuse = False

    def embedded(self, texts: Sequence[str]) -> list[bool]:
        return [True for _ in texts]

    def indexed(self, member: str) -> bool:
        return True

    def keep_only(self, texts: Sequence[str], members: Collection[str]) -> None:
        if self.refuse:
            raise Unavailable("Another process is using the index.")
        self.kept = list(texts), set(members)

    def vacuum(self) -> None:
        self.vacuumed += 1


@pytest.fixture
def units() -> MemoryUnitsOfWork:
    units = MemoryUnitsOfWork()
    fill(units, units.conversations)
    return units


@pytest.fixture
def remains() -> Remaining:
    return Remaining()


@pytest.fixture
def service(units: MemoryUnitsOfWork, remains: Remaining) -> AboutMeService:
    def matches(asker: Asker, member: str) -> list[Match]:
        return [match for match in units.tables["matches"].values() if member in match.people]

    return AboutMeService(units, units.conversations, lambda: remains, matches, Policy(), FixedClock(NOW))


def everything(units: MemoryUnitsOfWork) -> str:
    """All records and turns, as text."""
    records = [record.model_dump(mode="json") for table in units.tables.values() for record in table.values()]
    talks = [[kept.model_dump(mode="json"), said] for kept, said in units.conversations._kept.values()]
    return json.dumps([records, talks], ensure_ascii=False)


def test_she_is_told_everything_that_is_kept_of_her_under_a_heading_for_each_kind(
    service: AboutMeService,
) -> None:
    known = service.known(HERSELF, HER)
    assert [section.kind for section in known.sections] == [kind.name for kind in KINDS]
    assert all(section.entries for section in known.sections), "each kind has something in this community"
    assert not any(section.withheld for section in known.sections)
    counts = {section.kind: len(section.entries) for section in known.sections}
    assert counts["moments"] == 2
    assert counts["conversations"] == 1
    assert counts["relationships"] == 2


def test_what_others_wrote_for_themselves_is_not_in_it(service: AboutMeService) -> None:
    document = json.dumps(service.export(HERSELF, HER), ensure_ascii=False)
    assert "seems tired" not in document
    assert "will write the opening" in document
    assert '"m2": 4' not in document, "the other side's rating is the other side's"
    drafts = service.export(HERSELF, HER)["drafts"]
    brief = next(draft for draft in drafts if draft["kind"] == "brief")
    assert set(brief) == {"kind", "state", "created", "about"}


def test_a_story_of_her_goes_out_as_her_page_shows_it(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    about = frozenset({HER})
    more = {"author": "m2", "kind": PostKind.STORY, "about": about, "at": NOW}
    with units() as unit:
        unit.posts.add(
            Post(id="po7", space="sp9", text="Told where she is not", **more),  # type: ignore[arg-type] # as a story is
            Post(id="po8", space="sp2", text="Taken away", removed=True, reason="Untrue.", **more),  # type: ignore[arg-type] # as above
        )
        unit.commit()
    posts = {post["post"]: post for post in service.export(HERSELF, HER)["posts"]}
    assert (posts["po3"]["space"], posts["po1"]["space"]) == ("sp2", "sp2")
    assert (posts["po7"]["space"], posts["po7"]["text"]) == ("", "Told where she is not")
    gone = posts["po8"]
    assert (gone["text"], gone["reason"], gone["author"], gone["removed"]) == ("Removed.", "", "", True)


def test_what_she_offered_others_is_told_without_what_they_asked_or_were_offered(
    service: AboutMeService,
) -> None:
    requests = {each["request"]: each for each in service.export(HERSELF, HER)["help_requests"]}
    assert set(requests) == {"h1", "h2", "h3"}
    assert set(requests["h2"]) == {"request", "state", "offered", "thanks"}
    assert requests["h2"]["offered"]["words"] == "I could read it."
    assert NAME in requests["h3"]["thanks"]


def test_nothing_secret_is_exported(service: AboutMeService) -> None:
    document = json.dumps(service.export(HERSELF, HER))
    assert "argon2" not in document
    assert "a" * 64 not in document


@pytest.mark.parametrize("asker", [PARTNER, ADMIN, MANAGER, Asker()])
def test_nobody_else_of_the_community_is_told(service: AboutMeService, asker: Asker) -> None:
    with pytest.raises(NotAllowed):
        service.known(asker, HER)
    with pytest.raises(NotAllowed):
        service.export(asker, HER)


def test_whoever_runs_the_installation_gets_what_the_table_allows_and_nothing_personal(
    service: AboutMeService,
) -> None:
    document = service.export(OPERATOR, HER)
    assert document["profile"]["name"] == NAME
    assert {"notes", "conversations", "goals", "drafts", "agreements", "declared_groups", "sessions"} <= set(
        document["withheld"]
    )
    assert "dreamt" not in json.dumps(document)
    assert "between us" not in json.dumps(document)
    assert document["relationships"]
    assert all(set(one) < STATUS and one["state"] for one in document["relationships"])


def test_who_may_see_a_kind_is_told_from_the_policys_own_table() -> None:
    who = {kind.name: kind.who for kind in KINDS}
    assert who["conversations"] == who["verdicts"] == "Only you."
    assert who["declared_groups"] == "You and the audit, as numbers of ten people and more."
    assert who["notes"] == "You and your partner where you share a note."
    assert "admins" in who["log"]
    assert who["choices"] == "You, the managers of your programmes and whoever runs the installation."


def test_after_a_deletion_nothing_of_hers_is_in_any_record(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    service.delete(HERSELF, HER)
    left = everything(units).casefold()
    assert [said for said in her_strings() if said.casefold() in left] == []


def test_what_belongs_to_others_is_still_there_without_her_name(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    before = everything(units).count(KEPT)
    service.delete(HERSELF, HER)
    # Of the verdict that read the partner's words for her, the words go with the pair.
    assert everything(units).count(KEPT) == before - 1
    note = units.tables["notes"]["t4"]
    assert note.text == f"a former member will write the opening. {KEPT}"
    assert units.tables["members"]["m2"].vetoes == {"m5"}
    assert units.tables["members"]["m3"].line_manager_id == ""
    assert units.tables["choices"]["c2"].ranked == ("m2",)
    assert "c3" not in units.tables["choices"]
    assert "d4" in units.tables["drafts"]


def test_an_ordinary_word_that_is_somebodys_name_stays_a_word(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    service.delete(Asker(member="m5"), "m5")
    assert units.conversations.turns("m3/t1")[0].text == f"Will you help with grace? {KEPT}"
    assert NAME in everything(units)


def test_a_relationship_keeps_an_opaque_id_for_the_other_side(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    done = service.delete(HERSELF, HER)
    two, circle = units.tables["relationships"]["r1"], units.tables["relationships"]["r2"]
    assert two.members == (done.stand_in, "m2")
    assert (two.state, two.agreement, two.match) == ("closed", None, "")
    assert circle.state == "active"
    assert done.stand_in in circle.members
    sessions = units.tables["sessions"]
    assert (sessions["s1"].topic, sessions["s1"].ratings, sessions["s1"].agenda) == ("", {"m2": 4}, "")
    assert sessions["s2"].state == "cancelled"
    assert sessions["s3"].state == "planned"


def test_a_request_that_she_helped_with_is_open_again_and_one_that_is_done_stays_so(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    stand_in = service.delete(HERSELF, HER).stand_in
    requests = units.tables["help_requests"]
    again, done = requests["h2"], requests["h3"]
    assert (again.state, again.helper, [offer.member for offer in again.offers]) == ("open", "", ["m2"])
    assert (done.state, done.helper) == ("done", stand_in)


def test_her_webhooks_end_with_what_was_on_its_way_and_others_keep_theirs(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    removed = service.delete(HERSELF, HER).removed
    assert set(units.tables["webhooks"]) == {"w1"}
    assert set(units.tables["deliveries"]) == {"w1:po2"}
    assert removed["webhooks"] == 1


def test_no_letter_of_a_webhooks_address_is_masked_and_an_e_mail_address_is(
    units: MemoryUnitsOfWork,
) -> None:
    ola = Member(id="b00k", name="Services Hook", email="ola@example.org", roles=frozenset({Role.MENTEE}))
    mask = Mask(ola, "former-1", {"b00k": ola.name})
    secret = "https://hooks.slack.com/services/b00k/Hook?to=ola@example.org"
    before = units.tables["webhooks"]["w1"].changed(address=secret, name="Services Hook, ola@example.org")
    after = mask.record(before)
    assert (after.address, after.name) == (secret, "a former member, a former member")


def test_a_circle_at_work_goes_on_and_its_people_still_count_as_seated(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    service.delete(HERSELF, HER)
    kept = units.tables["matches"]["x4"]
    assert (kept.people, kept.seeker, kept.partner) == (("m5", "m3"), "m5", "m3")
    assert (kept.rationale.for_, kept.rationale.citations) == ((), ())
    assert units.tables["relationships"]["r2"].match == "x4"
    service.delete(Asker(member="m5"), "m5")
    assert "x4" not in units.tables["matches"]
    assert units.tables["relationships"]["r2"].match == ""


def test_the_log_keeps_who_did_what_under_an_opaque_id_and_nothing_of_why(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    done = service.delete(HERSELF, HER)
    log = units.tables["audit_log"]
    assert (log["l1"].by, log["l1"].reason) == (done.stand_in, "")
    assert log["l2"].reason == f"a former member asked. {KEPT}"
    line = next(entry for entry in log.values() if entry.verb == "delete")
    assert (line.record, line.by) == (done.stand_in, done.stand_in)
    assert line.detail["fingerprint"] == fingerprint(done.stand_in, HER)
    assert line.detail["fingerprint"] != fingerprint(done.stand_in, "m2")


def test_what_the_copilot_told_others_of_her_goes_and_their_own_questions_stay(
    service: AboutMeService, units: MemoryUnitsOfWork
) -> None:
    service.delete(HERSELF, HER)
    asked, told, advised = units.conversations.turns("m2/t1")
    assert asked.text == f"What does a former member want? {KEPT}"
    assert "has left" in told.text
    assert (told.citations, told.steps) == ((), ())
    assert advised.text == f"Ask one question at a time. {KEPT}"
    assert units.conversations.turns("m3/t1")[1].offers == ()


def test_it_is_told_what_went_and_which_programme_has_nobody_left(service: AboutMeService) -> None:
    done = service.delete(HERSELF, HER)
    assert done.without_manager == ("p2",)
    assert done.without_host == ("e3",)
    assert done.removed["conversations"] == 1
    assert done.removed["drafts"] == 3
    assert done.removed["agreements"] == 1
    assert done.unfinished == ""


def test_an_event_whose_other_hosts_have_left_before_her_is_without_a_host_too(
    service: AboutMeService,
) -> None:
    assert service.delete(OPERATOR, "m2").without_host == ("e2",)
    assert set(service.delete(HERSELF, HER).without_host) == {"e1", "e3"}


def test_vectors_of_others_stay_and_the_index_is_made_anew(
    service: AboutMeService, remains: Remaining
) -> None:
    service.delete(HERSELF, HER)
    assert remains.kept is not None
    texts, members = remains.kept
    assert members == {"m2", "m3", "m4", "m5"}
    assert "Speak up in meetings" in texts
    assert not any(WORDS in text for text in texts)
    assert remains.vacuumed == 1


def test_what_could_not_be_finished_is_finished_the_next_time(
    service: AboutMeService, remains: Remaining, units: MemoryUnitsOfWork
) -> None:
    remains.refuse = True
    done = service.delete(HERSELF, HER)
    assert "Another process is using the index." in done.unfinished
    assert HER not in units.tables["members"]
    assert service.finish()
    remains.refuse = False
    assert service.finish() == ""
    assert remains.kept is not None
    remains.kept = None
    assert service.finish() == ""
    assert remains.kept is None, "there is nothing left to do"


def test_an_admin_and_the_operator_may_delete_and_nobody_else(service: AboutMeService) -> None:
    for asker in (PARTNER, MANAGER, Asker()):
        with pytest.raises(NotAllowed):
            service.delete(asker, HER)
    assert isinstance(service.delete(ADMIN, HER), Deleted)
    assert isinstance(service.delete(OPERATOR, "m5"), Deleted)
    with pytest.raises(NotFound):
        service.delete(OPERATOR, HER)


def test_the_last_transaction_is_all_or_nothing(
    service: AboutMeService, units: MemoryUnitsOfWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyboardInterrupt

    before = json.dumps(
        {name: [r.model_dump(mode="json") for r in table.values()] for name, table in units.tables.items()}
    )
    monkeypatch.setattr("copilot.services.members.leaving.Leaving._mask_the_rest", broken)
    with pytest.raises(KeyboardInterrupt):
        service.delete(HERSELF, HER)
    after = json.dumps(
        {name: [r.model_dump(mode="json") for r in table.values()] for name, table in units.tables.items()}
    )
    assert after == before


@pytest.mark.parametrize("id_", ["mentor", "p1", "goals", "held", "person"])
def test_an_id_that_is_also_another_word_changes_nothing_else(id_: str) -> None:
    units = MemoryUnitsOfWork()
    fill(units, units.conversations)
    with units() as unit:
        unit.members.add(Member(id=id_, name="Ola Nordmann", roles=frozenset({Role.MENTOR})))
        unit.commit()
    before = everything(units)
    service = AboutMeService(
        units, units.conversations, Remaining, lambda *_: [], Policy(), FixedClock(NOW)
    )  # fmt: skip
    service.delete(OPERATOR, id_)
    with units() as unit:
        unit.members.add(Member(id=id_, name="Ola Nordmann", roles=frozenset({Role.MENTOR})))
        unit.commit()
    for entry in [entry for entry in units.tables["audit_log"].values() if entry.verb == "delete"]:
        del units.tables["audit_log"][entry.id]
    assert everything(units) == before


@pytest.mark.parametrize(
    ("name", "said", "left"),
    [
        ("Mark", "Mark runs Marketing.", "a former member runs Marketing."),
        ("田中", "昨日田中さんと話した。", "昨日a former memberさんと話した。"),
    ],
)
def test_a_name_inside_a_longer_word_stays_where_words_are_parted(name: str, said: str, left: str) -> None:
    member = Member(id="z1", name=name, roles=frozenset({Role.MENTEE}))
    assert Mask(member, "former-1", {"z1": name}).text(said) == left


def test_the_last_admin_cannot_delete_herself(service: AboutMeService, units: MemoryUnitsOfWork) -> None:
    with units() as unit:
        for member in unit.members.all():
            roles = (member.roles - {Role.ADMIN}) | ({Role.ADMIN} if member.id == HER else {Role.MENTEE})
            unit.members.save(member.changed(roles=frozenset(roles)))
        unit.commit()
    with pytest.raises(Conflict, match="last admin"):
        service.delete(HERSELF, HER)
    assert service.delete(OPERATOR, HER).deleted == HER
