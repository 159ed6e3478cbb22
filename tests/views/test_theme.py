"""The theme of the pages and the palette of the charts are one."""

import tomllib
from pathlib import Path

import pytest

from explorer.charts.palette import THEMES

CONFIG = tomllib.loads((Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", THEMES)
def test_the_colours_are_those_of_the_palette(name):
    configured, theme = CONFIG["theme"][name], THEMES[name]
    assert configured["primaryColor"] == theme.accent
    assert configured["backgroundColor"] == theme.background
    assert configured["secondaryBackgroundColor"] == theme.surface
    assert configured["textColor"] == theme.ink
    assert configured["borderColor"] == theme.line


def test_what_makes_reruns_slow_and_servers_talk_is_off():
    assert CONFIG["runner"]["postScriptGC"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
