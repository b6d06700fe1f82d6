//! The OpenAPI schema of problem responses, which [`kpi_common::problem`] builds.

use serde::Serialize;
use utoipa::ToSchema;

/// A problem (RFC 9457), as `application/problem+json`.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// The type: `/problems/` and the kind.
    #[serde(rename = "type")]
    #[schema(example = "/problems/invalid")]
    pub kind: String,
    /// The title of the type.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, and the next step.
    pub detail: Option<String>,
    /// The id of the request in the log.
    pub request_id: String,
    /// On 422: the invalid values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldProblem>>,
    /// On 403 of the type `/problems/scope-missing`: the scope that the access token lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "write")]
    pub scope: Option<String>,
}

/// An invalid value.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// RFC 6901 pointer into the body, or `/` and a parameter's name.
    #[schema(example = "/tasks/0/title")]
    pub pointer: String,
    /// Machine-readable code.
    #[schema(example = "too_long")]
    pub code: String,
    /// Message.
    pub message: String,
}
