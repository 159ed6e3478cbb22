"""The stage's charts are valid, hold nothing of a surface, and draw every scene."""

import json
import re
from functools import partial

import pytest
import vl_convert

from explorer.charts.palette import THEMES
from explorer.charts.stage import LAYERS, OVERLAYS, Area, Glyph, Scene, scene_inputs, surface_inputs
from explorer.charts.stage.circle import INNER, REACH
from explorer.charts.stage.compiled import CHARTS, compiled, filled
from explorer.model.loss import negative_weights


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_valid(name, theme):
    CHARTS[name](THEMES[theme]).to_dict()


@pytest.mark.parametrize("name", CHARTS)
def test_only_cells_listen_to_the_pointer(name):
    marks = compiled(name, "light")["marks"]
    assert marks
    assert [mark["interactive"] for mark in marks].count(True) == (1 if name in ("map", "ground", "wall") else 0)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_map_names_its_layer(surface, layer):
    scene = Scene(surface, surface.nearest(0.2, 0.5), layer=layer, overlays=OVERLAYS)
    svg = drawn("map", scene)
    assert LAYERS[layer].title.partition(" ℓ")[0][1:] in svg
    assert ">0.20<" in svg
    assert "τ*(p), theory" in svg
    assert "undefined" not in svg
    assert ">NaN<" not in svg


def test_marks_areas_and_the_pinned_point_are_drawn(surface):
    mask = surface.collapse_region()
    scene = Scene(
        surface,
        surface.nearest(0.2, 0.5),
        pinned=surface.nearest(0.4, 1),
        glyphs=(Glyph(0.3, 0.1, "yours", "student"),),
        areas=(Area(mask, "student"), Area(~mask, "truth")),
    )
    svg = drawn("map", scene)
    for text in (">A<", ">B<", "yours", "your region", "true region"):
        assert text in svg


def test_a_hidden_layer_covers_the_map(surface):
    svg = drawn("map", Scene(surface, layer="loss", hidden={"loss"}))
    assert ">the map is covered<" in svg
    assert "nats" not in svg
    assert ">NaN<" not in svg


def test_no_crosshair_strikes_out_that_the_map_is_covered(surface):
    for point in (surface.nearest(p, tau) for p in (0, 0.3, 0.6) for tau in (0.05, 0.5, 5)):
        svg = drawn("map", Scene(surface, point, layer="loss", hidden={"loss"}))
        said = re.search(r'translate\(([\d.]+),([\d.]+)\)"[^>]*>the map is covered<', svg)
        t, p = surface.cell(point)
        rows, columns = surface.loss.shape
        for place, share, size in ((said[1], (p + 0.5) / columns, 560), (said[2], 1 - (t + 0.5) / rows, 400)):
            assert abs(float(place) / size - share) > 0.2


def drawn(name, scene):
    inputs = surface_inputs(scene.surface, scene.seed_index, scene.hidden), scene_inputs(scene)
    return vl_convert.vega_to_svg(json.dumps(filled(compiled(name, "light"), *inputs, width=560, height=400)))


def test_the_size_of_a_negative_is_its_share_of_the_gradient(surface):
    point, anchor = surface.nearest(0.2, 0.3), 7
    scene = Scene(surface, point, anchor=anchor, weights=True)
    inputs = surface_inputs(surface, 0, scene.hidden), scene_inputs(scene)
    spec = filled(compiled("circle", "light"), *inputs, width=360, height=360)
    drawn_marks = vl_convert.vega_to_scenegraph(json.dumps(spec))
    sizes = {}

    def collect(item):
        if item.get("marktype") == "symbol":
            sizes.update({(round(i["x"], 1), round(i["y"], 1)): i["size"] for i in item["items"] if "x" in i})
        for inner in item.get("items", []):
            if isinstance(inner, dict):
                collect(inner)

    collect(drawn_marks["scenegraph"])
    z = surface.directions(0)[point.cell]
    shares = negative_weights(z[0], z[1], point.temperature, anchor).reshape(2, -1)
    unit, count = 360 / 2 / REACH, z.shape[1]
    radius = min(4.2, max(2.2, unit * 0.25 / count**0.5))

    def away(x, y, at):
        return abs(at[0] - 180 - x) + abs(at[1] - 180 + y)

    for view in (0, 1):
        for node in set(range(count)) - {anchor}:
            x, y = z[view, node] * (1, INNER)[view] * unit
            near = min(sizes, key=partial(away, x, y))
            expected = (2.4 + 4.4 * radius * (shares[view, node] / shares.max()) ** 0.5) ** 2
            assert sizes[near] == pytest.approx(expected, rel=0.05)
