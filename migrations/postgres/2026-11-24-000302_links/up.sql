-- When the user showed that the address is theirs; NULL: not yet.
ALTER TABLE users ADD COLUMN email_verified_at timestamptz;

-- Links that were sent by mail: at most one of each purpose, so that a new one replaces the last.
CREATE TABLE links (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    -- SHA-256 of the secret in the link, which is written down nowhere else once the mail is sent.
    digest text NOT NULL CONSTRAINT links_digest_key UNIQUE,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, purpose)
);
CREATE INDEX links_expires_at_idx ON links (expires_at);
