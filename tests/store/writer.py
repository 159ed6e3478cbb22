"""Writes answers as fast as it can until it is killed; prints each id once the store has acknowledged it.

python -m tests.store.writer URL MEMBER_ID CLASS_ID ITEM_ID LEARNER_ID
"""

import sys
import threading
import time

import sqlalchemy as sa

from quizzes.attempt import Attempt
from quizzes.store.answers import record_answer
from quizzes.store.members import Member
from quizzes.store.progress import Learner, record


def main():
    url, member_id, class_id, item_id, learner_id = sys.argv[1:]
    engine = sa.create_engine(url)
    member, learner = Member(member_id, class_id, "Ada"), Learner(learner_id)
    printing = threading.Lock()

    def write(name):
        for number in range(10**9):
            attempt = Attempt(f"{name}.{number}", number)
            if name == "own":
                record(engine, learner, attempt)
            else:
                record_answer(engine, member, item_id, 1, attempt, now=time.time())
            with printing:
                sys.stdout.write(f"{name} {attempt.id}\n")
                sys.stdout.flush()

    for name in ("own", "class", "class", "class"):
        threading.Thread(target=write, args=(name,)).start()


if __name__ == "__main__":
    main()
