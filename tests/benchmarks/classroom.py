"""How many students one server holds: python -m tests.benchmarks.classroom [--seconds 180] [--only pace100 …]

Everything happens on loopback, in a temporary folder, with students that speak the app's protocol and draw nothing.
They run on the same processor cores as the server, so the figures are on the safe side.

pace100, pace300    a slider change every 5 s and an answer every 30 s from each student, a new question every 60 s;
                    with 300, then one more question, and how long it takes until the last page shows it
burst300            300 students submit within 10 s
kill                the same, and the server is killed (SIGKILL) in the middle and started again
restart100          100 pages are open, and the server is killed and started again: how long it takes until the last one
                    follows, and then until the last one shows a new question
two_servers         100 students on two servers with one PostgreSQL, at the pace of pace100; then a new question, and
                    how long it takes until the last page of each server shows it
away                the same without the new question; for 20 s in the middle the database is away
locked100           100 students on one server; for 20 s in the middle another program holds the SQLite file
"""

import argparse
import asyncio
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.benchmarks.load.classroom import Teacher
from tests.benchmarks.load.server import Server
from tests.benchmarks.load.session import Session
from tests.store.cluster import Cluster, find_binaries

CHANGE, ANSWER, QUESTION, AWAY = 5.0, 30.0, 60.0, 20.0
KEPT, WAITS = "Your answer is kept", "Your answer waits here to be sent: "


async def connect(servers: Sequence[Server], codes: list[str]) -> list[Session]:
    """All students, ten at a time, in turns on each server."""
    addresses = cycle(server.address for server in servers)
    sessions, gate = [Session(next(addresses), f"me={code}") for code in codes], asyncio.Semaphore(10)

    async def one(session: Session) -> None:
        async with gate:
            await _come(session)

    await asyncio.gather(*map(one, sessions))
    return sessions


async def _come(session: Session) -> None:
    """Open the page and move its point: one that nobody has moved is no answer."""
    await session.open()
    await change(session)
    while "Submit the point" in session.buttons:  # the slider was put where it had been
        await change(session)


async def change(session: Session) -> float | None:
    """Move one slider somewhere; the seconds until the page was complete."""
    if not session.sliders:
        return None
    identifier, options = random.choice(list(session.sliders.items()))
    session.values = {key: value for key, value in session.values.items() if key in session.sliders}
    session.values[identifier] = random.choice(options)
    return await session.run(touched=identifier)


async def answer(session: Session) -> float | None:
    """Submit the point; the seconds until it was acknowledged, or None if the page takes no answer just now."""
    label = next((label for label in session.buttons if label.startswith("Submit ")), None)
    if label is None:
        return None
    session.values = {key: value for key, value in session.values.items() if key in session.sliders}
    seconds = await session.run(press=label)
    said = [text.replace("\\", "") for text in session.alerts if text.startswith((KEPT, WAITS))]
    if any(label.removeprefix("Submit ") in text for text in said):  # what waits has to be there in the end, too
        session.acknowledged += 1
        return seconds
    return None


async def keep_pace(session: Session, until: float, changes: list[float], answers: list[float]) -> None:
    """What one student does."""
    next_change = time.monotonic() + random.uniform(0, CHANGE)
    next_answer = time.monotonic() + random.uniform(0, ANSWER)
    while (now := time.monotonic()) < until:
        await asyncio.sleep(max(0.0, min(next_change, next_answer, until) - now))
        if time.monotonic() >= until:
            return
        if next_answer <= next_change:
            next_answer += ANSWER
            took, kind = await answer(session), answers
        else:
            next_change += CHANGE
            took, kind = await change(session), changes
        if took is not None:
            kind.append(took)


def cpu_seconds(servers: Sequence[Server]) -> float:
    """Processor time that all have used."""
    return sum(server.cpu_seconds() for server in servers)


