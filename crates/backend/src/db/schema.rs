//! The diesel schema of both databases. A test compares it with the migrated databases.

#![expect(missing_docs, reason = "the columns are documented in migrations/")]

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    users (id) {
        id -> Id,
        email -> Text,
        password_hash -> Text,
        name -> Text,
        time_zone -> Text,
        day_start_hour -> SmallInt,
        language -> Text,
        theme -> Text,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
        token_version -> Integer,
        role -> Text,
        revision -> Id,
        email_verified_at -> Nullable<UtcTimestamp>,
        recompute_from -> Nullable<Date>,
        recompute_since -> Nullable<Date>,
        recompute_due_at -> Nullable<UtcTimestamp>,
        shared_with_friends -> Text,
        friend_code -> Nullable<Text>,
        disabled_at -> Nullable<UtcTimestamp>,
        shared_with_teams -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    sessions (id) {
        id -> Id,
        user_id -> Id,
        user_agent -> Nullable<Text>,
        created_at -> UtcTimestamp,
        expires_at -> UtcTimestamp,
        address -> Nullable<Text>,
        last_used_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    access_tokens (id) {
        id -> Id,
        user_id -> Id,
        name -> Text,
        scope -> Text,
        digest -> Text,
        created_at -> UtcTimestamp,
        expires_at -> Nullable<UtcTimestamp>,
        last_used_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::UtcTimestamp;

    attempts (subject) {
        subject -> Text,
        count -> Integer,
        next_at -> UtcTimestamp,
        expires_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    known_networks (digest) {
        digest -> Text,
        user_id -> Id,
        expires_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    links (user_id, purpose) {
        user_id -> Id,
        purpose -> Text,
        digest -> Text,
        expires_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    habits (id) {
        id -> Id,
        user_id -> Id,
        name -> Text,
        skill_level -> Nullable<SmallInt>,
        position -> SmallInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
        group_name -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    habit_versions (habit_id, effective_from) {
        habit_id -> Id,
        effective_from -> Date,
        category -> Text,
        quadrant -> Text,
        direction -> Text,
        #[sql_name = "target_minutes"]
        target -> SmallInt,
        #[sql_name = "weekend_target_minutes"]
        weekend_target -> Nullable<SmallInt>,
        schedule -> SmallInt,
        active -> Bool,
        measure -> Text,
        unit -> Nullable<Text>,
        times_per_week -> Nullable<SmallInt>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    days (user_id, date) {
        user_id -> Id,
        date -> Date,
        exception_kind -> Nullable<Text>,
        exception_note -> Nullable<Text>,
        kpi -> Nullable<Double>,
        formula_version -> SmallInt,
        created_at -> UtcTimestamp,
        updated_at -> UtcTimestamp,
        plausible -> Bool,
        completion -> Nullable<Double>,
        longest_streak -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    entries (user_id, date, habit_id) {
        user_id -> Id,
        date -> Date,
        habit_id -> Id,
        #[sql_name = "minutes"]
        amount -> Nullable<SmallInt>,
        quality -> Nullable<SmallInt>,
        #[sql_name = "target_minutes"]
        target -> Nullable<SmallInt>,
        completion -> Nullable<Double>,
        streak -> Integer,
        measure -> Text,
        week_done -> SmallInt,
        week_exceptions -> SmallInt,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    tasks (id) {
        id -> Id,
        user_id -> Id,
        date -> Date,
        position -> SmallInt,
        title -> Text,
        priority -> Text,
        quadrant -> Text,
        estimated_minutes -> Nullable<SmallInt>,
        actual_minutes -> Nullable<SmallInt>,
        completed -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    day_notes (user_id, date) {
        user_id -> Id,
        date -> Date,
        folded -> Text,
        note -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    mail_outbox (id) {
        id -> Id,
        kind -> Text,
        letter -> Nullable<Text>,
        state -> Text,
        attempts -> SmallInt,
        due_at -> UtcTimestamp,
        last_error -> Nullable<Text>,
        created_at -> UtcTimestamp,
        finished_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    friend_requests (from_user_id, to_user_id) {
        from_user_id -> Id,
        to_user_id -> Id,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    friendships (user_id, friend_id) {
        user_id -> Id,
        friend_id -> Id,
        created_at -> UtcTimestamp,
        muted -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    blocks (user_id, blocked_id) {
        user_id -> Id,
        blocked_id -> Id,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    support_messages (id) {
        id -> Id,
        from_user_id -> Id,
        to_user_id -> Id,
        text -> Text,
        created_at -> UtcTimestamp,
        read_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    invitations (id) {
        id -> Id,
        kind -> Text,
        inviter_id -> Id,
        team_id -> Nullable<Id>,
        email -> Text,
        link_digest -> Text,
        mail_digest -> Nullable<Text>,
        created_at -> UtcTimestamp,
        expires_at -> UtcTimestamp,
        accepted_at -> Nullable<UtcTimestamp>,
        canceled_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    audit_log (id) {
        id -> Id,
        at -> UtcTimestamp,
        actor_id -> Id,
        actor -> Text,
        action -> Text,
        subject_id -> Id,
        subject -> Text,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::UtcTimestamp;

    last_backup (id) {
        id -> SmallInt,
        made_at -> UtcTimestamp,
        bytes -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    day_months (user_id, month) {
        user_id -> Id,
        month -> Date,
        recorded -> Integer,
        away -> Integer,
        counted -> Integer,
        kpi_tenths -> BigInt,
        completions -> Integer,
        completion_millionths -> BigInt,
        streaks_7 -> Integer,
        streaks_21 -> Integer,
        streaks_66 -> Integer,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    teams (id) {
        id -> Id,
        name -> Text,
        description -> Nullable<Text>,
        join_code -> Nullable<Text>,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    team_members (team_id, user_id) {
        team_id -> Id,
        user_id -> Id,
        position -> SmallInt,
        role -> Text,
        joined_at -> UtcTimestamp,
        muted_until -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    team_goals (id) {
        id -> Id,
        team_id -> Id,
        title -> Text,
        target -> Double,
        unit -> Text,
        from_date -> Date,
        to_date -> Date,
        source -> Text,
        created_at -> UtcTimestamp,
    }
}

diesel::table! {
    use crate::db::sql::Id;

    team_goal_habits (goal_id, user_id) {
        goal_id -> Id,
        user_id -> Id,
        team_id -> Id,
        habit_id -> Id,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    team_goal_progress (goal_id, user_id, date) {
        goal_id -> Id,
        user_id -> Id,
        date -> Date,
        team_id -> Id,
        amount -> Double,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    team_activity (id) {
        id -> Id,
        team_id -> Id,
        at -> UtcTimestamp,
        kind -> Text,
        user_id -> Id,
        goal_id -> Nullable<Id>,
        role -> Nullable<Text>,
        text -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    notifications (id) {
        id -> Id,
        user_id -> Id,
        kind -> Text,
        actor_id -> Nullable<Id>,
        team_id -> Nullable<Id>,
        habit_id -> Nullable<Id>,
        number -> Nullable<Integer>,
        detail -> Nullable<Text>,
        created_at -> UtcTimestamp,
        read_at -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::Id;

    notification_preferences (user_id, kind) {
        user_id -> Id,
        kind -> Text,
        enabled -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    team_moderation_log (id) {
        id -> Id,
        team_id -> Id,
        at -> UtcTimestamp,
        actor_id -> Id,
        action -> Text,
        subject_id -> Id,
        reason -> Nullable<Text>,
        muted_until -> Nullable<UtcTimestamp>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    realtime_tickets (digest) {
        digest -> Text,
        user_id -> Id,
        session_id -> Id,
        token_version -> Integer,
        expires_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    quota_uses (id) {
        id -> Id,
        user_id -> Id,
        kind -> Text,
        object_id -> Id,
        at -> UtcTimestamp,
        expires_at -> UtcTimestamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::db::sql::{Id, UtcTimestamp};

    focus_sessions (user_id, id) {
        user_id -> Id,
        id -> Id,
        habit_id -> Nullable<Id>,
        task_id -> Nullable<Id>,
        date -> Date,
        started_at -> UtcTimestamp,
        planned_minutes -> Nullable<SmallInt>,
        deadline -> UtcTimestamp,
        ended_at -> Nullable<UtcTimestamp>,
        minutes -> Nullable<SmallInt>,
        counted_minutes -> SmallInt,
        interrupted -> Bool,
        stopped -> Bool,
    }
}

diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(access_tokens -> users (user_id));
diesel::joinable!(links -> users (user_id));
diesel::joinable!(habits -> users (user_id));
diesel::joinable!(habit_versions -> habits (habit_id));
diesel::joinable!(team_members -> teams (team_id));
diesel::joinable!(team_members -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(
    users,
    sessions,
    access_tokens,
    links,
    habits,
    habit_versions,
    days,
    entries,
    tasks,
    day_notes,
    friend_requests,
    friendships,
    blocks,
    support_messages,
    invitations,
    teams,
    team_members,
    team_goals,
    team_goal_habits,
    team_goal_progress,
    team_activity,
    team_moderation_log,
    notifications,
    notification_preferences,
    quota_uses,
    realtime_tickets,
    focus_sessions,
);
