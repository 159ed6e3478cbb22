"""Questions as an instructor writes them."""

import pytest

from quizzes.own import WrittenChoice, WrittenNumber, WrittenPoint, WrittenText
from quizzes.own.choice import Option

HOSTILE = "<script>alert(1)</script> **b** $x$ :smile: [a](javascript:1) =1+1 & ]]> \u202e"

WRITTEN = (
    WrittenChoice(
        prompt="Which term pushes\nviews apart?",
        explanation="It grows\nas 1/τ.",
        attempts=2,
        options=(Option("Alignment", feedback="It pulls."), Option("Uniformity", True, "Yes."), Option("Decay")),
    ),
    WrittenChoice(prompt="Tick.", several=True, options=(Option("A"), Option("B", True), Option("C", True))),
    WrittenChoice(prompt="Tick none.", several=True, options=(Option("A"), Option("B"))),
    WrittenNumber(prompt="What is log 2?", title="A logarithm", value=0.69, tolerance=0.01, unit="nats"),
    WrittenNumber(prompt="How many?", value=-3.0),
    WrittenText(prompt="Which loss is it?", accepted=("NT-Xent", "InfoNCE")),
    WrittenText(prompt="What is unclear?", model_answer="Nothing.", explanation="So it is."),
    WrittenPoint(prompt="Where is the loss least?", goal="least", layer="loss"),
    WrittenPoint(prompt="Where is it?", strength=0.3, temperature=0.7, steps=2, layer="uniformity", attempts=3),
    WrittenChoice(prompt=HOSTILE, title=HOSTILE[:80], options=(Option(HOSTILE, True, HOSTILE), Option("b"))),
)


@pytest.fixture(params=WRITTEN, ids=lambda one: one.name[:20])
def question(request):
    return request.param
