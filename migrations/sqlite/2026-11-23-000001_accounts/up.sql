CREATE TABLE users (
    id text NOT NULL PRIMARY KEY,
    -- Stored in lower case, so that the constraint is case-insensitive.
    email text NOT NULL CONSTRAINT users_email_key UNIQUE CHECK (email = lower(email)),
    password_hash text NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    time_zone text NOT NULL,
    day_start_hour integer NOT NULL DEFAULT 0 CHECK (day_start_hour BETWEEN 0 AND 23),
    language text NOT NULL DEFAULT 'en' CHECK (language IN ('en', 'ru')),
    theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;

-- One row per session; its id is the jti of the token. A session is valid while its row exists.
CREATE TABLE sessions (
    id text NOT NULL PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    user_agent text,
    created_at text NOT NULL,
    expires_at text NOT NULL
) STRICT;
CREATE INDEX sessions_user_id_idx ON sessions (user_id);

CREATE TABLE habits (
    id text NOT NULL PRIMARY KEY,
    user_id text NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    skill_level integer CHECK (skill_level BETWEEN 1 AND 5),
    position integer NOT NULL CHECK (position >= 0),
    created_at text NOT NULL,
    updated_at text NOT NULL
) STRICT;
CREATE INDEX habits_user_id_idx ON habits (user_id, position);

-- The versions of what scoring needs of a habit, each effective from its date until the next one.
-- Days keep the version they were scored with.
CREATE TABLE habit_versions (
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
