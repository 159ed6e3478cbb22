"""The pages of the exercises and the classroom."""
