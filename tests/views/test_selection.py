"""Which surface a choice opens, and the sentence on what had to change."""

from itertools import product

import pytest

from explorer.model.surface_file import openable
from explorer.views.selection import CHOICES, SurfaceChoice, in_words, moved, nearest, options


@pytest.mark.parametrize("name", openable())
def test_no_surface_has_what_the_sentence_says_that_none_has(name):
    for field in SurfaceChoice._fields:
        for value in options(field, name):
            wanted = CHOICES[name]._replace(**{field: value})
            opened = nearest(wanted, field)
            assert getattr(CHOICES[opened], field) == value
            said = moved(wanted, opened, field)
            assert bool(said) == (wanted not in CHOICES.values())
            if said:
                none_has = said[0].partition(", so it is ")[0]
                for other in openable():
                    shared = [f for f in SurfaceChoice._fields if in_words(f, getattr(CHOICES[other], f)) in none_has]
                    named = [f for f in SurfaceChoice._fields if in_words(f, getattr(wanted, f)) in none_has]
                    assert set(named) - set(shared)


def test_every_shipped_surface_is_the_nearest_to_itself():
    assert len(set(CHOICES.values())) == len(CHOICES)
    for name in openable():
        assert nearest(CHOICES[name]) == name


def test_any_choice_opens_something():
    columns = zip(*CHOICES.values(), strict=True)
    for choice in product(*map(set, columns)):
        assert nearest(SurfaceChoice(*choice)) in openable()
