-- Which of a student's answers counts; see grading.py.
ALTER TABLE classes ADD COLUMN grading TEXT NOT NULL DEFAULT 'last';

-- Whether an answer may score: it was given before the class saw the truth.
ALTER TABLE answers ADD COLUMN counts BOOLEAN NOT NULL DEFAULT TRUE;

-- When a class first saw the truth of a question.
CREATE TABLE reveals (
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    graph TEXT NOT NULL,
    question TEXT NOT NULL,
    revealed_at DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (class_id, graph, question)
);
