-- One person's answers outside a class. `id` is the SHA-256 of the resume code; starting over begins a new run.
CREATE TABLE learners (
    id TEXT PRIMARY KEY,
    run INTEGER NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    seen_at DOUBLE PRECISION NOT NULL
);

-- Attempts are only ever added. `id` is made by whoever asks, so that asking twice stores once.
CREATE TABLE attempts (
    learner_id TEXT NOT NULL REFERENCES learners (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    run INTEGER NOT NULL,
    question TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    answer TEXT NOT NULL,
    correct BOOLEAN,
    score DOUBLE PRECISION,
    feedback TEXT NOT NULL,
    seconds DOUBLE PRECISION,
    made_at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (learner_id, id),
    UNIQUE (learner_id, run, question, number)
);
