CREATE TABLE days (
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    date text NOT NULL,
    exception_kind text CHECK (exception_kind IN ('illness', 'travel', 'emergency', 'technical')),
    exception_note text CHECK (length(exception_note) <= 500),
    -- NULL on an exception day.
    kpi real CHECK (kpi BETWEEN 0 AND 150),
    formula_version integer NOT NULL,
    created_at text NOT NULL,
    updated_at text NOT NULL,
    PRIMARY KEY (user_id, date),
    CHECK ((exception_kind IS NULL) = (kpi IS NOT NULL)),
    CHECK (exception_kind IS NOT NULL OR exception_note IS NULL)
) STRICT, WITHOUT ROWID;

-- One row per habit that was active on a recorded day, with the target it was scored against, so
-- that later changes do not affect the past.
CREATE TABLE entries (
    user_id text NOT NULL,
    date text NOT NULL,
    habit_id text NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    -- NULL: not entered. Scoring counts it as 0.
    minutes integer CHECK (minutes BETWEEN 0 AND 1440),
    quality integer CHECK (quality BETWEEN 1 AND 5),
    -- NULL: not scheduled on that day.
    target_minutes integer CHECK (target_minutes BETWEEN 1 AND 1440),
    completion real CHECK (completion BETWEEN 0 AND 1.5),
    -- The streak up to this day; carried over exception and unscheduled days.
    streak integer NOT NULL CHECK (streak >= 0),
    PRIMARY KEY (user_id, date, habit_id),
    FOREIGN KEY (user_id, date) REFERENCES days (user_id, date) ON DELETE CASCADE,
    CHECK ((target_minutes IS NULL) = (completion IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_habit_id_idx ON entries (habit_id, date);

-- The range and the uniqueness of the position limit a day to five tasks.
CREATE TABLE tasks (
    id text NOT NULL PRIMARY KEY,
    user_id text NOT NULL,
    date text NOT NULL,
    position integer NOT NULL CHECK (position BETWEEN 1 AND 5),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
    quadrant text NOT NULL CHECK (quadrant IN ('Q1', 'Q2', 'Q3', 'Q4')),
    estimated_minutes integer CHECK (estimated_minutes BETWEEN 1 AND 1440),
    actual_minutes integer CHECK (actual_minutes BETWEEN 0 AND 1440),
    completed integer NOT NULL CHECK (completed IN (0, 1)),
    CONSTRAINT tasks_day_position_key UNIQUE (user_id, date, position),
    FOREIGN KEY (user_id, date) REFERENCES days (user_id, date) ON DELETE CASCADE
) STRICT;
