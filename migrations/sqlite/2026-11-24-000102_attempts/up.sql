-- Attempts that are counted against guessing: a row for each account and each network address
-- that had some of late. Here, and not in a server's memory, for several servers count together.
CREATE TABLE attempts (
    -- SHA-256 of what is counted and for whom: no list of who was tried, and of one length.
    subject text NOT NULL PRIMARY KEY,
    count integer NOT NULL CHECK (count >= 0),
    -- When the next attempt is allowed.
    next_at text NOT NULL,
    -- When the count is forgotten.
    expires_at text NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_expires_at_idx ON attempts (expires_at);
