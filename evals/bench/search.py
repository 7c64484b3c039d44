"""What a search costs beside the encoding of its question, in float32 by torch.

Run with `python -m evals.bench.search`.
"""

from __future__ import annotations

from itertools import cycle

from copilot.domain.asking import OPERATOR
from copilot.language.encoder import load_encoder
from evals.bench.timing import Line, medians, show
from evals.suites.homes import guides_home
from evals.tasks import read_cases

WHAT = {
    "encoding": "encoding a new question",
    "search": "search, encoding included",
    "known": "search for a known question",
    "answer": "answer, search included",
}


def measure(rounds: int = 40) -> list[Line]:
    """Medians over the retrieval questions; each is worded anew, since known texts aren't encoded again."""
    with guides_home() as copilot:
        questions = cycle(case.input for case in read_cases("retrieval.jsonl", given="question"))
        number = iter(range(10**9))

        def anew() -> str:
            return f"{next(questions)} ({next(number)})"

        # The bare encoder: the copilot's own also keeps each vector in the database.
        encoder, known = load_encoder(dtype="float32"), anew()
        copilot.guides.search(OPERATOR, known)
        found = medians(
            {
                "encoding": lambda: encoder.encode([anew()]),
                "search": lambda: copilot.guides.search(OPERATOR, anew()),
                "known": lambda: copilot.guides.search(OPERATOR, known),
                "answer": lambda: copilot.guides.ask(OPERATOR, anew()),
            },
            rounds,
            warm_up=3,
        )
        passages = copilot.guides.add(OPERATOR, (), builtin=True).passages
    return [
        Line("passages searched", f"{passages:,}"),
        *(
            Line(what, f"{1000 * found[name]:.1f} ms, {found[name] / found['encoding']:.2f} × encoding")
            for name, what in WHAT.items()
        ),
    ]


if __name__ == "__main__":
    show(measure())
