//! Points with one decimal, in fixed-point arithmetic.

use std::{fmt, iter::Sum, ops};

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// Points with one decimal, stored in tenths so that sums and differences are exact. A number in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ToSchema)]
#[schema(value_type = f64)]
pub struct Points(i32);

/// Tolerance for rounding errors: a value this close below a half counts as the half. It is much larger
/// than the errors of floating point and of the unit of completion, and much smaller than a tenth.
const NOISE: f64 = 1e-6;

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// Whole points.
    #[must_use]
    pub const fn whole(points: i32) -> Self {
        Self(points.saturating_mul(10))
    }

    /// Tenths of a point.
    #[must_use]
    pub const fn from_tenths(tenths: i32) -> Self {
        Self(tenths)
    }

    /// The value in tenths of a point.
    #[must_use]
    pub const fn tenths(self) -> i32 {
        self.0
    }

    /// Rounds to the nearest tenth, halves away from zero.
    #[must_use]
    pub fn round(value: f64) -> Self {
        // The cast truncates and saturates.
        let tenths = (value.abs() * 10.0 + 0.5 + NOISE) as i32;
        Self(if value < 0.0 { -tenths } else { tenths })
    }

    /// The value as a float: the nearest double, so it prints with one decimal.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> Self {
        points.value()
    }
}

impl ops::Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl ops::Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl ops::Neg for Points {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, ops::Add::add)
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value().fmt(f)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}
