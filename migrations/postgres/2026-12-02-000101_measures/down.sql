-- The previous version knows minutes alone: counts and checks become minutes, at most a day.
ALTER TABLE habit_versions
    DROP CONSTRAINT habit_versions_target_check,
    DROP CONSTRAINT habit_versions_weekend_target_check,
    DROP CONSTRAINT habit_versions_unit_of_count_check,
    DROP CONSTRAINT habit_versions_check_direction_check;
UPDATE habit_versions SET target_minutes = 1440 WHERE target_minutes > 1440;
UPDATE habit_versions SET weekend_target_minutes = 1440 WHERE weekend_target_minutes > 1440;
ALTER TABLE habit_versions
    DROP COLUMN measure,
    DROP COLUMN unit,
    ADD CONSTRAINT habit_versions_target_minutes_check CHECK (target_minutes BETWEEN 1 AND 1440),
    ADD CONSTRAINT habit_versions_weekend_target_minutes_check CHECK (weekend_target_minutes BETWEEN 1 AND 1440);

ALTER TABLE entries
    DROP CONSTRAINT entries_amount_check,
    DROP CONSTRAINT entries_target_check;
UPDATE entries SET minutes = 1440 WHERE minutes > 1440;
UPDATE entries SET target_minutes = 1440 WHERE target_minutes > 1440;
ALTER TABLE entries
    DROP COLUMN measure,
    ADD CONSTRAINT entries_minutes_check CHECK (minutes BETWEEN 0 AND 1440),
    ADD CONSTRAINT entries_target_minutes_check CHECK (target_minutes BETWEEN 1 AND 1440);
