import pytest

from quizzes.store.peer import Advice, suggest


@pytest.mark.parametrize(
    ("right", "judged", "advice"),
    [
        (0, 0, None),
        (0, 1, Advice.EXPLAIN),
        (34, 100, Advice.EXPLAIN),
        (35, 100, Advice.DISCUSS),
        (70, 100, Advice.DISCUSS),
        (7, 10, Advice.DISCUSS),
        (71, 100, Advice.MOVE_ON),
        (5, 5, Advice.MOVE_ON),
    ],
)
def test_the_advice_follows_the_share_of_right_answers(right, judged, advice):
    assert suggest(right, judged) is advice


def test_impossible_counts():
    with pytest.raises(ValueError, match="3 right answers among 2"):
        suggest(3, 2)
