//! Integers within a range.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::ValidationError;

/// An integer from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "i16")]
pub struct Bounded<const MIN: i16, const MAX: i16>(i16);

/// Minutes spent on one day.
pub type Minutes = Bounded<0, 1440>;
/// An estimate in minutes.
pub type EstimatedMinutes = Bounded<1, 1440>;
/// The length of a focus session in minutes.
pub type FocusMinutes = Bounded<1, 1440>;
/// The amount of an entry; its measure may allow less.
pub type Amount = Bounded<0, 10_000>;
/// The target of a habit; its measure may allow less.
pub type Target = Bounded<1, 10_000>;
/// The quality of an entry.
pub type Quality = Bounded<1, 5>;
/// The level of a skill.
pub type SkillLevel = Bounded<1, 5>;
/// How many times a week a habit is due.
pub type TimesPerWeek = Bounded<1, 7>;
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

/// JSON has numbers only: `30.0` is the integer 30.
impl<const MIN: i16, const MAX: i16> TryFrom<f64> for Bounded<MIN, MAX> {
    type Error = ValidationError;

    fn try_from(number: f64) -> Result<Self, ValidationError> {
        if number.fract() != 0.0 {
            return Err(ValidationError::new("wrong_type", "must be a whole number"));
        }
        // A number beyond i16 becomes its nearest one, which is out of range, too.
        Self::new(number as i16).ok_or_else(|| {
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
