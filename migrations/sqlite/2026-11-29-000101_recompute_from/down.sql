DROP INDEX users_recompute_from_idx;
ALTER TABLE users DROP COLUMN recompute_since;
ALTER TABLE users DROP COLUMN recompute_from;
