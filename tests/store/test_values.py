from quizzes import store
from tests.values import changeable


def test_what_is_read_from_the_store_stays_as_it_was_read():
    assert changeable(store) == {"Delivery"}  # which an outbox fills
