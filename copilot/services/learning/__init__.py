"""Learning: guides read, understood and practised, tracks finished, and how ready somebody feels."""
