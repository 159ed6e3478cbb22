-- The id that a student may give at joining, and the student of the roster that the instructor chose for a member.
ALTER TABLE members ADD COLUMN student_id TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN chosen TEXT;

-- Who is in the course, as JSON, from the file that the learning management system has exported.
CREATE TABLE rosters (
    class_id TEXT PRIMARY KEY REFERENCES classes (id) ON DELETE CASCADE,
    roster TEXT NOT NULL
);
