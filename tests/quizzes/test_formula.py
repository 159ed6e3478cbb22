"""The formula grammar: nothing typed is executed, limits hold, and values agree with the model's own loss."""

import ast
import random
import sys
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quizzes.formula
from explorer.model.loss import alignment, nt_xent, split, uniformity
from quizzes.formula import TARGETS, FormulaError, judge_formula, parse
from quizzes.formula.evaluate import evaluate
from quizzes.formula.judge import batches
from quizzes.formula.nearest import NEAREST
from quizzes.formula.slips import MESSAGES, candidates
from quizzes.formula.tokens import MAX_LENGTH
from quizzes.types import Formula

LOSS = "mean over i of (-s_ij/tau + log(sum over k != i of exp(s_ik/tau)))"
VOCABULARY = """
i j k l m N n z s e T t 0 1 2 2N 3.5 . , ; : ( ) [ ] { } | || < > = != + - * / ^ _ ' \\ $ & # @ % ! ? " `
tau log ln exp sqrt sum mean over of for except frac norm sim cos z_i z_j z_k s_ij s_ik s(i,k) 1[k!=i]
logsumexp log_softmax E u_i v_k q k_+ f(x) f(x^-) h_i^+ A(i) |P(i)| range(2*N) np. .mean() .pow(2) at ~ theta
\\underset{i}{E}
\\frac \\sum \\tau \\exp \\log \\left( \\right) \\mathbb{1} \\ne τ Σ ∑ ≠ · − ² ‖ ∉ ᵢ 𝟙 ⟨ ⟩ 🙂 \u202e \x00
import os __class__ eval exec lambda open print <script> {{}} %s 9999999999 1e999 None True
"""
WORDS = [*VOCABULARY.split(), " ", "\n", "\t"]


def random_strings(count):
    rng = random.Random(1)
    for place in range(count):
        if place % 4 == 0:
            yield "".join(chr(rng.choice([rng.randrange(32, 127), rng.randrange(32, 12287)])) for _ in range(50))
        elif place % 4 == 1:
            broken = list("-s(i,j)/tau + log(sum over k != i of exp(s(i,k)/tau))")
            for _ in range(rng.randrange(1, 6)):
                broken[rng.randrange(len(broken))] = rng.choice(WORDS)
            yield "".join(broken)
        else:
            yield rng.choice(["", " "]).join(rng.choice(WORDS) for _ in range(rng.randrange(1, 40)))


def verdict(text, target):
    """True, False or the message of a FormulaError."""
    try:
        return judge_formula(text, target).correct
    except FormulaError as error:
        return str(error)


@pytest.fixture
def executed():
    """What the interpreter reports of code run, files opened and processes started while the list is switched on."""
    watched = {"exec", "compile", "import", "open", "os.system", "subprocess.Popen", "socket.connect", "ctypes.dlopen"}
    events, on = [], [True]
    sys.addaudithook(lambda event, arguments: events.append((event, arguments)) if on[0] and event in watched else None)
    yield events
    on[0] = False  # a hook cannot be taken off


def test_a_thousand_random_strings_raise_nothing_but_a_formula_error_and_execute_nothing(executed):
    strings = list(random_strings(1000))
    for target in TARGETS:
        verdict("1", target)
        verdict("s_ij", target)
    executed.clear()
    outcomes = [verdict(text, target) for text, target in zip(strings, cycle(TARGETS), strict=False)]
    seen = list(executed)
    assert seen == []
    assert "" not in outcomes
    assert False in outcomes
    assert sum(isinstance(outcome, str) for outcome in outcomes) > 500


def test_the_source_calls_nothing_that_executes_text():
    for path in Path(quizzes.formula.__file__).parent.glob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
        }
        assert not names & {"eval", "exec", "compile", "__import__"}, path.name


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_any_words_are_read_or_refused(text):
    try:
        tree = parse(text)
        values = [evaluate(tree, batch) for batch in batches()]
    except FormulaError:
        return
    assert all(value.shape in ((), (len(batch.z),)) for value, batch in zip(values, batches(), strict=True))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 500 + "1" + ")" * 500,
        "-" * 900 + "1",
        "1+" * 450 + "1",
        "log(" * 200 + "1" + ")" * 200,
        "2^" * 300 + "2",
        "x" * (MAX_LENGTH + 1),
        "||" * 400,
        "sum_a sum_b sum_k sum_l sum_m s_ab s_kl s_mi",
        "",
        "   ",
        "9" * 900,
        "9^9^9^9^9^9^9",
    ],
)
def test_limits_on_length_and_depth(text):
    assert verdict(text, "loss") is not True


