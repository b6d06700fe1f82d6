-- What a person shows to friends, and the code by which others find them. NULL: none was asked for yet.
ALTER TABLE users ADD COLUMN shared_with_friends text NOT NULL DEFAULT 'kpi'
    CHECK (shared_with_friends IN ('nothing', 'kpi', 'habits'));
ALTER TABLE users ADD COLUMN friend_code text;
CREATE UNIQUE INDEX users_friend_code_key ON users (friend_code);

-- A request that is neither accepted nor rejected yet. Requests in both directions are a friendship instead.
CREATE TABLE friend_requests (
    from_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    to_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (from_user_id, to_user_id),
    CHECK (from_user_id <> to_user_id)
);
CREATE INDEX friend_requests_to_user_id_idx ON friend_requests (to_user_id);

-- Two rows for each friendship, one for each side.
CREATE TABLE friendships (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    friend_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    -- Whether the user does not want to see the friend's messages.
    muted boolean NOT NULL DEFAULT FALSE,
    PRIMARY KEY (user_id, friend_id),
    CHECK (user_id <> friend_id)
);
CREATE INDEX friendships_friend_id_idx ON friendships (friend_id);

-- For the blocked person the other one does not exist.
CREATE TABLE blocks (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    blocked_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, blocked_id),
    CHECK (user_id <> blocked_id)
);
CREATE INDEX blocks_blocked_id_idx ON blocks (blocked_id);

CREATE TABLE support_messages (
    id uuid PRIMARY KEY,
    from_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    to_user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    text text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 280),
    created_at timestamptz NOT NULL,
    -- NULL: not read yet.
    read_at timestamptz
);
CREATE INDEX support_messages_to_user_id_idx ON support_messages (to_user_id, created_at);
CREATE INDEX support_messages_from_user_id_idx ON support_messages (from_user_id, created_at);
