"""What is hidden is not in what a browser gets."""

import pytest

from explorer.model.surface_file import load_shipped
from explorer.widgets.stage import OVERLAYS
from explorer.widgets.stage.payload import pack, unpack
from quizzes.question import Setting
from quizzes.views.classroom.posing import (
    ACTIVITIES,
    HIDEABLE,
    MAP,
    hidden_by_default,
    on_stage,
    pose_activity,
    pose_bank,
)


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

    def no_stage(*_arguments, hidden, **_options):
        drawn.append(hidden)

    monkeypatch.setattr("quizzes.widgets.placing.stage", no_stage)
    question.ask(load_shipped("communities"), key="q", setting=Setting(hidden=on_stage({"theory", MAP})))
    assert all({"theory", *question.hidden} <= hidden for hidden in drawn)
    assert len(drawn) == 1


def test_hidden_layers_and_their_hover_values_are_not_packed():
    header, arrays = unpack(pack(load_shipped("communities"), 0, on_stage({"accuracy", "circle"})))
    assert not any("accuracy" in name for name in [*arrays, *header["layers"], *header["readouts"]])
    assert "angles" not in arrays


@pytest.mark.parametrize("activity", ACTIVITIES, ids=lambda activity: activity.name)
def test_every_activity_can_be_put_before_a_class(activity):
    posed = pose_activity(activity.name, "communities")
    assert posed.steps
    for step in posed.steps:
        assert step.question.identifier.startswith(f"{activity.name}:")
        assert hidden_by_default(step) <= HIDEABLE.keys()
