DROP INDEX sessions_expires_at_idx;
ALTER TABLE sessions DROP COLUMN last_used_at;
ALTER TABLE sessions DROP COLUMN address;
ALTER TABLE users DROP COLUMN token_version;
