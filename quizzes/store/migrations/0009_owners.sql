-- The e-mail of the instructor who made it; empty for what was made under the passphrase, which every instructor has.
ALTER TABLE classes ADD COLUMN owner TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN owner TEXT NOT NULL DEFAULT '';

-- The other instructors who lead a class.
CREATE TABLE shares (
    class_id TEXT NOT NULL REFERENCES classes (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    PRIMARY KEY (class_id, email)
);
CREATE INDEX shares_email ON shares (email);
