-- Days that are still to be scored again: those from recompute_from on, of those from recompute_since on
-- that the change concerned; NULL: all are as they should be.
ALTER TABLE users ADD COLUMN recompute_from text;
ALTER TABLE users ADD COLUMN recompute_since text
    CHECK ((recompute_since IS NULL) = (recompute_from IS NULL) AND recompute_since <= recompute_from);
CREATE INDEX users_recompute_from_idx ON users (recompute_from) WHERE recompute_from IS NOT NULL;
