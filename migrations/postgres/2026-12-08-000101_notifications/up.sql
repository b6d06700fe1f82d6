-- What a person is told inside the app. Names are looked up when it is read.
CREATE TABLE notifications (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    -- Whoever caused it; with the account its notifications go, too.
    actor_id uuid REFERENCES users (id) ON DELETE CASCADE,
    team_id uuid REFERENCES teams (id) ON DELETE CASCADE,
    habit_id uuid REFERENCES habits (id) ON DELETE CASCADE,
    -- Such as the length of a streak.
    number integer,
    detail text CHECK (char_length(detail) BETWEEN 1 AND 500),
    created_at timestamptz NOT NULL,
    -- NULL: not read yet.
    read_at timestamptz
);
CREATE INDEX notifications_user_id_idx ON notifications (user_id, id);
CREATE INDEX notifications_actor_id_idx ON notifications (actor_id);
CREATE INDEX notifications_team_id_idx ON notifications (team_id);
CREATE INDEX notifications_habit_id_idx ON notifications (habit_id);

-- Kinds without a row are enabled.
CREATE TABLE notification_preferences (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    enabled boolean NOT NULL,
    PRIMARY KEY (user_id, kind)
);
