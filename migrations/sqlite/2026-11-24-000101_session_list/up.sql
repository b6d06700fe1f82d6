-- Goes up when all of the user's sessions end; a token that says another number is nobody's.
ALTER TABLE users ADD COLUMN token_version integer NOT NULL DEFAULT 0;

-- Where the session began.
ALTER TABLE sessions ADD COLUMN address text;
-- Noted every few minutes. NULL: not used since it began.
ALTER TABLE sessions ADD COLUMN last_used_at text;
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);
