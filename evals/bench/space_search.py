"""What a search over somebody's spaces costs: nothing is indexed, so all that she may read is ranked when she asks.

Run with `python -m evals.bench.space_search`.
"""

from __future__ import annotations

import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from copilot.app import Copilot
from copilot.demo.spaces import BETWEEN_TWO, IN_BRIDGES, IN_GROUPS, ON_TOPICS, STORIES
from copilot.domain.asking import OPERATOR, Asker
from copilot.domain.members import Role
from copilot.domain.rosters import RawRow
from copilot.domain.spaces import Post
from copilot.settings import Settings
from copilot.stores.home import Home
from evals.bench.timing import Line, medians, show

SIZES = (1_000, 10_000)
QUERY = "asking a question in front of directors"
SENTENCES = 4


def measure(rounds: int = 7) -> list[Line]:
    """Medians for spaces of so many posts: the search whole, and the list of spaces that a page begins with."""
    return [line for size in SIZES for line in _measured(size, rounds)]


def _measured(size: int, rounds: int) -> list[Line]:
    with tempfile.TemporaryDirectory() as folder:
        copilot = Copilot(Settings(encoder="minilm"), Home(Path(folder) / "home"))
        asker = _fill(copilot, size)
        found = medians(
            {
                "search": lambda: copilot.space_search.find(asker, QUERY),
                "list": lambda: copilot.spaces.list(asker),
            },
            rounds,
        )
        total = copilot.space_search.find(asker, QUERY).total
        copilot.close()
    return [
        Line(f"search over {size:,} posts", f"{1000 * found['search']:.0f} ms, {total:,} found"),
        Line(f"list of spaces with {size:,} posts", f"{1000 * found['list']:.0f} ms"),
    ]


def _fill(copilot: Copilot, size: int) -> Asker:
    """One topic with posts of a few sentences each, put together from what the sample community says."""
    rng, now = random.Random(size), datetime.now(UTC)
    cells = {"id": "m1", "name": "Ada Moreau", "roles": "admin"}
    copilot.members.import_rows(OPERATOR, [RawRow(row=1, cells=cells)])
    asker = Asker(member="m1", roles=frozenset({Role.ADMIN}))
    topic = copilot.spaces.open(asker, "Everything", topic=True).id
    texts = [said.text for said in (*BETWEEN_TWO, *IN_BRIDGES, *ON_TOPICS, *IN_GROUPS, *STORIES)]
    sentences = [sentence for text in texts for sentence in text.replace("\n", " ").split(". ") if sentence]
    with copilot.units() as unit:
        unit.posts.add(
            *(
                Post(
                    id=f"po{n}", space=topic, author="m1", text=". ".join(rng.sample(sentences, SENTENCES)),
                    at=now - timedelta(minutes=n),
                )
                for n in range(size)
            )
        )  # fmt: skip
        unit.commit()
    return asker


if __name__ == "__main__":
    show(measure())