async def pace(
    servers: Sequence[Server],
    teacher: Teacher,
    students: int,
    seconds: float,
    *,
    stop: Callable[[], Callable[[], object]] | None = None,
    spread: bool = False,
) -> dict:
    """A lesson; with `stop`, the database is stopped for 20 s, then started again by what `stop` returned.

    With `spread`, a last question is timed.
    """
    teacher.ask()
    sessions = await connect(servers, teacher.enrol(students))
    changes: list[float] = []
    answers: list[float] = []
    until, used, begun = time.monotonic() + seconds, cpu_seconds(servers), time.monotonic()

    async def questions() -> None:
        while time.monotonic() + QUESTION < until:
            await asyncio.sleep(QUESTION)
            await asyncio.to_thread(teacher.ask)

    async def absence() -> None:
        await asyncio.sleep(seconds / 3)
        start = await asyncio.to_thread(stop)
        await asyncio.sleep(AWAY)
        await asyncio.to_thread(start)

    lesson = [keep_pace(session, until, changes, answers) for session in sessions]
    await asyncio.gather(questions() if stop is None else absence(), *lesson)
    cores = (cpu_seconds(servers) - used) / (time.monotonic() - begun)
    if stop is not None:
        await asyncio.sleep(10)  # the longest wait of an outbox, and then some
    result: dict[str, Any] = {"changes": changes, "answers": answers, "cores": cores}
    slowest = [max(times, default=0.0) for times in (answers, changes)]
    result["note"] = "the slowest answer {:.1f} s, the slowest change {:.1f} s".format(*slowest)
    result["memory"] = max(server.megabytes()[1] for server in servers)
    result["lost"] = lost(teacher, sessions)
    if spread:
        asked = time.time()
        await asyncio.to_thread(teacher.ask)
        await asyncio.sleep(10)
        late = [max(s.finished_at for s in sessions if s.address == server.address) - asked for server in servers]
        result["note"] += "; a new question, until the last page of each server: " + ", ".join(
            f"{x:.1f} s" for x in late
        )
    await asyncio.gather(*(session.close() for session in sessions))
    return result


async def burst(servers: Sequence[Server], teacher: Teacher, students: int, *, kill: bool) -> dict:
    """Everyone submits within ten seconds; with `kill`, the server dies after four of them and comes back."""
    (server,) = servers
    teacher.ask()
    sessions = await connect(servers, teacher.enrol(students))
    answers: list[float] = []

    async def one(session: Session) -> None:
        await asyncio.sleep(random.uniform(0, 10))
        for _ in range(60):  # as a browser does: connect again, and try again what was not acknowledged
            try:
                if session.failure is not None:
                    await _come(session)
                took = await answer(session)
            except Exception:  # the connection broke, in one of many ways: nothing was acknowledged
                await asyncio.sleep(1)
                continue
            if took is not None:
                answers.append(took)
            return

    async def killer() -> None:
        await asyncio.sleep(4)
        server.kill()
        await asyncio.to_thread(server.start)

    await asyncio.gather(*(one(session) for session in sessions), *([killer()] if kill else []))
    result: dict[str, Any] = {"changes": [], "answers": answers, "cores": float("nan"), "memory": server.megabytes()[1]}
    result["lost"] = lost(teacher, sessions)
    await asyncio.gather(*(session.close() for session in sessions), return_exceptions=True)
    return result


async def restart(servers: Sequence[Server], teacher: Teacher, students: int) -> dict:
    """Every page has an answer on it as the server dies; what a browser does then, it does by itself."""
    (server,) = servers
    teacher.ask()
    sessions = await connect(servers, teacher.enrol(students))
    answers = [took for session in sessions if (took := await answer(session)) is not None]
    server.kill()
    coming = [asyncio.create_task(session.come_back()) for session in sessions]
    await asyncio.to_thread(server.start)
    started = time.monotonic()
    back = max(await asyncio.gather(*coming)) - started
    kept = sum(any(text.startswith(KEPT) for text in session.alerts) for session in sessions)
    asked = time.time()
    await asyncio.to_thread(teacher.ask)
    await asyncio.sleep(10)
    shown = max(session.finished_at for session in sessions) - asked
    result: dict[str, Any] = {"changes": [], "answers": answers, "cores": float("nan"), "memory": server.megabytes()[1]}
    result["lost"] = lost(teacher, sessions)
    result["note"] = f"{back:.1f} s until the last page followed, {kept} with its answer on it; "
    result["note"] += f"a new question, until the last page: {shown:.1f} s"
    await asyncio.gather(*(session.close() for session in sessions), return_exceptions=True)
    return result


