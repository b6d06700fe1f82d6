//! Figures as they are shown: with one decimal, adding up without a rest.

use std::{fmt, iter::Sum, ops};

use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// Points to one decimal, counted in whole tenths so that sums and differences of shown figures
/// are exact. A plain number on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ToSchema)]
#[schema(value_type = f64)]
pub struct Points(i32);

/// Far more than what floating point and the unit of completion lose, far less than a figure can
/// mean: a value this close below a half counts as the half.
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

    /// The figure in tenths of a point.
    #[must_use]
    pub const fn tenths(self) -> i32 {
        self.0
    }

    /// The nearest tenth, halves away from zero.
    #[must_use]
    pub fn round(value: f64) -> Self {
        // A cast drops the decimals and keeps to the limits of i32.
        let tenths = (value.abs() * 10.0 + 0.5 + NOISE) as i32;
        Self(if value < 0.0 { -tenths } else { tenths })
    }

    /// The figure as a number: the double nearest to it, so it prints as one decimal.
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
