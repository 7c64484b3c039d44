"""The sample community: invented members of an invented organisation, and what happened between them.

`people.people` gives roster rows, `histories.histories` what a year of mentoring left behind, `likeness` proves
that no two biographies are near-duplicates. Everything is made from the texts in `content/` and a seed; nothing
is read from or written to anywhere else.
"""
