-- When the email address was verified; NULL: not yet.
ALTER TABLE users ADD COLUMN email_verified_at timestamptz;

-- Email tokens: at most one per user and purpose, so that a new one replaces the previous one.
CREATE TABLE links (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose text NOT NULL CHECK (purpose IN ('verify_email', 'reset_password')),
    -- SHA-256 of the token, which is not stored after the email is sent.
    digest text NOT NULL CONSTRAINT links_digest_key UNIQUE,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, purpose)
);
CREATE INDEX links_expires_at_idx ON links (expires_at);
