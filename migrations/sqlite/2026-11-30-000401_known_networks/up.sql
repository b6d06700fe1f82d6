-- Networks that an account has been signed in to from of late: what strangers guess elsewhere makes
-- nobody there wait.
CREATE TABLE known_networks (
    -- SHA-256 of the network and the account's address: no list of where people are.
    digest text NOT NULL PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    expires_at text NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX known_networks_user_id_idx ON known_networks (user_id);
CREATE INDEX known_networks_expires_at_idx ON known_networks (expires_at);
