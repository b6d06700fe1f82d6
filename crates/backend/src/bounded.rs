//! Whole numbers that can't leave their range.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::invalid::Invalid;

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i16")]
pub struct Bounded<const MIN: i16, const MAX: i16>(i16);

/// Minutes spent within a day.
pub type Minutes = Bounded<0, 1440>;
/// Minutes aimed at or estimated: at least one.
pub type TargetMinutes = Bounded<1, 1440>;
/// How well it went.
pub type Quality = Bounded<1, 5>;
/// How far one has come in a skill.
pub type SkillLevel = Bounded<1, 5>;
/// An hour of the wall clock.
pub type Hour = Bounded<0, 23>;

impl<const MIN: i16, const MAX: i16> Bounded<MIN, MAX> {
    /// The number, if it lies in the range.
    #[must_use]
    pub const fn new(number: i16) -> Option<Self> {
        if number >= MIN && number <= MAX {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i16 {
        self.0
    }
}

impl Hour {
    /// 0: days begin when the date changes.
    pub const MIDNIGHT: Self = Self(0);
}

impl<const MIN: i16, const MAX: i16> TryFrom<i64> for Bounded<MIN, MAX> {
    type Error = Invalid;

    fn try_from(number: i64) -> Result<Self, Invalid> {
        i16::try_from(number)
            .ok()
            .and_then(Self::new)
            .ok_or_else(|| Invalid::new("out_of_range", format!("must be from {MIN} to {MAX}")))
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
