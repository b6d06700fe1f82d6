//! The events, and the messages that carry them.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{
    FocusSessionId, HabitId, MessageId, NotificationId, TeamGoalId, TeamId, UserId,
    ValidationError, string_enum,
};

/// What has happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
// Each name is given: the description of the API does not know `rename_all_fields`.
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// The user has saved days.
    #[serde(rename = "day.saved")]
    DaySaved {
        /// First date.
        from: NaiveDate,
        /// Last date.
        to: NaiveDate,
        /// The entity tag of a single day: who has this state already has nothing to read.
        #[schema(required)]
        etag: Option<String>,
    },
    /// The KPI of the user's days was computed. Days after `to` may have changed with them, and the habits.
    #[serde(rename = "kpi.calculated")]
    KpiCalculated {
        /// First date.
        from: NaiveDate,
        /// Last date.
        to: NaiveDate,
        /// The KPI of a single day; null if it has none, and for several.
        #[schema(required)]
        kpi: Option<f64>,
    },
    /// A streak of the user's has reached 7, 21 or 66.
    #[serde(rename = "streak.milestone")]
    StreakMilestone {
        /// The habit.
        #[serde(rename = "habitId")]
        habit_id: HabitId,
        /// The streak.
        length: u32,
    },
    /// A focus session of the user's has started, has ended, was corrected or is gone.
    #[serde(rename = "focus.changed")]
    FocusChanged {
        /// The session.
        #[serde(rename = "sessionId")]
        session_id: FocusSessionId,
    },
    /// The leaderboard of a team has changed.
    #[serde(rename = "leaderboard.updated")]
    LeaderboardUpdated {
        /// The team.
        #[serde(rename = "teamId")]
        team_id: TeamId,
    },
    /// A goal of a team or the progress to it has changed.
    #[serde(rename = "teamGoal.progress")]
    TeamGoalProgress {
        /// The team.
        #[serde(rename = "teamId")]
        team_id: TeamId,
        /// The goal.
        #[serde(rename = "goalId")]
        goal_id: TeamGoalId,
    },
    /// Somebody has come into a team, has left it, has another role, shows its members more or less, or has changed
    /// its settings.
    #[serde(rename = "team.memberChanged")]
    TeamMemberChanged {
        /// The team.
        #[serde(rename = "teamId")]
        team_id: TeamId,
        /// The person.
        #[serde(rename = "userId")]
        user_id: UserId,
    },
    /// What is between the user and a person has changed: a request came, was accepted or is gone, or a
    /// friendship has ended.
    #[serde(rename = "friend.request")]
    FriendRequest {
        /// The person.
        #[serde(rename = "userId")]
        user_id: UserId,
    },
    /// A friend who shows it has recorded something.
    #[serde(rename = "friend.activity")]
    FriendActivity {
        /// The friend.
        #[serde(rename = "userId")]
        user_id: UserId,
    },
    /// A friend has sent the user a message.
    #[serde(rename = "message.received")]
    MessageReceived {
        /// The message.
        #[serde(rename = "messageId")]
        message_id: MessageId,
        /// The friend.
        #[serde(rename = "userId")]
        user_id: UserId,
    },
    /// Messages in a team have changed.
    #[serde(rename = "team.message")]
    TeamMessage {
        /// The team.
        #[serde(rename = "teamId")]
        team_id: TeamId,
    },
    /// A person has come online, or has gone.
    #[serde(rename = "presence.changed")]
    PresenceChanged {
        /// The person.
        #[serde(rename = "userId")]
        user_id: UserId,
        /// Whether the person is online.
        online: bool,
    },
    /// The user has a new notification.
    #[serde(rename = "notification.created")]
    NotificationCreated {
        /// The notification.
        #[serde(rename = "notificationId")]
        notification_id: NotificationId,
    },
}

/// The place of an event among all: the milliseconds and the number within them, as Redis writes the ids of a
/// stream.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId {
    milliseconds: u64,
    number: u64,
}

impl EventId {
    /// The id of the next event at `now`: greater than this one whatever the clock shows.
    #[must_use]
    pub fn next(self, now: DateTime<Utc>) -> Self {
        let milliseconds = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        if milliseconds > self.milliseconds {
            Self {
                milliseconds,
                number: 0,
            }
        } else {
            Self {
                number: self.number + 1,
                ..self
            }
        }
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.milliseconds, self.number)
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for EventId {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        text.parse()
    }
}

impl FromStr for EventId {
    type Err = ValidationError;

    fn from_str(text: &str) -> Result<Self, ValidationError> {
        let parse = || {
            let (milliseconds, number) = text.split_once('-')?;
            Some(Self {
                milliseconds: milliseconds.parse().ok()?,
                number: number.parse().ok()?,
            })
        };
        parse().ok_or_else(|| ValidationError::new("event_id_invalid", "is not the id of an event"))
    }
}

/// A message with an event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RealtimeEvent)]
pub struct EventEnvelope {
    /// The id, to resume after.
    #[schema(value_type = String, example = "1780000000000-0")]
    pub id: EventId,
    /// When it was published.
    pub at: DateTime<Utc>,
    /// What has happened.
    #[serde(flatten)]
    pub event: Event,
}

string_enum! {
    /// Whose events reach a socket.
    Live {
        /// Those of all instances.
        All = "all",
        /// Those of the instance that it is connected to, while Redis is away or if there is none.
        Instance = "instance",
    }
}

/// A message about the connection itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "camelCase")]
#[schema(as = RealtimeMessage)]
pub enum ServerMessage {
    /// The first message, and again whenever `live` changes.
    Hello {
        /// The id of the last event.
        #[schema(value_type = String, example = "1780000000000-0")]
        id: EventId,
        /// A message comes at least this often.
        #[serde(rename = "heartbeatSeconds")]
        heartbeat_seconds: u64,
        /// Whose events come.
        live: Live,
    },
    /// Nothing has happened; everything up to `id` was sent.
    Heartbeat {
        /// The id of the last event, to resume after.
        #[schema(value_type = String, example = "1780000000000-0")]
        id: EventId,
    },
    /// Events may be missing: ask for everything.
    Resync,
}
