CREATE TABLE invitations (
    id text NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('friend', 'team', 'installation')),
    inviter_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    team_id text REFERENCES teams (id) ON DELETE CASCADE,
    -- In the one spelling of accounts.
    email text NOT NULL,
    -- Digests of the tokens in the link to copy, and in the mailed one. Who has the mailed one reads the mailbox.
    link_digest text NOT NULL UNIQUE,
    mail_digest text UNIQUE,
    created_at text NOT NULL,
    expires_at text NOT NULL,
    accepted_at text,
    canceled_at text,
    CHECK ((kind = 'team') = (team_id IS NOT NULL)),
    CHECK (accepted_at IS NULL OR canceled_at IS NULL)
) STRICT;
CREATE INDEX invitations_inviter_id_idx ON invitations (inviter_id, expires_at);
CREATE INDEX invitations_team_id_idx ON invitations (team_id);
CREATE INDEX invitations_expires_at_idx ON invitations (expires_at);
-- Inviting somebody again renews the open invitation.
CREATE UNIQUE INDEX invitations_open_key ON invitations (inviter_id, email, kind, COALESCE(team_id, inviter_id))
    WHERE accepted_at IS NULL AND canceled_at IS NULL;
