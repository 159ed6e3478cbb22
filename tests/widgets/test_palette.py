"""Colours can be told apart and text can be read, in light and in dark."""

import itertools

import pytest

from explorer.charts.palette import DIVERGING, OKABE_ITO, SEQUENTIAL, SHAPES, THEMES


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


def test_the_diverging_colours_darken_evenly_from_a_light_middle():
    luminance = [relative_luminance(colour) for colour in DIVERGING]
    assert luminance[:3] == sorted(luminance[:3])
    assert luminance[2:] == sorted(luminance[2:], reverse=True)
    for below, above in zip(luminance[:2], luminance[:2:-1], strict=True):
        assert 0.7 < below / above < 1.4


def test_below_and_above_0_differ_in_what_every_colour_vision_sees():
    # Protanopes and deuteranopes lose red against green, never blue against yellow.
    def blue_over_red(colour):
        return int(colour[5:], 16) - int(colour[1:3], 16)

    assert all(blue_over_red(colour) > 90 for colour in DIVERGING[:2])
    assert all(blue_over_red(colour) < -90 for colour in DIVERGING[3:])


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
