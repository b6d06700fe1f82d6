-- Tickets that open a WebSocket, until they are spent or have expired. They end with their session.
CREATE TABLE realtime_tickets (
    -- SHA-256 of the ticket.
    digest text PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    token_version integer NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX realtime_tickets_user_id_idx ON realtime_tickets (user_id);
CREATE INDEX realtime_tickets_session_id_idx ON realtime_tickets (session_id);
CREATE INDEX realtime_tickets_expires_at_idx ON realtime_tickets (expires_at);
