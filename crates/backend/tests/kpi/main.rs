//! The public API of the KPI engine: table tests and property tests.

mod base;
mod explain;
mod fixtures;
mod laws;
mod model;
mod properties;
mod reference;
mod scorecard;
mod suggestions;
