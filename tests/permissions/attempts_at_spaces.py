"""How each verb of spaces, posts and stories is tried."""

from __future__ import annotations

from copilot.services.spaces.belonging import programme_space, relationship_space
from tests.permissions.attempts import At, look_for
from tests.permissions.community import PARTNER
from tests.permissions.given_spaces import TOPIC


def _between(at: At) -> str:
    return relationship_space(at.id("r"))


def spaces_list(at: At) -> None:
    look_for(_between(at), {line.id for line in at.copilot.spaces.list(at.asker).mine})


def spaces_show(at: At) -> None:
    at.copilot.spaces.show(at.asker, _between(at))


def spaces_show__group(at: At) -> None:
    at.copilot.spaces.show(at.asker, at.id("group"))


def spaces_show__programme(at: At) -> None:
    """The space of the owner's programme; who takes part in none, in none of theirs."""
    at.copilot.spaces.show(at.asker, programme_space(at.programme))


def spaces_show__topic(at: At) -> None:
    at.copilot.spaces.show(at.asker, TOPIC)


def spaces_open(at: At) -> None:
    at.copilot.spaces.open(at.asker, "Chess")


def spaces_open__topic(at: At) -> None:
    at.copilot.spaces.open(at.asker, "Chess for all", topic=True, keepers=[PARTNER])


def spaces_join(at: At) -> None:
    at.copilot.spaces.join(at.asker, at.id("other-group"))


def spaces_leave(at: At) -> None:
    at.copilot.spaces.add_keeper(at.asker, at.id("group"), PARTNER)
    at.prepared()
    at.copilot.spaces.leave(at.asker, at.id("group"))


def spaces_update(at: At) -> None:
    at.copilot.spaces.update(at.asker, at.id("group"), purpose="For whoever likes")


def spaces_update__topic(at: At) -> None:
    at.copilot.spaces.update(at.asker, TOPIC, name="Another name")


def spaces_close(at: At) -> None:
    at.copilot.spaces.close(at.asker, at.id("group"))


def spaces_close__topic(at: At) -> None:
    at.copilot.spaces.close(at.asker, TOPIC)


def spaces_add_keeper(at: At) -> None:
    at.copilot.spaces.add_keeper(at.asker, at.id("group"), PARTNER)


def spaces_remove_keeper(at: At) -> None:
    at.copilot.spaces.add_keeper(at.asker, at.id("group"), PARTNER)
    at.prepared()
    at.copilot.spaces.remove_keeper(at.asker, at.id("group"), PARTNER)


def posting_post(at: At) -> None:
    at.copilot.posting.post(at.asker, _between(at), "Hello")


def posting_reply(at: At) -> None:
    at.copilot.posting.reply(at.asker, at.id("post"), "Hello")


def posting_edit(at: At) -> None:
    at.copilot.posting.edit(at.asker, at.id("post"), "Other words")


def posting_remove(at: At) -> None:
    at.copilot.posting.remove(at.asker, at.id("post"), "because")


def posting_remove__as_a_keeper(at: At) -> None:
    """What somebody else wrote in the owner's group."""
    at.copilot.posting.remove(at.asker, at.id("partners-post"), "because")


def posting_pin(at: At) -> None:
    at.copilot.posting.pin(at.asker, at.id("post"))


def stories_tell(at: At) -> None:
    at.copilot.stories.tell(at.asker, _between(at), "It went well")


def stories_agree(at: At) -> None:
    at.copilot.stories.agree(at.asker, at.id("story"))


def stories_every(at: At) -> None:
    at.copilot.stories.every(at.asker)


def stories_every__not_agreed(at: At) -> None:
    """A story of the owner that waits for her word."""
    listed = at.copilot.stories.every(at.asker)
    look_for(at.id("story"), {story.id for story in (*listed.stories, *listed.asked, *listed.waiting)})


def space_search_find(at: At) -> None:
    at.copilot.space_search.find(at.asker, "hello")


def space_search_find__words_of_the_owner(at: At) -> None:
    found = at.copilot.space_search.find(at.asker, "words", most=100)
    look_for(at.id("post"), {hit.id for hit in found.hits})
