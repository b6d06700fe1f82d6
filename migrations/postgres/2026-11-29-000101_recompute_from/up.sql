-- A pending recomputation: days from recompute_from are pending, of those from recompute_since that
-- the change affects. A worker claims it by moving recompute_due_at forward. NULL: nothing is pending.
ALTER TABLE users ADD COLUMN recompute_from date;
ALTER TABLE users ADD COLUMN recompute_since date
    CHECK ((recompute_since IS NULL) = (recompute_from IS NULL) AND recompute_since <= recompute_from);
ALTER TABLE users ADD COLUMN recompute_due_at timestamptz
    CHECK ((recompute_due_at IS NULL) = (recompute_from IS NULL));
CREATE INDEX users_recompute_due_at_idx ON users (recompute_due_at) WHERE recompute_due_at IS NOT NULL;
