-- The previous version knows minutes alone: counts and checks become minutes, at most a day.
CREATE TABLE old_habit_versions (
    habit_id text NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    effective_from text NOT NULL,
    category text NOT NULL
        CHECK (category IN ('health', 'skills', 'learning', 'career', 'recovery', 'content', 'wellness')),
    quadrant text NOT NULL CHECK (quadrant IN ('Q1', 'Q2', 'Q3', 'Q4')),
    direction text NOT NULL CHECK (direction IN ('at_least', 'at_most')),
    target_minutes integer NOT NULL CHECK (target_minutes BETWEEN 1 AND 1440),
    weekend_target_minutes integer CHECK (weekend_target_minutes BETWEEN 1 AND 1440),
    -- Scheduled weekdays as bits: Monday 1, Tuesday 2, … Sunday 64.
    schedule integer NOT NULL CHECK (schedule BETWEEN 1 AND 127),
    -- False while archived: archiving and restoring are versions too.
    active integer NOT NULL CHECK (active IN (0, 1)),
    PRIMARY KEY (habit_id, effective_from)
) STRICT, WITHOUT ROWID;
INSERT INTO old_habit_versions
SELECT
    habit_id, effective_from, category, quadrant, direction,
    min(target_minutes, 1440), min(weekend_target_minutes, 1440), schedule, active
FROM habit_versions;
DROP TABLE habit_versions;
ALTER TABLE old_habit_versions RENAME TO habit_versions;

CREATE TABLE old_entries (
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
INSERT INTO old_entries
SELECT
    user_id, date, habit_id, min(minutes, 1440), quality, min(target_minutes, 1440), completion, streak
FROM entries;
DROP TABLE entries;
ALTER TABLE old_entries RENAME TO entries;
CREATE INDEX entries_habit_id_idx ON entries (habit_id, date);
