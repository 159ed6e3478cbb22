"""Guesses at the passphrase are slowed down, whatever messages come between them."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.benchmarks.load.server import PASSPHRASE
from tests.protocol.visitor import Visitor


@pytest.fixture
def visitors(server):
    found = [Visitor(server) for _ in range(2)]
    yield found
    for one in found:
        one.close()


def guess(visitor, passphrase):
    visitor.visit("instructor")
    visitor.values = {visitor.found("Passphrase").id: ("string_value", passphrase)}
    return visitor.visit("instructor", press=visitor.found("Sign in").id)


def test_who_empties_the_server_s_caches_signs_nobody_out_and_guesses_no_faster(visitors, teacher):
    instructor, stranger = visitors
    guess(instructor, PASSPHRASE)
    clear = BackMsg(clear_cache=True).SerializeToString()
    judged = 0
    for number in range(40):
        stranger.socket.send(clear)
        judged += b"That is not the passphrase." in guess(stranger, f"guess {number}")
    assert 5 <= judged <= 12
    instructor.values = {}
    assert teacher.room.code.encode() in instructor.visit("instructor", f"room={teacher.room.id}")