def lost(teacher: Teacher, sessions: list[Session]) -> tuple[int, int, int]:
    """Answers acknowledged, stored, and acknowledged but not stored."""
    stored = teacher.stored()
    missing = sum(max(0, s.acknowledged - stored.get(f"Student {n}", 0)) for n, s in enumerate(sessions))
    return sum(session.acknowledged for session in sessions), sum(stored.values()), missing


def line(name: str, result: dict) -> str:
    """One row of the table."""
    cells = [name]
    for kind in ("changes", "answers"):
        times = sorted(1000 * value for value in result[kind])
        many = len(times) >= 20
        cells += [
            str(len(times)),
            f"{statistics.median(times):.0f}" if times else "–",
            f"{times[int(0.95 * len(times))]:.0f}" if many else "–",
        ]
    acknowledged, stored, missing = result["lost"]
    cells += [f"{result['cores']:.2f}", f"{result['memory']:.0f}", str(acknowledged), str(stored), str(missing)]
    return "| " + " | ".join(cells) + " |"


def hold(teacher: Teacher) -> Callable[[], object]:
    """Be the other program that holds the file; returns what lets go of it."""
    other = sqlite3.connect(teacher.engine.url.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    return other.close


def stopped(cluster: Cluster) -> Callable[[], object]:
    """Stop PostgreSQL; returns what starts it again."""
    cluster.stop()
    return cluster.start


SCENARIOS = {
    "pace100": lambda s, t, seconds: pace(s, t, 100, seconds),
    "pace300": lambda s, t, seconds: pace(s, t, 300, seconds, spread=True),
    "burst300": lambda s, t, seconds: burst(s, t, 300, kill=False),
    "locked100": lambda s, t, seconds: pace(s, t, 100, seconds, stop=lambda: hold(t)),
    "restart100": lambda s, t, seconds: restart(s, t, 100),
    "kill": lambda s, t, seconds: burst(s, t, 300, kill=True),
}
ON_POSTGRESQL = {
    "two_servers": lambda s, t, seconds, _cluster: pace(s, t, 100, seconds, spread=True),
    "away": lambda s, t, seconds, cluster: pace(s, t, 100, seconds, stop=lambda: stopped(cluster)),
}


def run(name: str, seconds: float) -> dict:
    """One scenario with servers and a database of its own."""
    with ExitStack() as stack:
        folders = [Path(stack.enter_context(tempfile.TemporaryDirectory())) for _ in range(2)]
        if name in SCENARIOS:
            servers, url = [Server(folders[0])], f"sqlite:///{folders[0]}/classroom.sqlite"
            rest: tuple[Cluster, ...] = ()
        else:
            cluster = Cluster(find_binaries())
            stack.callback(cluster.close)
            url, rest = cluster.new_database().replace("postgresql:", "postgresql+psycopg:"), (cluster,)
            servers = [Server(folder, url) for folder in folders]
        for server in servers:
            stack.callback(server.stop)
            server.start()
        return asyncio.run((SCENARIOS | ON_POSTGRESQL)[name](servers, Teacher(url), seconds, *rest))


def main() -> None:
    """Run the scenarios that were asked for."""
    names = [*SCENARIOS, *ON_POSTGRESQL]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=180.0, help="how long the paced scenarios last")
    parser.add_argument("--only", nargs="*", choices=names, default=names)
    options = parser.parse_args()
    print(
        "| scenario | changes | p50 ms | p95 ms | answers | p50 ms | p95 ms | cores | MB at most "
        "| acknowledged | stored | lost |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in options.only:
        result = run(name, options.seconds)
        print(line(name, result), flush=True)
        if "note" in result:
            print(f"\n{name}: {result['note']}\n", flush=True)


if __name__ == "__main__":
    main()
