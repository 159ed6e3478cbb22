"""The report of a class: what it counts, that it names nobody, and that nothing in it is markup of a user's."""

import io
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest
from PIL import Image

from explorer.model.surface_file import load_shipped
from quizzes import bank
from quizzes.attempt import judge
from quizzes.own import WrittenChoice, WrittenNumber, WrittenPoint, WrittenText
from quizzes.own.choice import Option
from quizzes.posed import BANK, OWN, pose
from quizzes.question import Summary, count_by
from quizzes.report import html, picture
from quizzes.report.content import report
from quizzes.store.answers import record_answer
from quizzes.store.backoff import Backoff
from quizzes.store.classes import create_class
from quizzes.store.errors import NotSignedIn
from quizzes.store.items import choose, open_item, open_second_round
from quizzes.store.members import join
from tests.quizzes.test_types import QUESTIONS

SURFACE = load_shipped("communities")
HOSTILE = "<script>alert(1)</script><img src=//a.b/c> & \"'"
CHOICE = WrittenChoice(
    prompt=f"Which? {HOSTILE}", explanation=HOSTILE, options=(Option(HOSTILE, True), Option("Decay"))
)
NUMBER = WrittenNumber(prompt="What is log 2?", value=0.69, tolerance=0.01)
TEXT = WrittenText(prompt="Which loss is it?", accepted=("NT-Xent",))
OPEN = WrittenText(prompt="What is unclear?")
POINT = WrittenPoint(prompt="Where is it?", strength=0.3, temperature=0.7)


def at(strength, temperature):
    return {"strength": strength, "temperature": temperature}


ASKED = (
    (CHOICE, [("a", "b", "b"), ("a", "a", "b")]),
    (NUMBER, [("0.69", "0.9", "0.95")]),
    (TEXT, [({"text": "nt xent"}, {"text": "Hinge"}, {"text": "secret"})]),
    (OPEN, [({"text": "my secret"}, {"text": HOSTILE}, {"text": "x" * 2000})]),
    (POINT, [(at(0.3, 0.7), at(0.3, 0.7), at(0.5, 2.0)), (at(0.3, 0.7),)]),
)


@pytest.fixture
def room(engine, instructor):
    room = create_class(engine, instructor, f"Graphs {HOSTILE}")
    guard = Backoff(free=10, base=1, longest=1, forgive=1)
    members = [join(engine, room.code, name, client="x", guard=guard)[0] for name in ("Zuse", "Zermelo", "Zariski")]
    for written, rounds in ASKED:
        item = choose(engine, instructor, room.id, OWN, {"question": written.data()})
        question = pose(item).steps[0].question
        for number, answers in enumerate(rounds, 1):
            item = (open_second_round if number == 2 else open_item)(engine, instructor, item)
            for member, answer in zip(members, answers, strict=False):
                record_answer(engine, member, item.id, number, judge(question, answer, SURFACE, question.identifier))
    identifier = bank.build("least_loss_point", "communities", 1, SURFACE).identifier
    choose(engine, instructor, room.id, BANK, {"items": [identifier]})  # nobody answered it
    return room


@pytest.fixture
def content(engine, instructor, room):
    return report(engine, instructor, room.id)


def bars(section):
    return [(bar.words, bar.right, dict(bar.counts)) for bar in section.summary.bars]


def test_each_question_that_was_answered_is_a_section(content):
    choice, number, text, opened, point = content.sections
    assert [one.wording for one in content.sections] == [written.prompt for written, _ in ASKED]
    assert bars(choice) == [(HOSTILE, True, {1: 1, 2: 2}), ("Decay", False, {1: 2, 2: 1})]
    assert choice.share(1) == "3 of 3 answered, 1 of 3 right (33%)"
    assert choice.mistakes == (("Not quite.", 2),)
    assert bars(number) == [("right", True, {1: 1}), ("Your number is too high.", False, {1: 2})]
    assert bars(text) == [("right", True, {1: 1}), ("other texts", False, {1: 2})]
    assert opened.summary.bars == ()
    assert "3 texts" in opened.summary.notes[0]
    assert bars(point) == [("right", True, {1: 2, 2: 1}), ("elsewhere", False, {1: 1, 2: 0})]
    kinds = sorted((mark.kind, mark.count) for mark in point.summary.scene.glyphs)
    assert kinds == [("class", 1), ("class", 2), ("revised", 1), ("truth", 1)]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.identifier)
def test_every_type_is_summarised(question, surface):
    samples = question.samples(surface)
    rounds = {1: [*samples.right, *samples.wrong], 2: list(samples.right)}
    parsed = {n: [question.parse(answer, surface) for answer in answers] for n, answers in rounds.items()}
    summary = question.summarise(parsed, surface)
    assert isinstance(summary, Summary)
    assert summary.bars or summary.notes
    for bar in summary.bars:
        assert bar.words
        assert bar.counts.keys() == {1, 2}
    assert not summary.bars or any(bar.right for bar in summary.bars)


def test_counting_puts_what_is_right_first_and_then_the_most_frequent():
    found = count_by({1: "abbcc", 2: "c"}, str, "b")
    assert [(bar.words, bar.right, dict(bar.counts)) for bar in found] == [
        ("b", True, {1: 2, 2: 0}),
        ("c", False, {1: 2, 2: 1}),
        ("a", False, {1: 1, 2: 0}),
    ]
    ordered = count_by({1: "a"}, str, order=("z", "a"))
    assert [bar.words for bar in ordered] == ["z", "a"]


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.links, self.alts, self.text = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        named = dict(attrs)
        self.links += [named[name] for name in ("src", "href") if name in named]
        self.alts += [named["alt"]] if "alt" in named else []

    def handle_data(self, data):
        self.text.append(data)


def test_the_html_is_one_file_without_scripts_and_without_names(content):
    page = html.as_html(content).decode()
    reader = _Reader()
    reader.feed(page)
    assert not {"script", "link", "iframe", "form", "a"} & set(reader.tags)
    assert reader.tags.count("img") == 1
    assert all(link.startswith("data:image/png;base64,") for link in reader.links)
    assert "url(" not in page
    assert "elsewhere: 1" in reader.alts[0]
    text = " ".join(reader.text)
    assert text.count(HOSTILE) >= 4
    for name in ("Zuse", "Zermelo", "Zariski", "secret"):
        assert name not in page
    assert "2 (67%)" in text


def test_the_pdf_and_the_picture_show_the_same_texts(content):
    assert picture.as_pdf(content).startswith(b"%PDF")
    with Image.open(io.BytesIO(picture.as_png(content))) as image:
        assert image.width == 2 * picture.WIDTH
        assert image.height > image.width
    svg, height = picture.as_svg(content)
    root = ET.fromstring(svg)
    lines = [one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text")]
    shown = re.sub(r"\s", "", "".join(lines))
    for section in content.sections:
        for words in (section.wording, section.truth, *(bar.words for bar in section.summary.bars)):
            assert re.sub(r"\s", "", words) in shown
    for one in root.iter():
        assert float(one.get("y", 0)) <= height


@pytest.mark.parametrize("length", [10**5])
def test_a_long_text_breaks_no_file(engine, instructor, length):
    room = create_class(engine, instructor, "x" * length)
    empty = report(engine, instructor, room.id)
    assert b"Nothing was answered yet" in html.as_html(empty)
    assert picture.as_pdf(empty).startswith(b"%PDF")


def test_only_an_instructor_has_it(engine, room):
    with pytest.raises(NotSignedIn):
        report(engine, None, room.id)
