-- A pending recomputation: days from recompute_from are pending, of those from recompute_since that
-- the change affects. NULL: nothing is pending.
ALTER TABLE users ADD COLUMN recompute_from date;
ALTER TABLE users ADD COLUMN recompute_since date
    CHECK ((recompute_since IS NULL) = (recompute_from IS NULL) AND recompute_since <= recompute_from);
CREATE INDEX users_recompute_from_idx ON users (recompute_from) WHERE recompute_from IS NOT NULL;
