"""Sessions share surfaces and all that belongs to them."""

from explorer import model
from tests.values import changeable


def test_nothing_of_a_surface_can_be_changed():
    assert changeable(model) == set()
