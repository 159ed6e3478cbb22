"""The files of a page without a server: complete, described by the schema, small, and of the surface's own numbers."""

import gzip
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from PIL import Image

from explorer import microsim
from explorer.charts.stage import Scene, scene_inputs, surface_inputs
from explorer.microsim import page
from explorer.microsim.__main__ import main
from explorer.microsim.lesson import lesson
from explorer.microsim.page import scenes
from explorer.microsim.questions import questions
from explorer.microsim.wording import start
from explorer.model.build import build_surface
from explorer.model.graph import karate_club
from explorer.model.scenario import Scenario
from explorer.model.surface_file import load_shipped

SCHEMA = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def data(files):
    """What the page holds for its script."""
    page = files["main.html"].decode()
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_metadata_fit_the_schema(files, surface):
    described = json.loads(files["metadata.json"])
    jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(described)
    assert datetime.fromisoformat(described["microsim"]["dublinCore"]["date"]).tzinfo
    ranges = {one["name"]: one["range"] for one in described["microsim"]["simulation"]["variables"]}
    for name, steps in (("strength", surface.strengths), ("temperature", surface.temperatures)):
        assert [ranges[name]["min"], ranges[name]["max"]] == pytest.approx([steps[0], steps[-1]])


def test_the_schema_refuses_what_is_missing(files):
    described = json.loads(files["metadata.json"])
    del described["microsim"]["userInterface"]["controls"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(described, SCHEMA)


def test_the_page_is_small(files):
    assert len(files["main.html"]) <= 2e6
    assert len(gzip.compress(files["main.html"])) <= 600e3


def test_directions_alone_are_packed_however_few_the_cells():
    found = build_surface(Scenario("own", karate_club(), pairs=2), np.array([0, 0.3]), np.array([0.1, 0.5, 2.0]), 2)
    held, stepped = page._packed(found)
    inputs = surface_inputs(found, 0, frozenset())
    assert stepped == ["azimuth"]
    steps = np.array(held["azimuth"]).reshape(3, -1)
    np.testing.assert_array_equal(np.cumsum(steps, axis=0).ravel(), inputs["azimuth"])
    assert {name: held[name] for name in inputs if name != "azimuth"} == {
        name: values for name, values in inputs.items() if name != "azimuth"
    }


def test_a_graph_s_name_is_text_in_the_lesson():
    found = load_shipped("karate")
    graph = replace(found.scenario.graph, name='a "b"\n![x](https://else.example)<script>')
    found = replace(found, scenario=replace(found.scenario, name="own-" + "0" * 32, graph=graph))
    head, text = microsim.files(found)["index.md"].decode().removeprefix("---\n").split("\n---\n", 1)
    title = json.loads(head.splitlines()[0].removeprefix("title: "))
    assert title.startswith('Contrastive loss surface: a "b" ![x](https://else.example)<script>, K')
    assert '\n# Contrastive loss surface: a "b" \\!\\[x\\](https://else.example)\\<script\\>' in text
    assert not re.search(r"(?<!\\)<script|(?<!\\)!\[", re.sub(r'="[^"]*"', "", text))
    assert 'title="Contrastive loss surface: a &quot;b&quot;' in text


def test_the_lesson_says_where_the_circle_shows_a_sample_of_the_nodes(surface, monkeypatch):
    assert "both views of\nevery node;" in lesson(surface, (), "p", "q")
    monkeypatch.setattr("explorer.microsim.lesson.nodes_shown", lambda surface: np.arange(7))
    assert f"both views of\n7 of the {surface.scenario.graph.nodes} nodes;" in lesson(surface, (), "p", "q")


def test_the_preview_has_the_size_that_links_show(files):
    picture = Image.open(io.BytesIO(files["preview.png"]))
    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors(1_000_000)) > 100


def test_the_lesson_embeds_the_page(files, surface):
    lesson = files["index.md"].decode()
    assert '<iframe src="main.html"' in lesson
    assert 'width="100%" height="482"' in lesson
    assert surface.scenario.graph.name in lesson
    for heading in ("Objectives", "Activities", "Questions", "References"):
        assert f"\n## {heading}\n" in lesson
    for question in questions(surface):
        assert question.prompt in lesson
    assert "{" not in re.sub(r"\{ \.md-button \}", "", lesson)


def test_the_page_holds_the_values_of_the_surface(data, surface):
    held, inputs = data["surface"], surface_inputs(surface, 0, frozenset())
    for name in data["stepped"]:
        steps, row = held[name], len(held[name]) // len(surface.temperatures)
        for i in range(row, len(steps)):
            steps[i] += steps[i - row]
    assert held == json.loads(json.dumps(inputs | scene_inputs(Scene(surface, start(surface)))))


def test_each_answer_lays_what_was_found_over_the_map(data, surface):
    shown = scenes(surface, questions(surface))
    for scene, question in zip(shown[1:], data["questions"], strict=True):
        inputs = json.loads(json.dumps(scene_inputs(scene)))
        assert question["shows"] == {name: inputs[name] for name in ("collapse", "curve", "marks", "labels")}
    assert shown[0].overlays == frozenset()
    assert {"loss_optimum"} <= set(shown[1].overlays) <= set(shown[-1].overlays)


def test_no_text_can_end_a_script(files):
    page = files["main.html"].decode()
    assert len(re.findall(r"<script\b[^>]*>", page)) == len(re.findall(r"</script", page)) == 3
    assert "<!--" not in page


def test_the_archive_holds_one_folder(surface, files):
    archive = zipfile.ZipFile(io.BytesIO(microsim.zipped(surface)))
    folder = f"contrastive-{surface.scenario.name}"
    assert archive.namelist() == [f"{folder}/{name}" for name in microsim.NAMES]
    assert archive.read(f"{folder}/main.html") == files["main.html"]


def test_the_command_writes_the_files(tmp_path, capsys):
    assert main(["--scenario", "karate", "--out", str(tmp_path / "a" / "b")]) == 0
    assert {path.name for path in (tmp_path / "a" / "b").iterdir()} == set(microsim.NAMES)
    assert "main.html" in capsys.readouterr().out


def test_the_command_refuses_with_a_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["--scenario", "karate", "--out", str(tmp_path / "file")]) == 1
    assert "Cannot write to" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--scenario", "nothing", "--out", str(tmp_path)])
    assert "communities" in capsys.readouterr().err
