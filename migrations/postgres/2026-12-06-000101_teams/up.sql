-- What a person shows to the members of their teams.
ALTER TABLE users ADD COLUMN shared_with_teams text NOT NULL DEFAULT 'kpi'
    CHECK (shared_with_teams IN ('nothing', 'kpi', 'habits'));

-- Figures of a day for lists of many people's days, which do not read entries and tasks. They have defaults, for
-- the previous version.
ALTER TABLE days
    -- Whether the minutes of entries and tasks fit into 24 hours.
    ADD COLUMN plausible boolean NOT NULL DEFAULT TRUE,
    -- Mean completion of the scheduled habits, at most 1 each. NULL: none was scheduled, or an exception.
    ADD COLUMN completion double precision CHECK (completion BETWEEN 0 AND 1),
    -- The longest streak with which the day ends, in days; 0 on an exception day.
    ADD COLUMN longest_streak integer NOT NULL DEFAULT 0 CHECK (longest_streak >= 0);
UPDATE days SET completion = sums.completion, longest_streak = sums.longest_streak
FROM (
    SELECT e.user_id, e.date,
        round((avg(least(e.completion, 1)) FILTER (WHERE e.completion IS NOT NULL))::numeric, 6) AS completion,
        max(e.streak * CASE WHEN (
            SELECT v.times_per_week FROM habit_versions v
            WHERE v.habit_id = e.habit_id AND v.effective_from <= e.date ORDER BY v.effective_from DESC LIMIT 1
        ) IS NULL THEN 1 ELSE 7 END) AS longest_streak
    FROM entries e GROUP BY e.user_id, e.date
) AS sums
WHERE days.user_id = sums.user_id AND days.date = sums.date AND days.exception_kind IS NULL;
UPDATE days SET plausible = FALSE
FROM (
    SELECT user_id, date FROM (
        SELECT user_id, date, minutes FROM entries WHERE measure = 'minutes'
        UNION ALL
        SELECT user_id, date, actual_minutes FROM tasks
    ) AS spent GROUP BY user_id, date HAVING sum(minutes) > 1440
) AS implausible
WHERE days.user_id = implausible.user_id AND days.date = implausible.date;

-- Sums over the recorded days of each month, for lists of many people's days over a long time. Triggers keep them, so
-- that they hold whoever writes days. `counted` are the plausible days with a KPI; the sums and the streaks are of
-- them. In whole numbers, which do not drift.
CREATE TABLE day_months (
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- Its first day.
    month date NOT NULL,
    recorded integer NOT NULL,
    -- Days away.
    away integer NOT NULL,
    counted integer NOT NULL,
    kpi_tenths bigint NOT NULL,
    completions integer NOT NULL,
    completion_millionths bigint NOT NULL,
    -- Days that end with a streak of 7, 21 or 66 days or more.
    streaks_7 integer NOT NULL,
    streaks_21 integer NOT NULL,
    streaks_66 integer NOT NULL,
    PRIMARY KEY (user_id, month)
);
INSERT INTO day_months (user_id, month, recorded, away, counted, kpi_tenths, completions, completion_millionths, streaks_7, streaks_21, streaks_66)
SELECT user_id, date_trunc('month', date)::date,
    sum((kpi IS NOT NULL)::int),
    sum((exception_kind IS NOT NULL)::int),
    sum((kpi IS NOT NULL AND plausible)::int),
    sum(CASE WHEN plausible THEN coalesce(round(kpi * 10)::bigint, 0) ELSE 0 END),
    sum((completion IS NOT NULL AND plausible)::int),
    sum(CASE WHEN plausible THEN coalesce(round(completion * 1000000)::bigint, 0) ELSE 0 END),
    sum((plausible AND longest_streak >= 7)::int),
    sum((plausible AND longest_streak >= 21)::int),
    sum((plausible AND longest_streak >= 66)::int)
