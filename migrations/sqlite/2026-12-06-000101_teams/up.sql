-- What a person shows to the members of their teams.
ALTER TABLE users ADD COLUMN shared_with_teams text NOT NULL DEFAULT 'kpi'
    CHECK (shared_with_teams IN ('nothing', 'kpi', 'habits'));

-- Figures of a day for lists of many people's days, which do not read entries and tasks. They have defaults, for
-- the previous version. Whether the minutes of entries and tasks fit into 24 hours:
ALTER TABLE days ADD COLUMN plausible integer NOT NULL DEFAULT 1 CHECK (plausible IN (0, 1));
-- Mean completion of the scheduled habits, at most 1 each. NULL: none was scheduled, or an exception.
ALTER TABLE days ADD COLUMN completion real CHECK (completion BETWEEN 0 AND 1);
-- The longest streak with which the day ends, in days; 0 on an exception day.
ALTER TABLE days ADD COLUMN longest_streak integer NOT NULL DEFAULT 0 CHECK (longest_streak >= 0);
UPDATE days SET
    completion = (
        SELECT round(avg(min(e.completion, 1.0)), 6) FROM entries e WHERE e.user_id = days.user_id AND e.date = days.date
    ),
    longest_streak = coalesce((
        SELECT max(e.streak * CASE WHEN (
            SELECT v.times_per_week FROM habit_versions v
            WHERE v.habit_id = e.habit_id AND v.effective_from <= e.date ORDER BY v.effective_from DESC LIMIT 1
        ) IS NULL THEN 1 ELSE 7 END)
        FROM entries e WHERE e.user_id = days.user_id AND e.date = days.date
    ), 0)
WHERE exception_kind IS NULL;
UPDATE days SET plausible = 0
WHERE (user_id, date) IN (
    SELECT user_id, date FROM (
        SELECT user_id, date, minutes FROM entries WHERE measure = 'minutes'
        UNION ALL
        SELECT user_id, date, actual_minutes FROM tasks
    ) GROUP BY user_id, date HAVING sum(minutes) > 1440
);

-- Sums over the recorded days of each month, for lists of many people's days over a long time. Triggers keep them, so
-- that they hold whoever writes days. `counted` are the plausible days with a KPI; the sums and the streaks are of
-- them. In whole numbers, which do not drift.
CREATE TABLE day_months (
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Its first day.
    month text NOT NULL,
    recorded integer NOT NULL,
    -- Days away.
    away integer NOT NULL,
    counted integer NOT NULL,
    kpi_tenths integer NOT NULL,
    completions integer NOT NULL,
    completion_millionths integer NOT NULL,
    -- Days that end with a streak of 7, 21 or 66 days or more.
    streaks_7 integer NOT NULL,
    streaks_21 integer NOT NULL,
    streaks_66 integer NOT NULL,
    PRIMARY KEY (user_id, month)
) STRICT, WITHOUT ROWID;
INSERT INTO day_months (user_id, month, recorded, away, counted, kpi_tenths, completions, completion_millionths, streaks_7, streaks_21, streaks_66)
SELECT user_id, substr(date, 1, 8) || '01',
    sum((kpi IS NOT NULL)),
    sum((exception_kind IS NOT NULL)),
    sum((kpi IS NOT NULL AND plausible)),
    sum(CASE WHEN plausible THEN coalesce(CAST(round(kpi * 10) AS integer), 0) ELSE 0 END),
    sum((completion IS NOT NULL AND plausible)),
    sum(CASE WHEN plausible THEN coalesce(CAST(round(completion * 1000000) AS integer), 0) ELSE 0 END),
    sum((plausible AND longest_streak >= 7)),
    sum((plausible AND longest_streak >= 21)),
    sum((plausible AND longest_streak >= 66))
FROM days GROUP BY 1, 2;
CREATE TRIGGER inserted_days_are_summed AFTER INSERT ON days
BEGIN
    INSERT INTO day_months (user_id, month, recorded, away, counted, kpi_tenths, completions, completion_millionths, streaks_7, streaks_21, streaks_66)
    VALUES (
        NEW.user_id, substr(NEW.date, 1, 8) || '01',
        (NEW.kpi IS NOT NULL),
        (NEW.exception_kind IS NOT NULL),
        (NEW.kpi IS NOT NULL AND NEW.plausible),
        CASE WHEN NEW.plausible THEN coalesce(CAST(round(NEW.kpi * 10) AS integer), 0) ELSE 0 END,
        (NEW.completion IS NOT NULL AND NEW.plausible),
        CASE WHEN NEW.plausible THEN coalesce(CAST(round(NEW.completion * 1000000) AS integer), 0) ELSE 0 END,
        (NEW.plausible AND NEW.longest_streak >= 7),
        (NEW.plausible AND NEW.longest_streak >= 21),
        (NEW.plausible AND NEW.longest_streak >= 66)
    )
    ON CONFLICT (user_id, month) DO UPDATE SET
        recorded = day_months.recorded + excluded.recorded,
        away = day_months.away + excluded.away,
        counted = day_months.counted + excluded.counted,
        kpi_tenths = day_months.kpi_tenths + excluded.kpi_tenths,
        completions = day_months.completions + excluded.completions,
        completion_millionths = day_months.completion_millionths + excluded.completion_millionths,
        streaks_7 = day_months.streaks_7 + excluded.streaks_7,
        streaks_21 = day_months.streaks_21 + excluded.streaks_21,
        streaks_66 = day_months.streaks_66 + excluded.streaks_66;
