CREATE TABLE days (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    date date NOT NULL,
    exception_kind text CHECK (exception_kind IN ('illness', 'travel', 'emergency', 'technical')),
    exception_note text CHECK (char_length(exception_note) <= 500),
    -- NULL on an exception day.
    kpi double precision CHECK (kpi BETWEEN 0 AND 150),
    formula_version smallint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, date),
    CHECK ((exception_kind IS NULL) = (kpi IS NOT NULL)),
    CHECK (exception_kind IS NOT NULL OR exception_note IS NULL)
);

-- One row per habit that was active on a recorded day, with the target it was scored against, so
-- that later changes do not affect the past.
CREATE TABLE entries (
    user_id uuid NOT NULL,
    date date NOT NULL,
    habit_id uuid NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    -- NULL: not entered. Scoring counts it as 0.
    minutes smallint CHECK (minutes BETWEEN 0 AND 1440),
    quality smallint CHECK (quality BETWEEN 1 AND 5),
    -- NULL: not scheduled on that day.
    target_minutes smallint CHECK (target_minutes BETWEEN 1 AND 1440),
    completion double precision CHECK (completion BETWEEN 0 AND 1.5),
    -- The streak up to this day; carried over exception and unscheduled days.
    streak integer NOT NULL CHECK (streak >= 0),
    PRIMARY KEY (user_id, date, habit_id),
    FOREIGN KEY (user_id, date) REFERENCES days (user_id, date) ON DELETE CASCADE,
    CHECK ((target_minutes IS NULL) = (completion IS NULL))
);
CREATE INDEX entries_habit_id_idx ON entries (habit_id, date);

-- The range and the uniqueness of the position limit a day to five tasks.
CREATE TABLE tasks (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL,
    date date NOT NULL,
    position smallint NOT NULL CHECK (position BETWEEN 1 AND 5),
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    priority text NOT NULL CHECK (priority IN ('high', 'medium', 'low')),
    quadrant text NOT NULL CHECK (quadrant IN ('Q1', 'Q2', 'Q3', 'Q4')),
    estimated_minutes smallint CHECK (estimated_minutes BETWEEN 1 AND 1440),
    actual_minutes smallint CHECK (actual_minutes BETWEEN 0 AND 1440),
    completed boolean NOT NULL,
    CONSTRAINT tasks_day_position_key UNIQUE (user_id, date, position),
    FOREIGN KEY (user_id, date) REFERENCES days (user_id, date) ON DELETE CASCADE
);
