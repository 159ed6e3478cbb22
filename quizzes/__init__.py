"""Questions, guided activities, the quiz and the classroom."""
