"""Two devices of one instructor show what is stored, and neither undoes what the other did."""

import pytest

from quizzes.store import connection, items
from quizzes.store.items import Pacing
from tests.views.classroom.conftest import PASSPHRASE, sign_in


@pytest.fixture
def devices(open_page, room):
    """Return two instructor's pages of one class, each in a session of its own."""
    return [sign_in(open_page("instructor", room=room.id), PASSPHRASE) for _ in range(2)]


def again(page, room):
    """The page as its next update draws it."""
    connection.watch().stale(room.id)
    page.run()
    assert not page.exception, page.exception[0].message
    return page


def keyed(page, kind, start):
    return next(one for one in page.get(kind) if one.key.startswith(start))


def hide(page, name):
    picker = keyed(page, "button_group", "classroom:hidden")
    picker.set_value([*picker.value, name]).run()
    assert not page.exception, page.exception[0].message


def stored(engine, room):
    return items.current(engine, room.id)


def test_hiding_on_one_keeps_what_the_other_hid(devices, engine, room, put):
    put("least_loss_point")
    first, second = (again(page, room) for page in devices)
    hide(first, "circle")
    hide(second, "sentences")  # drawn before the first one hid anything
    assert stored(engine, room).hidden == {"map", "circle", "sentences"}
    for page in devices:
        assert set(keyed(again(page, room), "button_group", "classroom:hidden").value) == {"map", "circle", "sentences"}


def test_every_switch_stands_as_is_stored(devices, engine, instructor, room, put):
    item = put("least_loss_point")
    items.adjust(engine, instructor, item, pacing=Pacing.FREE)
    first, second = (again(page, room) for page in devices)
    keyed(first, "toggle", "classroom:shown").set_value(True).run()
    assert keyed(again(second, room), "toggle", "classroom:shown").value is True
    keyed(second, "toggle", "classroom:shown").set_value(False).run()
    assert keyed(again(first, room), "toggle", "classroom:shown").value is False
    assert stored(engine, room).show_distribution is False
