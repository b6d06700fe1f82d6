-- Mails to send, each written in the transaction that occasions it.
CREATE TABLE mail_outbox (
    id uuid PRIMARY KEY,
    -- Which mail it is, kept for the books when its content is gone.
    kind text NOT NULL,
    -- The recipient and what the mail says. It may hold a link that opens an account, so it is
    -- encrypted (ChaCha20-Poly1305), and there only as long as the mail is to be sent.
    letter text,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
    attempts smallint NOT NULL CHECK (attempts >= 0),
    -- When to try next. Whoever takes it to send it moves this on, so that nobody else does.
    due_at timestamptz NOT NULL,
    -- Why the last attempt failed.
    last_error text,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    CHECK ((state = 'queued') = (letter IS NOT NULL)),
    CHECK ((state = 'queued') = (finished_at IS NULL))
);
CREATE INDEX mail_outbox_due_at_idx ON mail_outbox (due_at) WHERE state = 'queued';
CREATE INDEX mail_outbox_finished_at_idx ON mail_outbox (finished_at) WHERE state <> 'queued';
