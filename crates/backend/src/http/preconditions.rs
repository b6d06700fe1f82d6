//! The conditions of a write (RFC 9110 §13): `If-Match` and `If-None-Match`.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, EntityTag};
use actix_web::{FromRequest, HttpRequest};
use utoipa::IntoParams;

use super::etag::TagCondition;
use crate::error::AppError;

/// `If-Match` and `If-None-Match`, or their absence.
#[derive(Debug, Clone)]
pub struct Preconditions {
    if_match: Option<TagCondition>,
    if_none_match: Option<TagCondition>,
}

/// The state of a resource that conditions are checked against.
pub struct CurrentState<F> {
    /// Its entity tag, computed only if a condition needs it.
    pub tag: F,
    /// Whether it is there, which is what `*` asks for.
    pub exists: bool,
}

impl Preconditions {
    /// Checks the conditions.
    ///
    /// # Errors
    /// `changed` when `If-Match` does not hold, [`AppError::PreconditionFailed`] when `If-None-Match` does not;
    /// the error of computing the tag.
    pub fn check<F: FnOnce() -> Result<EntityTag, AppError>>(
        &self,
        current: CurrentState<F>,
        changed: AppError,
    ) -> Result<(), AppError> {
        if self.if_match.is_none() && self.if_none_match.is_none() {
            return Ok(());
        }
        let tag = (current.tag)()?;
        let selects = |condition: &TagCondition| condition.selects(&tag, current.exists);
        if !self.if_match.as_ref().is_none_or(selects) {
            return Err(changed);
        }
        if self.if_none_match.as_ref().is_some_and(selects) {
            return Err(AppError::PreconditionFailed);
        }
        Ok(())
    }
}

impl FromRequest for Preconditions {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let parse = |name, field| TagCondition::parse(request, &name, field);
        ready(parse(header::IF_MATCH, "If-Match").and_then(|if_match| {
            Ok(Self {
                if_match,
                if_none_match: parse(header::IF_NONE_MATCH, "If-None-Match")?,
            })
        }))
    }
}

/// The headers of [`Preconditions`], for the API description.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "only described, and extracted by Preconditions")]
pub(crate) struct ConditionHeaders {
    /// The ETags the change is based on, or `*` for what is there.
    #[param(rename = "If-Match")]
    if_match: Option<String>,
    /// `*` to write only what is not there, or ETags that must not be the current one.
    #[param(rename = "If-None-Match")]
    if_none_match: Option<String>,
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn conditions(headers: &[(&'static str, &str)]) -> Result<Preconditions, AppError> {
        let request = headers
            .iter()
            .fold(TestRequest::default(), |request, header| {
                request.insert_header(*header)
            });
        Preconditions::extract(&request.to_http_request()).await
    }

    #[actix_web::test]
    async fn both_conditions_hold_or_the_write_is_refused() {
        let (is, is_not) = ("if-match", "if-none-match");
        for (headers, exists, allowed) in [
            (vec![], true, true),
            (vec![], false, true),
            (vec![(is, "\"now\"")], true, true),
            (vec![(is, "\"now\"")], false, true),
            (vec![(is, "\"old\"")], true, false),
            (vec![(is, "*")], true, true),
            (vec![(is, "*")], false, false),
            (vec![(is_not, "*")], true, false),
            (vec![(is_not, "*")], false, true),
            (vec![(is_not, "\"now\"")], true, false),
            (vec![(is_not, "W/\"now\"")], true, false),
            (vec![(is_not, "\"old\"")], true, true),
            (vec![(is, "\"now\""), (is_not, "\"old\"")], true, true),
            (vec![(is, "\"now\""), (is_not, "\"now\"")], true, false),
            (vec![(is, "*"), (is_not, "*")], false, false),
        ] {
            let conditions = conditions(&headers).await.unwrap();
            let tag = || Ok(EntityTag::new_strong("now".to_owned()));
            let checked = conditions.check(CurrentState { tag, exists }, AppError::DayChanged);
            assert_eq!(checked.is_ok(), allowed, "{headers:?} {exists}");
        }
    }

    #[actix_web::test]
    async fn what_stands_beside_any_is_not_lost() {
        for name in ["if-match", "if-none-match"] {
            for values in [
                ["*", "\"old\""],
                ["\"old\"", "*"],
                ["*", "junk"],
                ["*", "*"],
            ] {
                let request = values
                    .iter()
                    .fold(TestRequest::default(), |request, value| {
                        request.append_header((name, *value))
                    });
                let refused = Preconditions::extract(&request.to_http_request()).await;
                assert!(
                    matches!(refused, Err(AppError::Malformed(_))),
                    "{name}: {values:?}"
                );
            }
        }
    }

    #[actix_web::test]
    async fn a_malformed_condition_is_not_lost() {
        for name in ["if-match", "if-none-match"] {
            for value in ["", "other", "\"other", ",", "\"a\", b"] {
                let refused = conditions(&[(name, value)]).await;
                assert!(
                    matches!(refused, Err(AppError::Malformed(_))),
                    "{name}: {value}"
                );
            }
        }
    }
}
