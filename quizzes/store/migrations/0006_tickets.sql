-- Sign-ins that outlast the server, and browsers that somebody has signed in from; see tickets.py.
CREATE TABLE tickets (
    digest TEXT PRIMARY KEY,
    expires_at DOUBLE PRECISION NOT NULL
);
