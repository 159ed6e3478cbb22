"""What is hidden is not in what a browser gets."""

import pytest

from explorer.charts.stage import OVERLAYS, surface_inputs
from explorer.model.surface_file import load_shipped
from quizzes.activities import ACTIVITIES
from quizzes.posed import pose_activity, pose_bank
from quizzes.question import Setting
from quizzes.views.classroom.hiding import HIDEABLE, MAP, hidden_by_default, on_stage


@pytest.fixture
def step(put):
    return lambda generator: pose_bank(tuple(put(generator).payload["items"])).steps[0]


def test_what_gives_the_answer_away_is_hidden_unless_decided_otherwise(step):
    hidden = hidden_by_default(step("least_loss_point"))
    assert set(OVERLAYS) | {"accuracy"} <= hidden
    assert MAP not in hidden
    assert MAP in hidden_by_default(step("pair_distance"))


@pytest.mark.parametrize("generator", ["least_loss_point", "accuracy_peak_in_row"])
def test_a_question_is_asked_without_what_is_hidden(step, monkeypatch, generator):
    question = step(generator).question
    drawn = []

    def no_stage(scene, **_options):
        drawn.append(scene.hidden)

    monkeypatch.setattr("quizzes.widgets.placing.stage", no_stage)
    question.ask(load_shipped("communities"), key="q", setting=Setting(hidden=on_stage({"theory", MAP})))
    assert all({"theory", *question.hidden} <= hidden for hidden in drawn)
    assert len(drawn) == 1


def test_hidden_layers_and_their_hover_values_are_not_sent():
    inputs = surface_inputs(load_shipped("communities"), 0, on_stage({"accuracy", "circle"}))
    assert "accuracy" not in {*inputs["metrics"], *inputs["layers"], *inputs["words"]["spread"]}
    assert "stderr" not in inputs["words"]
    assert "azimuth" not in inputs


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.name)
def test_every_activity_can_be_put_before_a_class(activity):
    posed = pose_activity(activity.name, "communities")
    assert posed.steps
    for step in posed.steps:
        assert step.question.identifier.startswith(f"{activity.name}:")
        assert hidden_by_default(step) <= HIDEABLE.keys()