END;
CREATE TRIGGER updated_days_are_summed AFTER UPDATE ON days
BEGIN
    UPDATE day_months SET
        recorded = recorded - (OLD.kpi IS NOT NULL),
        away = away - (OLD.exception_kind IS NOT NULL),
        counted = counted - (OLD.kpi IS NOT NULL AND OLD.plausible),
        kpi_tenths = kpi_tenths - CASE WHEN OLD.plausible THEN coalesce(CAST(round(OLD.kpi * 10) AS integer), 0) ELSE 0 END,
        completions = completions - (OLD.completion IS NOT NULL AND OLD.plausible),
        completion_millionths = completion_millionths - CASE WHEN OLD.plausible THEN coalesce(CAST(round(OLD.completion * 1000000) AS integer), 0) ELSE 0 END,
        streaks_7 = streaks_7 - (OLD.plausible AND OLD.longest_streak >= 7),
        streaks_21 = streaks_21 - (OLD.plausible AND OLD.longest_streak >= 21),
        streaks_66 = streaks_66 - (OLD.plausible AND OLD.longest_streak >= 66)
    WHERE user_id = OLD.user_id AND month = substr(OLD.date, 1, 8) || '01';
    INSERT INTO day_months (user_id, month, recorded, away, counted, kpi_tenths, completions, completion_millionths, streaks_7, streaks_21, streaks_66)
    VALUES (
        NEW.user_id, substr(NEW.date, 1, 8) || '01',
        (NEW.kpi IS NOT NULL),
        (NEW.exception_kind IS NOT NULL),
        (NEW.kpi IS NOT NULL AND NEW.plausible),
        CASE WHEN NEW.plausible THEN coalesce(CAST(round(NEW.kpi * 10) AS integer), 0) ELSE 0 END,
        (NEW.completion IS NOT NULL AND NEW.plausible),
        CASE WHEN NEW.plausible THEN coalesce(CAST(round(NEW.completion * 1000000) AS integer), 0) ELSE 0 END,
        (NEW.plausible AND NEW.longest_streak >= 7),
        (NEW.plausible AND NEW.longest_streak >= 21),
        (NEW.plausible AND NEW.longest_streak >= 66)
    )
    ON CONFLICT (user_id, month) DO UPDATE SET
        recorded = day_months.recorded + excluded.recorded,
        away = day_months.away + excluded.away,
        counted = day_months.counted + excluded.counted,
        kpi_tenths = day_months.kpi_tenths + excluded.kpi_tenths,
        completions = day_months.completions + excluded.completions,
        completion_millionths = day_months.completion_millionths + excluded.completion_millionths,
        streaks_7 = day_months.streaks_7 + excluded.streaks_7,
        streaks_21 = day_months.streaks_21 + excluded.streaks_21,
        streaks_66 = day_months.streaks_66 + excluded.streaks_66;
END;
CREATE TRIGGER deleted_days_are_summed AFTER DELETE ON days
BEGIN
    UPDATE day_months SET
        recorded = recorded - (OLD.kpi IS NOT NULL),
        away = away - (OLD.exception_kind IS NOT NULL),
        counted = counted - (OLD.kpi IS NOT NULL AND OLD.plausible),
        kpi_tenths = kpi_tenths - CASE WHEN OLD.plausible THEN coalesce(CAST(round(OLD.kpi * 10) AS integer), 0) ELSE 0 END,
        completions = completions - (OLD.completion IS NOT NULL AND OLD.plausible),
        completion_millionths = completion_millionths - CASE WHEN OLD.plausible THEN coalesce(CAST(round(OLD.completion * 1000000) AS integer), 0) ELSE 0 END,
        streaks_7 = streaks_7 - (OLD.plausible AND OLD.longest_streak >= 7),
        streaks_21 = streaks_21 - (OLD.plausible AND OLD.longest_streak >= 21),
        streaks_66 = streaks_66 - (OLD.plausible AND OLD.longest_streak >= 66)
    WHERE user_id = OLD.user_id AND month = substr(OLD.date, 1, 8) || '01';
END;

CREATE TABLE teams (
    id text NOT NULL PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    description text CHECK (length(description) BETWEEN 1 AND 500),
    -- Whoever has it may join. NULL: switched off.
    join_code text CONSTRAINT teams_join_code_key UNIQUE,
    created_at text NOT NULL
) STRICT;

