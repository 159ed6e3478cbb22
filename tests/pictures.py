"""The pictures in the README, drawn by the app itself: python -m tests.pictures. Needs Chromium and a minute."""

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from playwright.sync_api import Page, sync_playwright

from quizzes.attempt import judge
from quizzes.posed import pose
from quizzes.store import items, members
from quizzes.store.answers import record_answer
from quizzes.store.backoff import Backoff
from quizzes.types import Point
from tests.benchmarks.load.server import ROOT, Server
from tests.browser.teaching import code_of, new_class, put, room_of

DOCS = ROOT / "docs"
STUDENTS = 24


def drawn(page: Page) -> None:
    """Wait until the stage is drawn and nothing runs."""
    page.locator(".stage .map canvas").first.wait_for()
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for()
    page.evaluate("() => document.fonts.ready")


def explore(page: Page, address: str, _: Path) -> None:
    """The stage at one point."""
    page.goto(f"{address}/?p=0.3&tau=0.5")
    drawn(page)


def activity(page: Page, address: str, _: Path) -> None:
    """The first activity, with a prediction to make beside the map."""
    page.goto(f"{address}/activities?activity=sharp-or-soft")
    drawn(page)


def classroom(page: Page, address: str, data: Path) -> None:
    """An instructor's page with a question open and a class around the answer."""
    new_class(page, address)
    put(page, "Least loss point")
    engine = sa.create_engine(f"sqlite:///{data}/classroom.sqlite")
    item = items.current(engine, room_of(page))
    step = pose(item).steps[0]
    surface, rng = step.surface, np.random.default_rng(0)
    assert isinstance(step.question, Point)
    best = step.question.best_point(surface)
    guard = Backoff(free=STUDENTS, base=1, longest=1, forgive=1)
    steps = rng.normal(size=(STUDENTS, 2))
    for number, (across, up) in enumerate(steps):
        member, _ = members.join(engine, code_of(page), f"Student {number + 1}", client="pictures", guard=guard)
        point = surface.nearest(abs(0.015 * across), best.temperature * np.exp(0.15 * up))
        answer = {"strength": point.strength, "temperature": point.temperature}
        record_answer(
            engine, member, item.id, item.round, judge(step.question, answer, surface, step.question.identifier)
        )
    page.get_by_text(f"{STUDENTS} of {STUDENTS} answered").wait_for()


if __name__ == "__main__":
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        server = Server(Path(folder))
        server.start()
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            for draw in (explore, activity, classroom):
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                draw(page, f"http://127.0.0.1:{server.port}", Path(folder))
                page.screenshot(path=DOCS / f"{draw.__name__}.png")
        finally:
            browser.close()
            server.stop()
