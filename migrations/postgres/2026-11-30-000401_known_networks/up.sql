-- Networks from which an account has been signed in to recently. They have separate counters of the
-- login throttle, so that attackers elsewhere do not lock the owner out.
CREATE TABLE known_networks (
    -- SHA-256 of the network and the account's address, which are not stored in plain text.
    digest text PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX known_networks_user_id_idx ON known_networks (user_id);
CREATE INDEX known_networks_expires_at_idx ON known_networks (expires_at);
