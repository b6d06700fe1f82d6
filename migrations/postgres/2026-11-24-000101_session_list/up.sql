-- Incremented when all sessions of the user end; tokens with another version are invalid.
ALTER TABLE users ADD COLUMN token_version integer NOT NULL DEFAULT 0;

-- The client address at sign-in.
ALTER TABLE sessions ADD COLUMN address text;
-- Updated every few minutes. NULL: not used since sign-in.
ALTER TABLE sessions ADD COLUMN last_used_at timestamptz;
CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);
