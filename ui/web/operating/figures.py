"""The figures that Prometheus fetches: requests of the web app, what the services counted, pools and indexes.

No label holds anything of anybody: routes are templates, and every other label takes values of a closed list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from copilot.domain.tallies import EVERY, ROUNDS
from ui.web.operating.in_time import InTime

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

    from copilot.app import Copilot

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
"""Seconds; a chat model may take a minute."""
PATIENCE = 0.5
"""Seconds that an index has to tell its size; it is left out where it takes longer."""


class Figures:
    """The figures of one web app.

    Args:
        copilot: whose counts, pool and indexes are told.
    """

    def __init__(self, copilot: Copilot) -> None:
        from prometheus_client import (
            CollectorRegistry,
            Counter,
            GCCollector,
            Histogram,
            ProcessCollector,
            disable_created_metrics,
        )

        # When each series began is what nobody asks, and doubles their number.
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry: CollectorRegistry = CollectorRegistry()
        self._requests: Any = Counter(
            "mentoring_http_requests",
            "Requests by method, template of the route, and status.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._durations: Any = Histogram(
            "mentoring_http_request_duration_seconds",
            "How long requests took, by template of the route.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        self._registry.register(_OfCopilot(copilot))

    def seen(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        self._durations.labels(method, route).observe(seconds)

    def told(self) -> tuple[bytes, str]:
        """All of them as Prometheus reads them, and the type of that text."""
        from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

        return bytes(generate_latest(self._registry)), CONTENT_TYPE_LATEST


class _OfCopilot:
    """Asked anew each time: the counts of the services, the database's pool, the indexes, the rounds."""

    def __init__(self, copilot: Copilot) -> None:
        self._copilot = copilot
        self._in_time = InTime(PATIENCE)

    def describe(self) -> list[Metric]:
        """Nothing beforehand: to describe itself it would have to ask."""
        return []

    def collect(self) -> Iterator[Metric]:
        """What there is now."""
        from copilot import __version__

        yield _gauge("mentoring_info", "The version that runs.", {("version",): {(__version__,): 1.0}})
        yield from self._counts()
        yield from self._rounds()
        yield from self._pool()
        yield from self._sizes()

    def _counts(self) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily

        for what in EVERY:
            family = CounterMetricFamily(f"mentoring_{what.name}", what.what, labels=tuple(what.labels))
            for labels, number in sorted(self._copilot.tally.counts(what).items()):
                family.add_metric(labels, number)
            yield family

    def _rounds(self) -> Iterator[Metric]:
        found = {}
        for name in sorted(ROUNDS.labels["round"]):
            at = self._copilot.tally.latest(ROUNDS, name, "done")
            if at is not None:
                found[(name,)] = at.timestamp()
        yield _gauge(
            "mentoring_background_round_last_success_timestamp_seconds",
            "When a round in the background last went well, in seconds since 1970.",
            {("round",): found},
        )

    def _pool(self) -> Iterator[Metric]:
        pool: Any = self._copilot.home.engine.pool
        found = {}
        for state, ask in (("in_use", "checkedout"), ("idle", "checkedin")):
            if hasattr(pool, ask):
                found[(state,)] = float(getattr(pool, ask)())
        yield _gauge("mentoring_database_connections", "Connections of the pool.", {("state",): found})
        if hasattr(pool, "size"):
            most = pool.size() + max(getattr(pool, "_max_overflow", 0), 0)
            yield _gauge(
                "mentoring_database_connections_most", "Connections that the pool opens at most.",
                {(): {(): float(most)}},
            )  # fmt: skip

    def _sizes(self) -> Iterator[Metric]:
        # Of what nobody has used yet there is nothing to tell, and nothing is opened for it.
        opened = vars(self._copilot)
        asked: dict[str, Callable[[], int | None]] = {
            "guides": lambda: len(opened["library"].sizes()),
            "passages": lambda: sum(opened["library"].sizes().values()),
            "passage_vectors": lambda: opened["library"].indexed(),
            "profile_vectors": lambda: opened["profile_index"].indexed(),
        }
        sizes = {name: self._in_time.told(name, ask) for name, ask in asked.items()}
        told = {(name,): float(size) for name, size in sizes.items() if size is not None}
        yield _gauge(
            "mentoring_index_entries", "What the indexes hold; vectors only once they are open.",
            {("index",): told},
        )  # fmt: skip


def _gauge(name: str, what: str, by: dict[tuple[str, ...], dict[Any, float]]) -> Metric:
    from prometheus_client.core import GaugeMetricFamily

    [(labels, values)] = by.items()
    family = GaugeMetricFamily(name, what, labels=labels)
    for given, value in sorted(values.items()):
        family.add_metric(given, value)
    return family
