DROP INDEX users_recompute_due_at_idx;
ALTER TABLE users DROP COLUMN recompute_due_at;
ALTER TABLE users DROP COLUMN recompute_since;
ALTER TABLE users DROP COLUMN recompute_from;
