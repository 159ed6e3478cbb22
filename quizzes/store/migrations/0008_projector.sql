-- What the projector shows: a time for the round that is open, the distribution once it is closed, and how to join.
ALTER TABLE items ADD COLUMN ends_at DOUBLE PRECISION;
ALTER TABLE items ADD COLUMN show_after BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE classes ADD COLUMN show_join BOOLEAN NOT NULL DEFAULT FALSE;
