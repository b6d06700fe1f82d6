-- Measures: a habit is measured in minutes, as a count in a unit of the user's own, or as a check. The columns
-- minutes and target_minutes hold the amount and the target in the measure; they keep their names, and the new
-- columns have defaults, for the previous version. SQLite cannot change constraints, so the tables are copied.
CREATE TABLE new_habit_versions (
    habit_id text NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    effective_from text NOT NULL,
    category text NOT NULL
        CHECK (category IN ('health', 'skills', 'learning', 'career', 'recovery', 'content', 'wellness')),
    quadrant text NOT NULL CHECK (quadrant IN ('Q1', 'Q2', 'Q3', 'Q4')),
    direction text NOT NULL CHECK (direction IN ('at_least', 'at_most')),
    target_minutes integer NOT NULL,
    weekend_target_minutes integer,
    -- Scheduled weekdays as bits: Monday 1, Tuesday 2, … Sunday 64.
    schedule integer NOT NULL CHECK (schedule BETWEEN 1 AND 127),
    -- False while archived: archiving and restoring are versions too.
    active integer NOT NULL CHECK (active IN (0, 1)),
    measure text NOT NULL DEFAULT 'minutes' CHECK (measure IN ('minutes', 'count', 'check')),
    -- The unit of a count.
    unit text CHECK (length(unit) BETWEEN 1 AND 30),
    PRIMARY KEY (habit_id, effective_from),
    CHECK (target_minutes BETWEEN 1 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END),
    CHECK (
        weekend_target_minutes BETWEEN 1 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END
    ),
    CHECK ((measure = 'count') = (unit IS NOT NULL)),
    -- A check that is done once is at its target, so a maximum would mean nothing.
    CHECK (measure <> 'check' OR direction = 'at_least')
) STRICT, WITHOUT ROWID;
INSERT INTO new_habit_versions (
    habit_id, effective_from, category, quadrant, direction, target_minutes, weekend_target_minutes, schedule, active
)
SELECT
    habit_id, effective_from, category, quadrant, direction, target_minutes, weekend_target_minutes, schedule, active
FROM habit_versions;
DROP TABLE habit_versions;
ALTER TABLE new_habit_versions RENAME TO habit_versions;

-- One row per habit that was active on a recorded day, with the measure and the target it was scored against, so
-- that later changes do not affect the past.
CREATE TABLE new_entries (
    user_id text NOT NULL,
    date text NOT NULL,
    habit_id text NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    -- The amount. NULL: not entered. Scoring counts it as 0.
    minutes integer,
    quality integer CHECK (quality BETWEEN 1 AND 5),
    -- NULL: not scheduled on that day.
    target_minutes integer,
    completion real CHECK (completion BETWEEN 0 AND 1.5),
    -- The streak up to this day; carried over exception and unscheduled days.
    streak integer NOT NULL CHECK (streak >= 0),
    -- What amount and target of the day are; kept when the measure of the habit changes.
    measure text NOT NULL DEFAULT 'minutes' CHECK (measure IN ('minutes', 'count', 'check')),
    PRIMARY KEY (user_id, date, habit_id),
    FOREIGN KEY (user_id, date) REFERENCES days (user_id, date) ON DELETE CASCADE,
    CHECK ((target_minutes IS NULL) = (completion IS NULL)),
    CHECK (minutes BETWEEN 0 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END),
    CHECK (target_minutes BETWEEN 1 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END)
) STRICT, WITHOUT ROWID;
INSERT INTO new_entries (user_id, date, habit_id, minutes, quality, target_minutes, completion, streak)
SELECT user_id, date, habit_id, minutes, quality, target_minutes, completion, streak FROM entries;
DROP TABLE entries;
ALTER TABLE new_entries RENAME TO entries;
CREATE INDEX entries_habit_id_idx ON entries (habit_id, date);
