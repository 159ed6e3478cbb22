"""Whoever knows an address gets no more by it than the app's pages give."""

import ast
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.benchmarks.load.server import PASSPHRASE
from tests.protocol.visitor import Visitor

SCRIPT = Path(__file__).parents[2] / "streamlit_app.py"


def pages():
    (found,) = [
        ast.literal_eval(node.value)
        for node in ast.parse(SCRIPT.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PAGES"
    ]
    return [path for _, _, path, _ in found]


@pytest.fixture
def visitor(server):
    one = Visitor(server)
    yield one
    one.close()


@pytest.fixture
def instructor(server):
    """A session that has signed in."""
    one = Visitor(server)
    one.visit("instructor")
    one.values[one.found("Passphrase").id] = "string_value", PASSPHRASE
    one.visit("instructor", press=one.found("Sign in").id)
    yield one
    one.close()


@pytest.fixture(scope="module")
def secrets(teacher):
    """What only those of the class may read, as a page would send it."""
    (code,) = teacher.enrol(1)
    return [text.encode() for text in (teacher.room.code, teacher.room.title, f"Student {teacher.enrolled - 1}", code)]


@pytest.mark.parametrize("path", pages())
def test_a_page_by_its_address_tells_a_stranger_nothing_of_a_class(visitor, teacher, secrets, path):
    came = visitor.visit(path, f"room={teacher.room.id}&me=&class={teacher.room.id}&item={teacher.item.id}")
    assert not [text for text in secrets if text in came]
    assert b"Traceback" not in came


def test_a_download_is_made_for_who_is_signed_in_and_for_nobody_who_guesses(
    visitor, instructor, server, teacher, secrets
):
    query = f"room={teacher.room.id}"
    came = instructor.visit("instructor", query)
    assert secrets[0] in came
    views = next(one for one in instructor.elements if "Dashboard" in str(one) and hasattr(one, "options"))
    instructor.values = {views.id: ("string_array_value", ["Dashboard"])}
    instructor.visit("instructor", query)
    files = [one.deferred_file_id for one in instructor.elements if getattr(one, "deferred_file_id", "")]
    assert len(files) >= 2
    address = instructor.deferred(files[0])
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{address}") as answer:
        assert secrets[2] in answer.read()

    visitor.visit("instructor", query)
    for guess in ("", "0", files[0][:-1], files[0].swapcase() + "0"):
        assert visitor.deferred(guess) == ""
    folder, _, name = address.rpartition("/")
    for guess in ("", "0" * len(name), f"../{name}", f"%2e%2e/{name}"):
        with pytest.raises(urllib.error.HTTPError, match="40"):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}{folder}/{guess}")
