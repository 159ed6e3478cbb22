"""Colours can be told apart and text can be read, in light and in dark."""

import itertools

import pytest

from explorer.charts.palette import OKABE_ITO, SEQUENTIAL, SHAPES, THEMES


def relative_luminance(colour):
    """The WCAG relative luminance of a ``#rrggbb`` colour, 0 to 1."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    """The WCAG contrast ratio of two colours, 1 to 21."""
    low, high = sorted((relative_luminance(first), relative_luminance(second)))
    return (high + 0.05) / (low + 0.05)


themes = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())


def test_contrast_has_its_known_ends():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_the_sequence_gets_brighter_in_even_steps():
    lightness = [116 * relative_luminance(colour) ** (1 / 3) - 16 for colour in SEQUENTIAL]
    steps = [b - a for a, b in itertools.pairwise(lightness)]
    assert min(steps) > 1
    assert max(steps) < 2 * sum(steps) / len(steps)


@themes
def test_text_reaches_the_ratio_for_small_text(theme):
    for background in (theme.background, theme.surface):
        assert contrast(theme.ink, background) >= 7
        assert contrast(theme.muted, background) >= 4.5
    assert contrast(theme.accent_ink, theme.accent) >= 4.5


@themes
def test_marks_reach_the_ratio_for_graphics(theme):
    # The orange of view 2 misses 3:1 on white; its dark outline and its own track carry it there.
    for colour in (theme.accent, theme.view_1, theme.alignment_term, theme.uniformity_term):
        assert contrast(colour, theme.background) >= 3
    assert contrast(theme.view_2, theme.background) >= 2


def test_views_are_the_blue_and_orange_of_okabe_and_ito():
    assert (THEMES["light"].view_1, THEMES["light"].view_2) == (OKABE_ITO["blue"], OKABE_ITO["orange"])


def test_shapes_differ():
    assert len(set(SHAPES)) == len(SHAPES) >= 7
