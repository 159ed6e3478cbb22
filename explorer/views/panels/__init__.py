"""What opens below the stage: each module draws one panel with ``render(surface, point, *, seed_index, anchor)``."""
