-- Counters of the login throttle: one row per account and per network address with recent attempts.
-- They are in the database because instances share them.
CREATE TABLE attempts (
    -- SHA-256 of the kind of attempt and of the account or address, which are not stored in plain text.
    subject text NOT NULL PRIMARY KEY,
    count integer NOT NULL CHECK (count >= 0),
    -- When the next attempt is allowed.
    next_at text NOT NULL,
    -- When the counter expires.
    expires_at text NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attempts_expires_at_idx ON attempts (expires_at);
