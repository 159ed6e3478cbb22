"""One of something is not several."""

import pytest

from explorer.model.counts import counted


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (1000, "1,000 entries")]
)
def test_the_noun_follows_the_number(number, said):
    assert counted(number, "entry", "entries") == said


def test_most_nouns_take_an_s():
    assert [counted(number, "edge") for number in (1, 2)] == ["1 edge", "2 edges"]
