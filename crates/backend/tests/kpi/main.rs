//! The KPI engine, seen from outside: its rules as tables, its promises as properties.

mod base;
mod explain;
mod fixtures;
mod laws;
mod model;
mod properties;
mod raises;
mod reference;
mod scorecard;
