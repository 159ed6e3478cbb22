"""What every part of a page asks of a surface in every rerun, looked up once."""

from .identity import remembered


@remembered
def steps(surface):
    """Return the strengths and the temperatures of the grid as plain numbers."""
    return surface.strengths.tolist(), surface.temperatures.tolist()


@remembered
def angles(surface, seed_index):
    """Return the angles of one fresh view pair at every cell; see ``Surface.angles``."""
    found = surface.angles(seed_index)
    found.flags.writeable = False
    return found


@remembered
def draws(surface, seed_index):
    """Return the draws behind that view pair; see ``Surface.view_pair_draws``."""
    return surface.view_pair_draws(seed_index)
