"""What turns a view into directions, and how it is trained: one encoder a file."""
