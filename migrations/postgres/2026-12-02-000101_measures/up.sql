-- Measures: a habit is measured in minutes, as a count in a unit of the user's own, or as a check. The columns
-- minutes and target_minutes hold the amount and the target in the measure; they keep their names, and the new
-- columns have defaults, for the previous version.
ALTER TABLE habit_versions
    ADD COLUMN measure text NOT NULL DEFAULT 'minutes' CHECK (measure IN ('minutes', 'count', 'check')),
    -- The unit of a count.
    ADD COLUMN unit text CHECK (char_length(unit) BETWEEN 1 AND 30),
    DROP CONSTRAINT habit_versions_target_minutes_check,
    DROP CONSTRAINT habit_versions_weekend_target_minutes_check;
ALTER TABLE habit_versions
    ADD CONSTRAINT habit_versions_target_check CHECK (
        target_minutes BETWEEN 1 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END
    ),
    ADD CONSTRAINT habit_versions_weekend_target_check CHECK (
        weekend_target_minutes BETWEEN 1 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END
    ),
    ADD CONSTRAINT habit_versions_unit_of_count_check CHECK ((measure = 'count') = (unit IS NOT NULL)),
    -- A check that is done once is at its target, so a maximum would mean nothing.
    ADD CONSTRAINT habit_versions_check_direction_check CHECK (measure <> 'check' OR direction = 'at_least');

ALTER TABLE entries
    -- What amount and target of the day are; kept when the measure of the habit changes.
    ADD COLUMN measure text NOT NULL DEFAULT 'minutes' CHECK (measure IN ('minutes', 'count', 'check')),
    DROP CONSTRAINT entries_minutes_check,
    DROP CONSTRAINT entries_target_minutes_check;
ALTER TABLE entries
    ADD CONSTRAINT entries_amount_check CHECK (
        minutes BETWEEN 0 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END
    ),
    ADD CONSTRAINT entries_target_check CHECK (
        target_minutes BETWEEN 1 AND CASE measure WHEN 'minutes' THEN 1440 WHEN 'count' THEN 10000 ELSE 1 END
    );
