-- From which date on the user's days are still to be scored again; NULL: all are as they should be.
ALTER TABLE users ADD COLUMN recompute_from text;
CREATE INDEX users_recompute_from_idx ON users (recompute_from) WHERE recompute_from IS NOT NULL;
