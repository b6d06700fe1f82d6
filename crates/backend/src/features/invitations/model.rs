//! What an invitation is.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{TeamId, string_enum};
use crate::error::AppError;
pub(crate) use crate::identity::invitations::InvitationKind;

/// How long an invitation can be accepted.
pub(super) const LIFETIME: TimeDelta = TimeDelta::days(7);

string_enum! {
    /// What became of an invitation.
    InvitationStatus {
        /// It can be accepted.
        Open = "open",
        /// It was accepted.
        Accepted = "accepted",
        /// It was not accepted in time.
        Expired = "expired",
        /// It was taken back.
        Canceled = "canceled",
    }
}

impl InvitationStatus {
    /// Fails unless the invitation can be accepted.
    pub fn require_open(self) -> Result<(), AppError> {
        match self {
            Self::Open => Ok(()),
            Self::Accepted => Err(AppError::InvitationUsed),
            Self::Expired => Err(AppError::InvitationExpired),
            Self::Canceled => Err(AppError::InvitationCanceled),
        }
    }
}

/// What somebody is invited to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum InvitationTarget {
    /// To be friends.
    Friend {},
    /// To a team, as a member; its leaders and deputies may.
    Team {
        /// The team.
        // The description of the API does not know `rename_all_fields`.
        #[serde(rename = "teamId")]
        team_id: TeamId,
    },
    /// To this installation; only administrators may.
    Installation {},
}

impl InvitationTarget {
    pub fn kind(self) -> InvitationKind {
        match self {
            Self::Friend {} => InvitationKind::Friend,
            Self::Team { .. } => InvitationKind::Team,
            Self::Installation {} => InvitationKind::Installation,
        }
    }

    /// The team, if it is one.
    pub fn team(self) -> Option<TeamId> {
        match self {
            Self::Team { team_id } => Some(team_id),
            Self::Friend {} | Self::Installation {} => None,
        }
    }
}

/// An address that is recognised by who knows it: the first character and the domain.
pub(super) fn masked(email: &str) -> String {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let first = local.chars().next().map(String::from).unwrap_or_default();
    format!("{first}•••@{domain}")
}

/// The times of an invitation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub expires_at: DateTime<Utc>,
    pub accepted_at: Option<DateTime<Utc>>,
    pub canceled_at: Option<DateTime<Utc>>,
}

impl Times {
    pub fn status(self, now: DateTime<Utc>) -> InvitationStatus {
        if self.accepted_at.is_some() {
            InvitationStatus::Accepted
        } else if self.canceled_at.is_some() {
            InvitationStatus::Canceled
        } else if self.expires_at <= now {
            InvitationStatus::Expired
        } else {
            InvitationStatus::Open
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_address_shows_the_first_character_and_the_domain() {
        for (address, expected) in [
            ("ann@example.com", "a•••@example.com"),
            ("a@example.com", "a•••@example.com"),
        ] {
            assert_eq!(masked(address), expected);
        }
    }

    #[test]
    fn an_invitation_expires_at_its_instant() {
        let expires_at = DateTime::UNIX_EPOCH + LIFETIME;
        let open = Times {
            expires_at,
            accepted_at: None,
            canceled_at: None,
        };
        let at = Some(DateTime::UNIX_EPOCH);
        for (times, seconds, expected) in [
            (open, -1, InvitationStatus::Open),
            (open, 0, InvitationStatus::Expired),
            (open, 1, InvitationStatus::Expired),
            (
                Times {
                    accepted_at: at,
                    ..open
                },
                1,
                InvitationStatus::Accepted,
            ),
            (
                Times {
                    canceled_at: at,
                    ..open
                },
                1,
                InvitationStatus::Canceled,
            ),
        ] {
            let now = expires_at + TimeDelta::seconds(seconds);
            assert_eq!(times.status(now), expected);
            assert_eq!(
                times.status(now).require_open().is_ok(),
                expected == InvitationStatus::Open
            );
        }
    }
}
