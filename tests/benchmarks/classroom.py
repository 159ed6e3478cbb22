"""How many students one server holds: python -m tests.benchmarks.classroom [--seconds 180] [--only pace100 …]

Everything happens on loopback, in a temporary folder, with students that speak the app's protocol and draw nothing.
They run on the same processor cores as the server, so the figures are on the safe side.

pace100, pace300    a slider change every 5 s and an answer every 30 s from each student, a new question every 60 s
burst300            300 students submit within 10 s
kill                the same, and the server is killed (SIGKILL) in the middle and started again
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from pathlib import Path

from tests.benchmarks.load.classroom import Teacher
from tests.benchmarks.load.server import Server
from tests.benchmarks.load.session import Session

CHANGE, ANSWER, QUESTION = 5.0, 30.0, 60.0
KEPT = "Your answer is kept"


async def connect(server: Server, codes: list[str]) -> list[Session]:
    """All students, ten at a time."""
    sessions, gate = [Session(server.address, f"me={code}") for code in codes], asyncio.Semaphore(10)

    async def one(session: Session) -> None:
        async with gate:
            await session.open()

    await asyncio.gather(*map(one, sessions))
    return sessions


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
    if not any(label.startswith("Submit") for label in session.buttons):
        return None
    session.values = {key: value for key, value in session.values.items() if key in session.sliders}
    seconds = await session.run(press="Submit")
    if any(text.startswith(KEPT) for text in session.alerts):
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


async def pace(server: Server, teacher: Teacher, students: int, seconds: float) -> dict:
    """A lesson."""
    teacher.ask()
    sessions = await connect(server, teacher.enrol(students))
    changes, answers = [], []
    until, used, begun = time.monotonic() + seconds, server.cpu_seconds(), time.monotonic()

    async def questions() -> None:
        while time.monotonic() + QUESTION < until:
            await asyncio.sleep(QUESTION)
            await asyncio.to_thread(teacher.ask)

    await asyncio.gather(questions(), *(keep_pace(session, until, changes, answers) for session in sessions))
    cores = (server.cpu_seconds() - used) / (time.monotonic() - begun)
    result = {"changes": changes, "answers": answers, "cores": cores, "memory": server.megabytes()[1]}
    result["lost"] = lost(teacher, sessions)
    await asyncio.gather(*(session.close() for session in sessions))
    return result


async def burst(server: Server, teacher: Teacher, students: int, *, kill: bool) -> dict:
    """Everyone submits within ten seconds; with `kill`, the server dies after four of them and comes back."""
    teacher.ask()
    sessions = await connect(server, teacher.enrol(students))
    answers: list[float] = []

    async def one(session: Session) -> None:
        await asyncio.sleep(random.uniform(0, 10))
        for _ in range(60):  # as a browser does: connect again, and try again what was not acknowledged
            try:
                if session.failure is not None:
                    await session.open()
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
    result = {"changes": [], "answers": answers, "cores": float("nan"), "memory": server.megabytes()[1]}
    result["lost"] = lost(teacher, sessions)
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
        cells += [str(len(times)), f"{statistics.median(times):.0f}" if times else "–",
                  f"{times[int(0.95 * len(times))]:.0f}" if many else "–"]  # fmt: skip
    acknowledged, stored, missing = result["lost"]
    cells += [f"{result['cores']:.2f}", f"{result['memory']:.0f}", str(acknowledged), str(stored), str(missing)]
    return "| " + " | ".join(cells) + " |"


SCENARIOS = {
    "pace100": lambda s, t, seconds: pace(s, t, 100, seconds),
    "pace300": lambda s, t, seconds: pace(s, t, 300, seconds),
    "burst300": lambda s, t, seconds: burst(s, t, 300, kill=False),
    "kill": lambda s, t, seconds: burst(s, t, 300, kill=True),
}


def main() -> None:
    """Run the scenarios that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=180.0, help="how long the paced scenarios last")
    parser.add_argument("--only", nargs="*", choices=SCENARIOS, default=list(SCENARIOS))
    options = parser.parse_args()
    print("| scenario | changes | p50 ms | p95 ms | answers | p50 ms | p95 ms | cores | MB at most "
          "| acknowledged | stored | lost |")  # fmt: skip
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name in options.only:
        with tempfile.TemporaryDirectory() as folder:
            server = Server(Path(folder))
            server.start()
            try:
                teacher = Teacher(f"sqlite:///{folder}/classroom.sqlite")
                print(line(name, asyncio.run(SCENARIOS[name](server, teacher, options.seconds))), flush=True)
            finally:
                server.stop()


if __name__ == "__main__":
    main()
