//! Requests and responses about friends.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{LookupCode, MessageId, ShortText, string_enum};
use crate::identity::Person;
use crate::kpi::Band;
use crate::sharing::Visibility;

/// The text of a message.
pub(crate) type MessageText = ShortText<280>;

/// Friends, and those who may become friends.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Friends {
    /// By name.
    pub friends: Vec<Friend>,
    /// People who ask to be friends, the latest first.
    pub incoming: Vec<FriendRequest>,
    /// People who were asked, the latest first.
    pub outgoing: Vec<FriendRequest>,
    /// People whom the user has blocked, by name.
    pub blocked: Vec<Person>,
    /// Messages that are not read yet.
    pub unread_messages: i64,
}

/// A friend.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Friend {
    /// Who it is.
    #[serde(flatten)]
    pub person: Person,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Whether the user does not want to see this friend's messages.
    pub muted: bool,
    /// What the friend shows to friends.
    pub shows: Visibility,
    /// The last seven days that are over; null if the friend shows nothing.
    #[schema(required)]
    pub week: Option<WeekOfFriend>,
}

/// Seven days of a friend, by the friend's own calendar.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WeekOfFriend {
    /// First date.
    pub from: NaiveDate,
    /// Last date: the friend's yesterday.
    pub to: NaiveDate,
    /// The mean KPI; null without a counted day.
    #[schema(required)]
    pub mean: Option<f64>,
    /// The band of the mean.
    #[schema(required)]
    pub band: Option<Band>,
    /// From how many days the mean comes: recorded, plausible, and not away.
    pub counted_days: usize,
    /// On how many of the days the friend was away.
    pub away_days: usize,
}

/// A request to be friends.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FriendRequest {
    /// Who asks, or was asked.
    #[serde(flatten)]
    pub person: Person,
    /// When.
    pub at: DateTime<Utc>,
}

/// The code by which others find the user.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OwnCode {
    /// The code.
    pub code: LookupCode,
}

/// Asks a person to be friends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewFriendRequest)]
pub(crate) struct NewFriendRequest {
    /// The person's code.
    pub code: LookupCode,
}

string_enum! {
    /// What became of a request.
    RequestOutcome {
        /// The person was asked.
        Requested = "requested",
        /// The two are friends: they were already, or the person had asked, too.
        Friends = "friends",
    }
}

/// The response to a request.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RequestResult {
    /// What became of it.
    pub outcome: RequestOutcome,
    /// Who it is.
    pub person: Person,
}

/// Whether messages of a friend are hidden.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Muting)]
pub(crate) struct Muting {
    /// True to hide them.
    pub muted: bool,
}

/// A message of support.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMessage)]
pub(crate) struct NewMessage {
    /// The text.
    pub text: MessageText,
}

/// A message that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SentMessage {
    /// Id.
    pub id: MessageId,
    /// When it was sent.
    pub at: DateTime<Utc>,
}

/// The messages that the user has received.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Messages {
    /// The latest first, at most 100; without those of muted friends.
    pub messages: Vec<Message>,
}

/// A message that the user has received.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Message {
    /// Id.
    pub id: MessageId,
    /// Who sent it.
    pub from: Person,
    /// The text.
    pub text: String,
    /// When it was sent.
    pub at: DateTime<Utc>,
    /// Whether it was read before.
    pub read: bool,
}
