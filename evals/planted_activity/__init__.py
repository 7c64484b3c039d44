"""A community of any size with two years behind it, written straight into a home: to measure what readers cost.

Nothing in it is anybody's: names and words are put together from lists, and how often people meet, rate, write and
come to events is drawn at rates that stand in these modules. No encoder is needed.
"""

from evals.planted_activity.planting import Planted, plant

__all__ = ["Planted", "plant"]
