-- What somebody did of which there may be only so much in a period. It counts whatever became of it, so it does not
-- refer to the message or the invitation.
CREATE TABLE quota_uses (
    id text NOT NULL PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('invitation', 'friend_message', 'team_message', 'moderation')),
    -- The invitation, the friend, the team, or the member.
    object_id text NOT NULL,
    at text NOT NULL,
    expires_at text NOT NULL
) STRICT;
CREATE INDEX quota_uses_user_id_idx ON quota_uses (user_id, kind, at);
CREATE INDEX quota_uses_expires_at_idx ON quota_uses (expires_at);
