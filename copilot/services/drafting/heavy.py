"""Goals that speak of something heavy: they need a person, not a plan with milestones."""

from __future__ import annotations

import re

# Said in the first person of what happened or how one is, not of the work: "an accident report" is not meant.
_HEAVY = re.compile(
    r"""\b(?:
        (?:after|since)\s+(?:the|my|an|that)\s+accident | flashbacks? | keep\s+(?:re)?playing\s+it | nightmares
      | panic\s+attacks? | (?:am|was|feel|been|being)\s+depressed | depression | self[- ]harm | suicid\w+
      | kill\s+myself | end\s+it\s+all | don'?t\s+want\s+to\s+live | can'?t\s+go\s+on
      | (?:was|been|am|being|get|got)\s+(?:sexually\s+)?(?:harass\w+|abused|assaulted|stalked|bullied|threatened)
      | raped? | traumati[sz]ed | trauma | grief | grieving | miscarriage | my\s+drinking | addicted | addiction
      | (?:my|his|her|their)\s+(?:[\w'’]+\s+)?(?:death|died)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)

WORDS = (
    "This speaks of something heavy. Steps and dates from a program are not the help it deserves: "
    "talk with somebody you trust, with your doctor or a counsellor, or ask the manager of your programme "
    "whom people here can turn to. If you are in danger now, call the emergency number of your country."
)


def is_heavy(text: str) -> bool:
    """Whether a text speaks of distress, loss or violence."""
    return bool(_HEAVY.search(text))