@pytest.mark.parametrize("batch", batches(), ids=lambda batch: f"N={batch.pairs}")
def test_values_agree_with_the_model(batch):
    z1, z2, tau = batch.z[: batch.pairs], batch.z[batch.pairs :], batch.temperature
    a, u = split(z1, z2, tau)
    one_view = "log(1/(N(N-1)) sum_{i=1}^N sum_{k=1, k != i}^N exp(-2||z_i - z_k||^2))"
    for text, expected in [
        (LOSS, nt_xent(z1, z2, tau)),
        ("mean_i (-s_ij/tau)", a),
        ("mean_i log(sum_{k != i} exp(s_ik/tau))", u),
        ("mean_i ||z_i - z_j||^2", alignment(z1, z2)),
        (one_view, uniformity(z1)),
    ]:
        assert evaluate(parse(text), batch) == pytest.approx(expected, rel=1e-12)


def test_every_slip_has_a_message_and_no_right_form_equals_a_slipped_one():
    for target in TARGETS:
        table = list(candidates(target))
        assert {slip for candidate in table for slip in candidate.slips} <= set(MESSAGES)
        right = [candidate for candidate in table if not candidate.slips]
        slipped = [candidate for candidate in table if len(candidate.slips) == 1]
        assert right
        for good in right:
            for bad in slipped:
                values = [(good.value(batch), bad.value(batch)) for batch in batches()]
                assert not all(a.shape == b.shape and np.allclose(a, b) for a, b in values), (good, bad)


def test_errors_say_what_to_change():
    for text, words in [
        ("-s_ij/tau + log(exp(s_ik/tau))", "runs over"),
        ("-log exp(s_ij/tau) / sum_{k!=i} exp(s_ik/tau)", "brackets"),
        ("1/(2N) sum_i -s_ij/tau + log(sum_{k!=i} exp(s_ik/tau))", "covers"),
        ("foo(s_ij)", "'foo'"),
        ("z_i/tau", "vector"),
        ("\\beta", "\\beta"),
    ]:
        with pytest.raises(FormulaError) as caught:
            judge_formula(text, "loss")
        assert words in str(caught.value)


def test_the_nearest_notation_is_read_and_gives_no_answer_away():
    for name, (_, example) in NEAREST.items():
        assert parse(f"mean over k of ({example})" if "k" in example else example), name
        assert not any(verdict(example, target) is True for target in TARGETS), name


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cross_entropy(logits, labels)", "logsumexp over k of s_ik"),
        ("-log(pos/(pos + neg))", "exp(s(i,k)/tau)"),
        ("-x_i*x_j/tau", "z_i"),
        ("1/(2N) sum_i L_i", "type what it is made of"),
        ("\\summ_k s_ik", "\\sum"),
        ("-log_softmax(s_ik/tau)[j]", "log_softmax over k of (s_ik) at j"),
        ("\\tilde{z}_i^T z_i", "z_i^+"),
        ("log(K+1)", "2N - 2"),
        ("sim(z_{n,i}, z_{n,j})/tau", "u_i and v_i"),
    ],
)
def test_refused_notation_is_shown_the_nearest(text, words):
    with pytest.raises(FormulaError) as caught:
        judge_formula(text, "loss")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "pairs"), [("log(95)", 48), ("4.55", 48), ("4.554", 48), ("log(67)", 34), ("4.2", 34)]
)
def test_a_number_for_the_chance_level_is_told_which_batch_it_belongs_to(text, pairs):
    assert f"N = {pairs};" in judge_formula(text, "chance").message
    assert "in N" in judge_formula(text, "chance").message


@pytest.mark.parametrize(
    ("target", "asked", "typed", "metric"),
    [
        ("alignment", "alignment", "mean over i of ||z_i - z_j||^2", "ℓ_align"),
        ("uniformity", "uniformity", "log(mean over i of mean over k != i of exp(-2 ||z_i - z_k||^2))", "ℓ_uniform"),
    ],
)
def test_the_metrics_of_wang_and_isola_are_called_by_their_name(surface, target, asked, typed, metric):
    mark = Formula(prompt="?", target=target, forms=frozenset({asked})).check(typed, surface)
    assert mark.correct is False
    assert metric in mark.message
    assert "The term of NT-Xent is" in mark.message
