-- Focus sessions. The id comes from the client, so that a repeated start starts nothing.
CREATE TABLE focus_sessions (
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id text NOT NULL,
    habit_id text REFERENCES habits (id) ON DELETE CASCADE,
    -- No foreign key: a session outlives its task, and tasks are inserted anew when their order changes.
    task_id text,
    -- The logical day in which it began, in the user's time zone of then.
    date text NOT NULL,
    started_at text NOT NULL,
    -- NULL: without a length.
    planned_minutes integer CHECK (planned_minutes BETWEEN 1 AND 1440),
    -- When it ends if nobody stops it.
    deadline text NOT NULL,
    -- NULL: it is running.
    ended_at text,
    -- Whole minutes from start to end.
    minutes integer CHECK (minutes BETWEEN 0 AND 1440),
    -- How many of them the entry of the habit, or the task, was given.
    counted_minutes integer NOT NULL CHECK (counted_minutes BETWEEN 0 AND 1440),
    interrupted integer NOT NULL CHECK (interrupted IN (0, 1)),
    -- Whether the user has ended it, and not its deadline.
    stopped integer NOT NULL CHECK (stopped IN (0, 1)),
    PRIMARY KEY (user_id, id),
    CHECK ((habit_id IS NULL) <> (task_id IS NULL)),
    CHECK ((ended_at IS NULL) = (minutes IS NULL)),
    CHECK (started_at < deadline),
    CHECK (started_at <= ended_at)
) STRICT, WITHOUT ROWID;
-- One runs at a time.
CREATE UNIQUE INDEX focus_sessions_running_key ON focus_sessions (user_id) WHERE ended_at IS NULL;
CREATE INDEX focus_sessions_deadline_idx ON focus_sessions (deadline) WHERE ended_at IS NULL;
CREATE INDEX focus_sessions_date_idx ON focus_sessions (user_id, date);
CREATE INDEX focus_sessions_habit_id_idx ON focus_sessions (habit_id);
