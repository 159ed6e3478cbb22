-- `version` counts every change in a class, `stage` those that the instructor makes.
CREATE TABLE classes (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    expires_at DOUBLE PRECISION NOT NULL,
    version INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    item_id TEXT
);

-- `folded` is the nickname as it is compared, `token` the SHA-256 of the code with which a member rejoins.
CREATE TABLE members (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    nickname TEXT NOT NULL,
    folded TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    joined_at DOUBLE PRECISION NOT NULL,
    seen_at DOUBLE PRECISION NOT NULL,
    UNIQUE (class_id, folded)
);

-- What the instructor puts before the class, one row each time.
CREATE TABLE items (
    id TEXT PRIMARY KEY,
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    activity TEXT NOT NULL,
    payload TEXT NOT NULL,
    graph TEXT NOT NULL,
    phase TEXT NOT NULL,
    round INTEGER NOT NULL,
    pacing TEXT NOT NULL,
    step INTEGER NOT NULL,
    show_distribution BOOLEAN NOT NULL,
    hidden TEXT NOT NULL,
    created_at DOUBLE PRECISION NOT NULL
);
CREATE INDEX items_class ON items (class_id, created_at);

-- When a round was open: an answer counts if it was made then, even if it arrives later.
CREATE TABLE windows (
    item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    opened_at DOUBLE PRECISION NOT NULL,
    closed_at DOUBLE PRECISION,
    PRIMARY KEY (item_id, round, opened_at)
);

CREATE TABLE answers (
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    item_id TEXT NOT NULL REFERENCES items (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    question TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    answer TEXT NOT NULL,
    correct BOOLEAN,
    score DOUBLE PRECISION,
    feedback TEXT NOT NULL,
    seconds DOUBLE PRECISION,
    made_at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (member_id, id),
    UNIQUE (member_id, item_id, question, round, number)
);
CREATE INDEX answers_item ON answers (item_id, question, round);
