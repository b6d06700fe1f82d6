//! The shape of a problem for the API description; the problems themselves are
//! [`kpi_common::problem`]'s.

use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, as `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `/problems/` and the kind; programs tell problems apart by it.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status again.
    pub status: u16,
    /// What happened this time, and the next step.
    pub detail: Option<String>,
    /// Finds the request in the log.
    pub request_id: String,
    /// On 422: what is wrong where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldProblem>>,
}

/// What is wrong with one value.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// RFC 6901 pointer into the body, or `/` and a parameter's name.
    #[schema(example = "/tasks/0/title")]
    pub pointer: String,
    /// Tells programs what is wrong.
    #[schema(example = "too_long")]
    pub code: String,
    /// Tells people.
    pub message: String,
}
