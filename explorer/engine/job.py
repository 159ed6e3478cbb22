"""One person's wait for a surface."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from explorer.engine.cluster import Cluster
from explorer.engine.tasks import seed_task
from explorer.model import library
from explorer.model.build import SeedRun, assemble, checked_grid
from explorer.model.scenario import Scenario
from explorer.model.surface import Surface

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Failed", "Job"]

_LEAST = 4  # steps of an axis: below it there is nothing to see in every other cell


class Failed(RuntimeError):
    """A seed cannot be computed; the message says why."""


class Job:
    """Ask for a surface, look how far it is, have it, or give it up. Nothing here waits.

    `name` is what the library will know it by; where it does already, nothing is computed.

    Several jobs for the same surface share its tasks; a task is given up when the last of them is.

    Parameters
    ----------
    cluster : Cluster
    scenario : Scenario
    strengths, temperatures : ndarray
        Axes of the grid, see :func:`~explorer.model.build.checked_grid`.
    seeds : int
        S ≥ 2, from the scenario's on.
    """

    def __init__(
        self,
        cluster: Cluster,
        scenario: Scenario,
        strengths: np.ndarray | None = None,
        temperatures: np.ndarray | None = None,
        seeds: int = 4,
    ) -> None:
        if seeds < 2:
            raise ValueError(f"seeds must be at least 2, or there is no spread; got {seeds}")
        self.scenario, self.seeds = scenario, seeds
        self.strengths, self.temperatures = checked_grid(strengths, temperatures)
        self._cluster = cluster
        what = scenario, self.strengths, self.temperatures
        # By content alone, so that two who call the same graph differently share its tasks.
        self._task = library.name_of(*what, [], names=False).removeprefix("own-")
        self.name = library.name_of(*what, self._all())
        self._runs: dict[int, SeedRun] = {}
        self._futures: dict[int, Future] = {}
        self._glance: Future | None = None
        self._glanced: Surface | None = None
        self._client: Client | None = None
        self._cancelled = False
        self._surface = library.find(self.name)

    def look(self) -> Surface | None:
        """Ask for what is not asked for yet, take what is done; the surface once it is whole.

        Raises
        ------
        Failed
            If a seed cannot be computed: the labels do not serve the probe, or no worker survives it.
        """
        if self._surface is None and not self._cancelled and (client := self._cluster.client()) is not None:
            if self._client is None:
                for task in self._tasks():
                    if task not in client.futures:  # nobody waits for it: it was given up, or is over
                        self._cluster.forget(task)
            if client is not self._client:  # a new connection knows nothing of what the old one was asked
                self._client, self._futures, self._glance = client, {}, None
                if (made := library.find(self.name)) is not None:  # for somebody else, since this job began
                    self._surface = made
                    return made
            if self._runs:
                self._glance = None
            elif self._glanced is None:
                self._take_a_look(client)
            for seed in self._wanted():
                future = self._futures.get(seed)
                if future is None or future.status in ("lost", "cancelled"):
                    self._futures[seed] = client.submit(
                        seed_task,
                        self.scenario,
                        self.strengths,
                        self.temperatures,
                        seed,
                        key=self._key(seed),
                    )
                elif future.status == "error":
                    raise Failed(_why(future.exception()))
                elif future.status == "finished":
                    self._take(seed, future)
            if not self._wanted():
                whole = assemble(self.scenario, self.strengths, self.temperatures, self._ordered())
                self._surface = library.keep(whole)
                self._futures, self._glance = {}, None
        return self._surface

    @property
    def connected(self) -> bool:
        """Whether the scheduler answers; a finished job needs none."""
        return self._surface is not None or self._cluster.client() is not None

    @property
    def share(self) -> float:
        """Share of the work that is done, 0 to 1."""
        if self._surface is not None:
            return 1.0
        running = (self._cluster.progress.get(self._key(seed), (0, 0.0))[1] for seed in self._wanted())
        return (len(self._runs) + sum(running)) / self.seeds

    @property
    def begun_again(self) -> int:
        """How many seeds were begun again, since the worker that had them was lost."""
        return sum(self._cluster.progress.get(self._key(seed), (0, 0.0))[0] > 1 for seed in self._all())

    @property
    def worker_lost(self) -> bool:
        """Whether a worker was lost that had begun a part of this, be it begun again by now or not."""
        return self.begun_again > 0 or not self._cluster.lost.isdisjoint(self._tasks())

    @property
    def done(self) -> int:
        """How many seeds are done, of `seeds`."""
        return self.seeds if self._surface is not None else len(self._runs)

    @property
    def first_look(self) -> Surface | None:
        """Every other strength and temperature, of one seed; None as soon as a whole seed is done.

        Lower minima have been looked for only briefly, so that single cells may still change.
        """
        return None if self.done else self._glanced

    def so_far(self) -> Surface | None:
        """The surface of the seeds that are done; before the first, the first look; None before that.

        A single seed stands twice in it, so that means are right and spreads 0: of its spread nothing is known yet.
        """
        if self._surface is not None or not self._runs:
            return self._surface or self._glanced
        return self._assembled(self.strengths, self.temperatures, self._ordered())

    def cancel(self) -> None:
        """Give it up; workers turn to something else, unless somebody else waits for the same."""
        self._cancelled = True
        self._futures, self._glance = {}, None  # the last reference of the last waiter takes a task off its worker

    def _take_a_look(self, client: "Client") -> None:
        """Ask for the first look, before the seeds, or take it; without one the seeds come all the same."""
        axes = every_other(self.strengths), every_other(self.temperatures)
        if min(map(len, axes)) < _LEAST:
            return
        if self._glance is None or self._glance.status in ("lost", "cancelled"):
            seed = self.scenario.seed
            self._glance = client.submit(
                seed_task, self.scenario, *axes, seed, thorough=False, key=self._look_key, priority=1
            )
        elif self._glance.status == "finished":
            with suppress(OSError, TimeoutError):
                self._glanced = self._assembled(*axes, [self._glance.result(timeout="10s")])

    def _assembled(self, strengths: np.ndarray, temperatures: np.ndarray, runs: list[SeedRun]) -> Surface:
        runs = runs if len(runs) > 1 else [runs[0], replace(runs[0])]
        return assemble(self.scenario, strengths, temperatures, runs)

    def _take(self, seed: int, future: "Future") -> None:
        try:
            self._runs[seed] = future.result(timeout="10s")
        except (OSError, TimeoutError):
            return  # the worker that holds it does not answer; asked for again at the next look

    def _all(self) -> range:
        return range(self.scenario.seed, self.scenario.seed + self.seeds)

    def _wanted(self) -> list[int]:
        return [seed for seed in self._all() if seed not in self._runs]

    def _ordered(self) -> list[SeedRun]:
        return [self._runs[seed] for seed in sorted(self._runs)]

    def _tasks(self) -> set[str]:
        return {self._look_key, *map(self._key, self._all())}

    @property
    def _look_key(self) -> str:
        return f"look-{self._task}-{self.scenario.seed}"

    def _key(self, seed: int) -> str:
        return f"seed-{self._task}-{seed}"


def every_other(axis: np.ndarray) -> np.ndarray:
    """Half of an axis' steps, its first and its last among them."""
    return axis[np.unique(np.linspace(0, len(axis) - 1, -(-len(axis) // 2)).round().astype(int))]


def _why(error: BaseException | None) -> str:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return (
            "The processes that computed this surface were killed again and again, perhaps because memory ran out: "
            "take a smaller graph or a coarser grid."
        )
    return f"{error}"
