//! Requests and responses about notifications.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::{HabitId, NotificationId, TeamId, UserId, string_enum};

string_enum! {
    /// What a notification is about.
    NotificationKind {
        /// Somebody asks to be friends.
        FriendRequest = "friend_request",
        /// Somebody has accepted the user's request.
        FriendAccepted = "friend_accepted",
        /// A friend has sent a message.
        MessageReceived = "message_received",
        /// Somebody has joined a team.
        TeamJoined = "team_joined",
        /// The user was removed from a team.
        TeamRemoved = "team_removed",
        /// The user has another role in a team.
        TeamRole = "team_role",
        /// The user was warned in a team.
        TeamWarning = "team_warning",
        /// The user was muted in a team.
        TeamMuted = "team_muted",
        /// A streak has reached 7, 21 or 66 days.
        StreakMilestone = "streak_milestone",
    }
}

/// Which notifications to list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotificationsQuery {
    /// Those before this one.
    pub before: Option<NotificationId>,
}

/// Notifications.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Notifications {
    /// The latest first, at most 50.
    pub notifications: Vec<ListedNotification>,
    /// Whether there are older ones.
    pub more: bool,
    /// How many of all are not read yet.
    pub unread: i64,
}

/// A notification.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Notification)]
pub(crate) struct ListedNotification {
    /// Id.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NotificationKind,
    /// Who caused it, by the name of today.
    #[schema(required)]
    pub actor: Option<NotificationActor>,
    /// The team that it is about, by the name of today.
    #[schema(required)]
    pub team: Option<NotificationTeam>,
    /// The habit that it is about, by the name of today.
    #[schema(required)]
    pub habit: Option<NotificationHabit>,
    /// Such as the length of a streak.
    #[schema(required)]
    pub number: Option<i32>,
    /// What it says of itself, such as the reason of a warning.
    #[schema(required)]
    pub detail: Option<String>,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Whether it was read.
    pub read: bool,
}

/// Who caused a notification.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationActor {
    /// Id.
    pub id: UserId,
    /// Display name.
    pub name: String,
}

/// The team of a notification.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationTeam {
    /// Id.
    pub id: TeamId,
    /// Name.
    pub name: String,
}

/// The habit of a notification.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotificationHabit {
    /// Id.
    pub id: HabitId,
    /// Name.
    pub name: String,
}

/// Which notifications were read: at least one of both is given.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReadNotifications {
    /// These.
    #[schema(max_items = 500)]
    pub ids: Option<Vec<NotificationId>>,
    /// This one and all before it.
    pub through: Option<NotificationId>,
}

/// The response to reading.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnreadNotifications {
    /// How many are not read yet.
    pub unread: i64,
}

/// Which kinds of notifications a user wants.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotificationPreferences {
    /// By kind; in a request, kinds that are missing stay as they are.
    #[schema(max_items = 9)]
    pub preferences: Vec<NotificationPreference>,
}

/// Whether a user wants notifications of a kind.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NotificationPreference {
    /// The kind.
    pub kind: NotificationKind,
    /// Whether they are wanted.
    pub enabled: bool,
}