-- The range and the uniqueness of the position limit a team to 99 members.
CREATE TABLE team_members (
    team_id text NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    position integer NOT NULL CHECK (position BETWEEN 1 AND 99),
    role text NOT NULL CHECK (role IN ('leader', 'deputy', 'member')),
    joined_at text NOT NULL,
    -- Until when the member may not write messages.
    muted_until text,
    PRIMARY KEY (team_id, user_id),
    CONSTRAINT team_members_position_key UNIQUE (team_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_members_user_id_idx ON team_members (user_id);

CREATE TABLE team_goals (
    id text NOT NULL PRIMARY KEY,
    team_id text NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    -- What each member aims at.
    target real NOT NULL CHECK (target > 0 AND target <= 1000000000),
    unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 20),
    from_date text NOT NULL,
    to_date text NOT NULL,
    -- Whether members enter their progress, or a habit of each feeds it.
    source text NOT NULL CHECK (source IN ('entered', 'habit')),
    created_at text NOT NULL,
    CHECK (from_date <= to_date),
    CONSTRAINT team_goals_team_id_key UNIQUE (team_id, id)
) STRICT;

-- Which of their habits feeds a member's progress. It goes with the membership.
CREATE TABLE team_goal_habits (
    goal_id text NOT NULL,
    user_id text NOT NULL,
    team_id text NOT NULL,
    habit_id text NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    PRIMARY KEY (goal_id, user_id),
    FOREIGN KEY (team_id, goal_id) REFERENCES team_goals (team_id, id) ON DELETE CASCADE,
    FOREIGN KEY (team_id, user_id) REFERENCES team_members (team_id, user_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX team_goal_habits_habit_id_idx ON team_goal_habits (habit_id);
CREATE INDEX team_goal_habits_member_idx ON team_goal_habits (user_id, team_id);

-- Entered progress. It goes with the membership.
CREATE TABLE team_goal_progress (
    goal_id text NOT NULL,
    user_id text NOT NULL,
    date text NOT NULL,
    team_id text NOT NULL,
    amount real NOT NULL CHECK (amount > 0 AND amount <= 1000000000),
    PRIMARY KEY (goal_id, user_id, date),
    FOREIGN KEY (team_id, goal_id) REFERENCES team_goals (team_id, id) ON DELETE CASCADE,
    FOREIGN KEY (team_id, user_id) REFERENCES team_members (team_id, user_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX team_goal_progress_member_idx ON team_goal_progress (team_id, user_id);

-- What happened in a team, and messages of members.
CREATE TABLE team_activity (
    id text NOT NULL PRIMARY KEY,
    team_id text NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    at text NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('joined', 'left', 'removed', 'role_changed', 'goal_created', 'goal_reached', 'message')
    ),
    -- Whom it is about, or who wrote it.
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    goal_id text REFERENCES team_goals (id) ON DELETE CASCADE,
    -- The new role.
    role text CHECK (role IN ('leader', 'deputy', 'member')),
    text text CHECK (length(text) BETWEEN 1 AND 280),
    CHECK ((kind = 'message') = (text IS NOT NULL)),
    CHECK ((kind = 'role_changed') = (role IS NOT NULL)),
    CHECK ((kind IN ('goal_created', 'goal_reached')) = (goal_id IS NOT NULL))
) STRICT;
CREATE INDEX team_activity_team_id_idx ON team_activity (team_id, id);
CREATE INDEX team_activity_user_id_idx ON team_activity (user_id, at);
CREATE INDEX team_activity_goal_id_idx ON team_activity (goal_id);
CREATE UNIQUE INDEX team_activity_reached_key ON team_activity (goal_id, user_id) WHERE kind = 'goal_reached';

-- What leaders and deputies did about members. Rows are never changed, and deleted with their team alone; they
-- outlive the accounts that they name.
CREATE TABLE team_moderation_log (
    id text NOT NULL PRIMARY KEY,
    team_id text NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    at text NOT NULL,
    actor_id text NOT NULL,
    action text NOT NULL CHECK (action IN ('warn', 'mute', 'unmute', 'remove', 'message_removed')),
    subject_id text NOT NULL,
    reason text CHECK (length(reason) BETWEEN 1 AND 500),
    -- How long a mute holds, also for a member who leaves and comes back.
    muted_until text,
    CHECK ((action = 'mute') = (muted_until IS NOT NULL))
) STRICT;
CREATE INDEX team_moderation_log_team_id_idx ON team_moderation_log (team_id, id);

CREATE TRIGGER team_moderation_log_is_not_updated BEFORE UPDATE ON team_moderation_log
BEGIN SELECT RAISE(ABORT, 'the moderation log is not changed'); END;
CREATE TRIGGER team_moderation_log_is_not_deleted BEFORE DELETE ON team_moderation_log
WHEN EXISTS (SELECT 1 FROM teams WHERE id = OLD.team_id)
BEGIN SELECT RAISE(ABORT, 'the moderation log is not changed'); END;
