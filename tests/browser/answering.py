"""Answer questions and move points in a browser, by mouse or by keyboard alone; used by the tests of the exercises."""

import json
import re

import numpy as np
from playwright.sync_api import expect

from explorer.charts.stage.map import padding
from explorer.charts.stage.params import PAGE
from explorer.charts.texts import strength_text, temperature_text
from quizzes.types import Explanation, Formula, MultipleChoice, Number, Point, Prediction, Region, SingleChoice


def settled(page):
    """Wait until the script rests."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


class Hand:
    """Somebody at the page.

    Parameters
    ----------
    page : Page
    surface : Surface
    keyboard : bool
        Whether the mouse stays untouched.
    """

    def __init__(self, page, surface, *, keyboard):
        self.page, self.surface, self.keyboard = page, surface, keyboard

    def reach(self, locator):
        """Put the focus on a control."""
        locator.focus()

    def press(self, locator):
        """Press a button."""
        locator = locator.and_(self.page.locator(":enabled"))  # its last form may stay for a moment
        expect(locator).to_have_count(1)
        if self.keyboard:
            self.reach(locator)
            self.page.keyboard.press("Enter")
        else:
            locator.click()

    def _choose(self, locator):
        """Choose a radio button or a box; with the mouse by its label, since the browser's own mark is hidden."""
        if self.keyboard:
            self.reach(locator)
            self.page.keyboard.press("Space")
        else:
            locator.locator("xpath=ancestor::label").click()

    def button(self, name, *, exact=True):
        """Press a button by its name."""
        self.press(self.page.get_by_role("button", name=name, exact=exact).first)

    def type(self, label, text):
        """Type into a box."""
        box = self.page.get_by_label(label, exact=True).first
        if self.keyboard:
            self.reach(box)
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(text)
        else:
            box.fill(text)

    def move(self, cell):
        """Put the point on a cell (t, p) of the page's map."""
        stage = self.page.locator(".stage .map[aria-valuetext]").first
        stage.scroll_into_view_if_needed()
        if self.keyboard:
            self.reach(stage)
            self._walk(stage, cell)
        elif self._where(stage) != self._words(cell):
            self.page.mouse.click(*self.place(stage, cell))
        expect(self.page.get_by_role("slider", name="Augmentation strength p").first).to_have_value(str(cell[1]))
        expect(self.page.get_by_role("slider", name="Temperature τ").first).to_have_value(str(cell[0]))
        expect(self.page.locator(".stage").first).to_have_attribute("data-heard", "true")
        settled(self.page)

    def answer(self, question, answer):
        """Give an answer to the question on the page."""
        if isinstance(question, Prediction):
            self.answer(question.inner, answer)
        elif isinstance(question, SingleChoice):
            number = [choice.key for choice in question.choices].index(answer)
            button = self.page.get_by_test_id("stRadio").get_by_role("radio").nth(number)
            self._choose(button)
            expect(button).to_be_checked()
            self.button("Submit")
        elif isinstance(question, MultipleChoice):
            boxes = self.page.get_by_test_id("stForm").get_by_role("checkbox")
            keys = [choice.key for choice in question.choices]
            for key in answer:
                self._choose(boxes.nth(keys.index(key) if key in keys else len(keys)))
            self.button("Submit")
        elif isinstance(question, Number):
            self.type(re.compile("^Your number"), str(answer).strip())
            self.button("Submit")
        elif isinstance(question, Formula):
            self.type("Your formula", answer)
            self.button("Submit")
        elif isinstance(question, Explanation):
            self.type("Your explanation", answer["text"])
            self.button("Submit")
            for number in answer["ticked"]:
                self._choose(self.page.get_by_test_id("stForm").get_by_role("checkbox").nth(number))
            self.button("Done comparing")
        elif isinstance(question, Point):
            self.move(self.surface.cell(self.surface.nearest(answer["strength"], answer["temperature"])))
            self.button("Submit strength", exact=False)
        elif isinstance(question, Region):
            self._region(question)
        else:
            raise TypeError(type(question))
        settled(self.page)

    def _region(self, question):
        """Mark the true region: by keyboard in blocks, by mouse with strokes of the brush."""
        region = question.region(self.surface)
        if self.keyboard:
            self._blocks(region)
        else:
            self._strokes(region)
        self.button("Submit these", exact=False)

    def _strokes(self, region):
        """Drag over every row of the region, from its first cell to its last."""
        stage, cells = self.page.locator(".stage .map[aria-valuetext]").first, 0
        for t in np.flatnonzero(region.any(axis=1)):
            first, last = np.flatnonzero(region[t])[[0, -1]]
            self.page.mouse.move(*self.place(stage, (t, first)))
            self.page.mouse.down()
            self.page.mouse.move(*self.place(stage, (t, last)), steps=3)
            self.page.mouse.up()
            cells += int(last - first + 1)
            self.page.get_by_role("button", name=f"Submit these {cells} cells").wait_for()

    def _blocks(self, region):
        """Paint a block for each run of columns that are alike: from one corner, with Shift, to the other."""
        stage, cells = self.page.locator(".stage .map[aria-valuetext]").first, 0
        self.reach(stage)
        for rows, columns in blocks(region):
            self._walk(stage, (rows[0], columns[0]))
            self.page.keyboard.press("Space")
            self._walk(stage, (rows[1], columns[1]))
            self.page.keyboard.press("Shift+Space")
            cells += (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1)
            expect(stage).to_have_attribute("aria-valuetext", re.compile(f"painted, one of {cells}$"))
        self.page.get_by_role("button", name=f"Submit these {cells} cells").wait_for()

    def _walk(self, stage, cell):
        """Bring the point to a cell with the keys of a map that has the focus."""
        while (now := self._where(stage)) != self._words(cell):
            self.page.keyboard.press(self._key(now, cell))

    def _words(self, cell):
        return strength_text(self.surface.strengths[cell[1]]), temperature_text(self.surface.temperatures[cell[0]])

    def _where(self, stage):
        text = stage.get_attribute("aria-valuetext")
        return tuple(re.search(r"strength ([\d.]+), τ ([\d.]+)", text).groups())

    def _key(self, now, cell):
        words = (
            [strength_text(p) for p in self.surface.strengths],
            [temperature_text(t) for t in self.surface.temperatures],
        )
        p, t = words[0].index(now[0]), words[1].index(now[1])
        across, up = cell[1] - p, cell[0] - t
        if across:
            return ("Shift+" if abs(across) >= 5 else "") + ("ArrowRight" if across > 0 else "ArrowLeft")
        return ("Shift+" if abs(up) >= 5 else "") + ("ArrowUp" if up > 0 else "ArrowDown")

    def place(self, stage, cell):
        """Where on the page a cell of a map is."""
        box = stage.bounding_box()
        margins, (rows, columns) = padding(PAGE), self.surface.loss.shape
        width = box["width"] - margins["left"] - margins["right"]
        height = box["height"] - margins["top"] - margins["bottom"]
        return (
            box["x"] + margins["left"] + (cell[1] + 0.5) / columns * width,
            box["y"] + margins["top"] + height - (cell[0] + 0.5) / rows * height,
        )


def blocks(region):
    """Return first and last row, and first and last column, of blocks that make up a region."""
    found: list[tuple] = []
    for p, column in enumerate(region.T):
        ends = np.flatnonzero(np.diff(np.concatenate([[0], column, [0]])))
        for rows in zip(ends[::2], ends[1::2] - 1, strict=True):
            before = next((k for k, one in enumerate(found) if one == (rows, (one[1][0], p - 1))), None)
            found.append((rows, (p if before is None else found.pop(before)[1][0], p)))
    return found


def right_answer(question, surface):
    """A right answer, as the question itself gives it."""
    answer = question.samples(surface).right[0]
    return json.loads(json.dumps(answer)) if not isinstance(answer, str) else answer
