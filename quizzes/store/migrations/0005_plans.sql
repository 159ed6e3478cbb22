-- What a lecture asks, made before it: an ordered list as JSON. `version` counts its changes.
CREATE TABLE plans (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    entries TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at DOUBLE PRECISION NOT NULL,
    changed_at DOUBLE PRECISION NOT NULL
);

-- The plan that a class goes through, and the entry of a plan that an item was.
ALTER TABLE classes ADD COLUMN plan_id TEXT REFERENCES plans (id) ON DELETE SET NULL;
ALTER TABLE items ADD COLUMN entry TEXT;
