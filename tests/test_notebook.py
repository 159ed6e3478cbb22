"""What a script or a notebook may import, and the example notebook, run cell by cell."""

import json
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pytest
import vl_convert

import explorer
from explorer.charts.stage.compiled import VEGALITE
from explorer.model.point import OperatingPoint
from explorer.model.surface_file import load_shipped

NOTEBOOK = Path(__file__).resolve().parent.parent / "docs" / "own_graph.ipynb"


def picture(chart):
    return vl_convert.vegalite_to_svg(chart.to_json(), vl_version=VEGALITE)


def test_the_notebook_makes_a_surface_and_shows_its_chart(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    cells = [cell["source"] for cell in json.loads(NOTEBOOK.read_text())["cells"] if cell["cell_type"] == "code"]
    space: dict[str, Any] = {}
    for source in cells[:-2]:
        exec("".join(source), space)
    assert "15 families, 20 marriages" in capsys.readouterr().out
    for source, title in zip(cells[-2:], ("NT-Xent loss", "effective directions"), strict=True):
        chart = eval("".join(source), space)
        assert isinstance(chart, alt.LayerChart)
        assert title.lower() in picture(chart).lower()


def test_every_name_that_is_offered_is_there():
    for name in explorer.__all__:
        assert callable(getattr(explorer, name))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = explorer.nothing


def test_the_sliders_of_the_chart_move_its_point():
    surface = load_shipped("karate")
    point = surface.nearest(0.3, 0.5)
    chart = explorer.chart(surface, point)
    params = {one["name"]: one for one in chart.to_dict()["params"]}
    t, p = point.cell
    assert (params["strength_step"]["value"], params["temperature_step"]["value"]) == (p, t)
    assert params["strength_step"]["bind"]["max"] == len(surface.strengths) - 1
    assert ">0.30<" in picture(chart)
    moved = chart.to_dict()
    for one in moved["params"]:
        if one["name"] == "strength_step":
            one["value"] = 0
    assert ">0.00<" in vl_convert.vegalite_to_svg(json.dumps(moved), vl_version=VEGALITE)


def test_a_chart_starts_at_the_least_loss():
    surface = load_shipped("communities-gcn")  # no theory
    chart = explorer.chart(surface).to_dict()
    values = {one["name"]: one.get("value") for one in chart["params"]}
    cell = np.unravel_index(surface.loss.argmin(), surface.loss.shape)
    assert (values["temperature_step"], values["strength_step"]) == cell
    assert isinstance(surface.point(*cell), OperatingPoint)
