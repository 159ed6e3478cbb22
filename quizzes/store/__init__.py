"""Classes, answers and the database that keeps them.

Everything here takes an SQLAlchemy ``Engine`` and knows nothing of Streamlit; only ``connection`` imports it.

===============  =====================================================================================
codes, nickname  what a student types: join codes, resume codes, names
access, tickets  who may do what, and how a browser proves it again after a reload or a restart
provider         instructors who sign in by their e-mail; ``sharing`` with whom one shares a class
backoff          how fast one may guess
clock            the database's own time
database         transactions on SQLite and PostgreSQL; ``migrate`` makes and updates the tables, ``file_lock`` keeps
                 order before SQLite's file
classes, members, items, answers      what is stored, one file each; ``plans`` what a lecture
                 asks, ``rosters`` who is in the course
changes          the cheap question "has anything changed?", shared by every browser of one server
tally, gradebook, mistakes, export    what the instructor reads
outbox           keeps answers while the database is away
peer             whether to explain again, discuss or move on
===============  =====================================================================================
"""
