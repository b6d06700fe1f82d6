-- What somebody did of which there may be only so much in a period. It counts whatever became of it, so it does not
-- refer to the message or the invitation.
CREATE TABLE quota_uses (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('invitation', 'friend_message', 'team_message', 'moderation')),
    -- The invitation, the friend, the team, or the member.
    object_id uuid NOT NULL,
    at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX quota_uses_user_id_idx ON quota_uses (user_id, kind, at);
CREATE INDEX quota_uses_expires_at_idx ON quota_uses (expires_at);
