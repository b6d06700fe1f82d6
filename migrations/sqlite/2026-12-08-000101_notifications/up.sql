-- What a person is told inside the app. Names are looked up when it is read.
CREATE TABLE notifications (
    id text NOT NULL PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    -- Whoever caused it; with the account its notifications go, too.
    actor_id text REFERENCES users (id) ON DELETE CASCADE,
    team_id text REFERENCES teams (id) ON DELETE CASCADE,
    habit_id text REFERENCES habits (id) ON DELETE CASCADE,
    -- Such as the length of a streak.
    number integer,
    detail text CHECK (length(detail) BETWEEN 1 AND 500),
    created_at text NOT NULL,
    -- NULL: not read yet.
    read_at text
) STRICT;
CREATE INDEX notifications_user_id_idx ON notifications (user_id, id);
CREATE INDEX notifications_actor_id_idx ON notifications (actor_id);
CREATE INDEX notifications_team_id_idx ON notifications (team_id);
CREATE INDEX notifications_habit_id_idx ON notifications (habit_id);

-- Kinds without a row are enabled.
CREATE TABLE notification_preferences (
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind text NOT NULL,
    enabled integer NOT NULL CHECK (enabled IN (0, 1)),
    PRIMARY KEY (user_id, kind)
) STRICT;