FROM days GROUP BY 1, 2;
CREATE FUNCTION sum_day_months() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE day_months SET
            recorded = recorded - (OLD.kpi IS NOT NULL)::int,
            away = away - (OLD.exception_kind IS NOT NULL)::int,
            counted = counted - (OLD.kpi IS NOT NULL AND OLD.plausible)::int,
            kpi_tenths = kpi_tenths - CASE WHEN OLD.plausible THEN coalesce(round(OLD.kpi * 10)::bigint, 0) ELSE 0 END,
            completions = completions - (OLD.completion IS NOT NULL AND OLD.plausible)::int,
            completion_millionths = completion_millionths - CASE WHEN OLD.plausible THEN coalesce(round(OLD.completion * 1000000)::bigint, 0) ELSE 0 END,
            streaks_7 = streaks_7 - (OLD.plausible AND OLD.longest_streak >= 7)::int,
            streaks_21 = streaks_21 - (OLD.plausible AND OLD.longest_streak >= 21)::int,
            streaks_66 = streaks_66 - (OLD.plausible AND OLD.longest_streak >= 66)::int
        WHERE user_id = OLD.user_id AND month = date_trunc('month', OLD.date)::date;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO day_months (user_id, month, recorded, away, counted, kpi_tenths, completions, completion_millionths, streaks_7, streaks_21, streaks_66)
        VALUES (
            NEW.user_id, date_trunc('month', NEW.date)::date,
            (NEW.kpi IS NOT NULL)::int,
            (NEW.exception_kind IS NOT NULL)::int,
            (NEW.kpi IS NOT NULL AND NEW.plausible)::int,
            CASE WHEN NEW.plausible THEN coalesce(round(NEW.kpi * 10)::bigint, 0) ELSE 0 END,
            (NEW.completion IS NOT NULL AND NEW.plausible)::int,
            CASE WHEN NEW.plausible THEN coalesce(round(NEW.completion * 1000000)::bigint, 0) ELSE 0 END,
            (NEW.plausible AND NEW.longest_streak >= 7)::int,
            (NEW.plausible AND NEW.longest_streak >= 21)::int,
            (NEW.plausible AND NEW.longest_streak >= 66)::int
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
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER days_are_summed AFTER INSERT OR UPDATE OR DELETE ON days
    FOR EACH ROW EXECUTE FUNCTION sum_day_months();

CREATE TABLE teams (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    description text CHECK (char_length(description) BETWEEN 1 AND 500),
    -- Whoever has it may join. NULL: switched off.
    join_code text CONSTRAINT teams_join_code_key UNIQUE,
    created_at timestamptz NOT NULL
);

-- The range and the uniqueness of the position limit a team to 99 members.
CREATE TABLE team_members (
    team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    position smallint NOT NULL CHECK (position BETWEEN 1 AND 99),
    role text NOT NULL CHECK (role IN ('leader', 'deputy', 'member')),
    joined_at timestamptz NOT NULL,
    -- Until when the member may not write messages.
    muted_until timestamptz,
    PRIMARY KEY (team_id, user_id),
    CONSTRAINT team_members_position_key UNIQUE (team_id, position)
);
CREATE INDEX team_members_user_id_idx ON team_members (user_id);

CREATE TABLE team_goals (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    -- What each member aims at.
    target double precision NOT NULL CHECK (target > 0 AND target <= 1000000000),
    unit text NOT NULL CHECK (char_length(unit) BETWEEN 1 AND 20),
    from_date date NOT NULL,
    to_date date NOT NULL,
    -- Whether members enter their progress, or a habit of each feeds it.
    source text NOT NULL CHECK (source IN ('entered', 'habit')),
    created_at timestamptz NOT NULL,
    CHECK (from_date <= to_date),
    CONSTRAINT team_goals_team_id_key UNIQUE (team_id, id)
);

-- Which of their habits feeds a member's progress. It goes with the membership.
CREATE TABLE team_goal_habits (
    goal_id uuid NOT NULL,
    user_id uuid NOT NULL,
    team_id uuid NOT NULL,
    habit_id uuid NOT NULL REFERENCES habits (id) ON DELETE CASCADE,
    PRIMARY KEY (goal_id, user_id),
    FOREIGN KEY (team_id, goal_id) REFERENCES team_goals (team_id, id) ON DELETE CASCADE,
    FOREIGN KEY (team_id, user_id) REFERENCES team_members (team_id, user_id) ON DELETE CASCADE
);
CREATE INDEX team_goal_habits_habit_id_idx ON team_goal_habits (habit_id);
CREATE INDEX team_goal_habits_member_idx ON team_goal_habits (user_id, team_id);

-- Entered progress. It goes with the membership.
CREATE TABLE team_goal_progress (
    goal_id uuid NOT NULL,
    user_id uuid NOT NULL,
    date date NOT NULL,
    team_id uuid NOT NULL,
    amount double precision NOT NULL CHECK (amount > 0 AND amount <= 1000000000),
    PRIMARY KEY (goal_id, user_id, date),
    FOREIGN KEY (team_id, goal_id) REFERENCES team_goals (team_id, id) ON DELETE CASCADE,
    FOREIGN KEY (team_id, user_id) REFERENCES team_members (team_id, user_id) ON DELETE CASCADE
);
CREATE INDEX team_goal_progress_member_idx ON team_goal_progress (team_id, user_id);

-- What happened in a team, and messages of members.
CREATE TABLE team_activity (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (
        kind IN ('joined', 'left', 'removed', 'role_changed', 'goal_created', 'goal_reached', 'message')
    ),
    -- Whom it is about, or who wrote it.
    user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    goal_id uuid REFERENCES team_goals (id) ON DELETE CASCADE,
    -- The new role.
    role text CHECK (role IN ('leader', 'deputy', 'member')),
    text text CHECK (char_length(text) BETWEEN 1 AND 280),
    CHECK ((kind = 'message') = (text IS NOT NULL)),
    CHECK ((kind = 'role_changed') = (role IS NOT NULL)),
    CHECK ((kind IN ('goal_created', 'goal_reached')) = (goal_id IS NOT NULL))
);
CREATE INDEX team_activity_team_id_idx ON team_activity (team_id, id);
CREATE INDEX team_activity_user_id_idx ON team_activity (user_id, at);
CREATE INDEX team_activity_goal_id_idx ON team_activity (goal_id);
CREATE UNIQUE INDEX team_activity_reached_key ON team_activity (goal_id, user_id) WHERE kind = 'goal_reached';

-- What leaders and deputies did about members. Rows are never changed, and deleted with their team alone; they
-- outlive the accounts that they name.
CREATE TABLE team_moderation_log (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    action text NOT NULL CHECK (action IN ('warn', 'mute', 'unmute', 'remove', 'message_removed')),
    subject_id uuid NOT NULL,
    reason text CHECK (char_length(reason) BETWEEN 1 AND 500),
    -- How long a mute holds, also for a member who leaves and comes back.
    muted_until timestamptz,
    CHECK ((action = 'mute') = (muted_until IS NOT NULL))
);
CREATE INDEX team_moderation_log_team_id_idx ON team_moderation_log (team_id, id);

CREATE FUNCTION refuse_team_moderation_log_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM teams WHERE id = OLD.team_id) THEN
        RAISE EXCEPTION 'the moderation log is not changed';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER team_moderation_log_is_not_changed BEFORE UPDATE OR DELETE ON team_moderation_log
    FOR EACH ROW EXECUTE FUNCTION refuse_team_moderation_log_change();
