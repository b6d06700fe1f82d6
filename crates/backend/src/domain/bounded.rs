//! Integers within a range.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::ValidationError;

/// An integer from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i16")]
pub struct Bounded<const MIN: i16, const MAX: i16>(i16);

/// Minutes spent on one day.
pub type Minutes = Bounded<0, 1440>;
/// A target or an estimate in minutes.
pub type TargetMinutes = Bounded<1, 1440>;
/// The quality of an entry.
pub type Quality = Bounded<1, 5>;
/// The level of a skill.
pub type SkillLevel = Bounded<1, 5>;
/// An hour of local time.
pub type Hour = Bounded<0, 23>;

impl<const MIN: i16, const MAX: i16> Bounded<MIN, MAX> {
    /// The value, if it is within the range.
    #[must_use]
    pub const fn new(number: i16) -> Option<Self> {
        if number >= MIN && number <= MAX {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The value.
    #[must_use]
    pub const fn get(self) -> i16 {
        self.0
    }
}

impl Hour {
    /// Days begin at midnight.
    pub const MIDNIGHT: Self = Self(0);
}

impl<const MIN: i16, const MAX: i16> TryFrom<i64> for Bounded<MIN, MAX> {
    type Error = ValidationError;

    fn try_from(number: i64) -> Result<Self, ValidationError> {
        i16::try_from(number)
            .ok()
            .and_then(Self::new)
            .ok_or_else(|| {
                ValidationError::new("out_of_range", format!("must be from {MIN} to {MAX}"))
            })
    }
}

impl<const MIN: i16, const MAX: i16> From<Bounded<MIN, MAX>> for i16 {
    fn from(number: Bounded<MIN, MAX>) -> Self {
        number.0
    }
}

impl<const MIN: i16, const MAX: i16> utoipa::PartialSchema for Bounded<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .minimum(Some(MIN))
            .maximum(Some(MAX))
            .into()
    }
}

impl<const MIN: i16, const MAX: i16> utoipa::ToSchema for Bounded<MIN, MAX> {
    fn name() -> std::borrow::Cow<'static, str> {
        format!("Integer{MIN}To{MAX}").into()
    }
}
