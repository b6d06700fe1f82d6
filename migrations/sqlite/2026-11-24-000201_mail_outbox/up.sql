-- Transactional outbox of emails.
CREATE TABLE mail_outbox (
    id text NOT NULL PRIMARY KEY,
    -- The kind of email, which stays after its content is deleted.
    kind text NOT NULL,
    -- The recipient and the content. It may contain a token that gives access to an account, so it is
    -- encrypted (ChaCha20-Poly1305), and deleted when the email is finished.
    letter text,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts integer NOT NULL CHECK (attempts >= 0),
    -- The time of the next attempt. A worker claims the row by moving it forward.
    due_at text NOT NULL,
    -- Why the last attempt failed.
    last_error text,
    created_at text NOT NULL,
    finished_at text,
    CHECK ((state = 'queued') = (letter IS NOT NULL)),
    CHECK ((state = 'queued') = (finished_at IS NULL))
) STRICT;
CREATE INDEX mail_outbox_due_at_idx ON mail_outbox (due_at) WHERE state = 'queued';
CREATE INDEX mail_outbox_finished_at_idx ON mail_outbox (finished_at) WHERE state <> 'queued';
