import pytest

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.errors import Refused
from quizzes.store.items import adjust, open_second_round
from quizzes.store.peer import Advice
from quizzes.store.tally import PRESENT, shared_tally, tally
from tests.store.conftest import NOW


@pytest.fixture
def give(engine, item):
    def record(member, answer, correct=None, round_=1, at=NOW):
        attempt = Attempt("q", answer, correct=correct, made_at=at)
        return record_answer(engine, member, item.id, round_, attempt, now=at)

    return record


def test_the_latest_answer_of_each_counts(engine, instructor, item, enter, give):
    ada, bob, _ = enter("Ada"), enter("Bob"), enter("Cy")
    give(ada, "a", correct=False)
    give(ada, "b", correct=True)
    give(bob, "a", correct=False)
    result = tally(engine, instructor, item, "q", 1, now=NOW)
    assert sorted(result.answers) == ["a", "b"]
    assert (result.answered, result.judged, result.right, result.members, result.working) == (2, 2, 1, 3, 1)
    assert result.advice is Advice.DISCUSS
    assert tally(engine, instructor, item, "other", 1, now=NOW).answered == 0


def test_rounds_are_counted_apart(engine, instructor, item, enter, give):
    ada = enter("Ada")
    give(ada, 1, correct=False)
    open_second_round(engine, instructor, item, now=NOW + 1)
    give(ada, 2, correct=True, round_=2, at=NOW + 5)
    assert [tally(engine, instructor, item, "q", round_, now=NOW).answers for round_ in (1, 2)] == [(1,), (2,)]


def test_shapes_of_answers(engine, instructor, item, enter, give):
    shapes = [0.5, 2, True, "a", ["a", "b", "a"], {"strength": 0.1, "temperature": 5}, {"strength": "x"}, None, [[]]]
    for number, answer in enumerate(shapes):
        give(enter(f"student {number}"), answer)
    result = tally(engine, instructor, item, "q", 1, now=NOW)
    assert sorted(map(repr, result.answers)) == sorted(map(repr, shapes))
    assert result.advice is None


def test_who_has_left_is_not_waited_for(engine, instructor, item, enter):
    enter("Ada")
    assert tally(engine, instructor, item, "q", 1, now=NOW + PRESENT - 1).working == 1
    assert tally(engine, instructor, item, "q", 1, now=NOW + PRESENT).working == 0


def test_members_see_the_distribution_only_while_it_is_shown(engine, instructor, item, enter, give):
    ada = enter("Ada")
    give(ada, "a")
    with pytest.raises(Refused, match="not shown"):
        shared_tally(engine, ada, item, "q", 1, now=NOW)
    adjust(engine, instructor, item, show_distribution=True, now=NOW)
    assert shared_tally(engine, ada, item, "q", 1, now=NOW).answers == ("a",)


def test_members_do_not_see_another_class(engine, instructor, item, enter):
    shown = adjust(engine, instructor, item, show_distribution=True, now=NOW)
    stranger = type(enter("Ada"))("x", "another class", "Eve")
    with pytest.raises(Refused):
        shared_tally(engine, stranger, shown, "q", 1, now=NOW)
