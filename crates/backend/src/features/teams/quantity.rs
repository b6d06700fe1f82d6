//! [`GoalTarget`] and [`GoalAmount`]: numbers of a goal's unit.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::ValidationError;

/// The largest number of a goal.
const MAX: f64 = 1e9;
/// The smallest target: numbers have two decimals.
const MIN_TARGET: f64 = 0.01;

/// What is aimed at: more than 0, with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub(crate) struct GoalTarget(f64);

/// What was done on a date: 0 or more, with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "f64")]
pub(crate) struct GoalAmount(f64);

impl GoalTarget {
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

impl GoalAmount {
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A number from `min`, rounded to two decimals.
fn number(number: f64, min: f64) -> Result<f64, ValidationError> {
    if (min..=MAX).contains(&number) {
        Ok((number * 100.0).round() / 100.0)
    } else {
        let message = format!("must be from {min} to {MAX}");
        Err(ValidationError::new("out_of_range", message))
    }
}

impl TryFrom<f64> for GoalTarget {
    type Error = ValidationError;

    fn try_from(target: f64) -> Result<Self, ValidationError> {
        number(target, MIN_TARGET).map(Self)
    }
}

impl TryFrom<f64> for GoalAmount {
    type Error = ValidationError;

    fn try_from(amount: f64) -> Result<Self, ValidationError> {
        number(amount, 0.0).map(Self)
    }
}

fn schema(min: f64) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::Number)
        .minimum(Some(min))
        .maximum(Some(MAX))
        .into()
}

impl PartialSchema for GoalTarget {
    fn schema() -> RefOr<Schema> {
        schema(MIN_TARGET)
    }
}

impl ToSchema for GoalTarget {}

impl PartialSchema for GoalAmount {
    fn schema() -> RefOr<Schema> {
        schema(0.0)
    }
}

impl ToSchema for GoalAmount {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_and_a_range() {
        for (given, amount, target) in [
            (0.0, Some(0.0), None),
            (-0.01, None, None),
            (0.004, Some(0.0), None),
            (0.01, Some(0.01), Some(0.01)),
            (42.195, Some(42.2), Some(42.2)),
            (1e9, Some(1e9), Some(1e9)),
            (1e9 + 1.0, None, None),
            (f64::NAN, None, None),
            (f64::INFINITY, None, None),
        ] {
            let found = GoalAmount::try_from(given).ok().map(GoalAmount::get);
            assert_eq!(found, amount, "{given}");
            let found = GoalTarget::try_from(given).ok().map(GoalTarget::get);
            assert_eq!(found, target, "{given}");
        }
    }
}
