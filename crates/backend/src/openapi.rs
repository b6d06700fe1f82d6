//! The OpenAPI 3.1 document, generated from the code, and Swagger UI.

use std::sync::LazyLock;

use actix_web::http::StatusCode;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpResponse, ResponseError};
use kpi_common::session_cookie;
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::Response;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{ContentBuilder, OpenApi as Description, Ref, RefOr};
use utoipa::{Modify, OpenApi};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::error::AppError;
use crate::features::habits::Archived;
use crate::features::{auth, dashboards, days, email, habits, health, kpi};
use crate::http::ProblemBody;

const PATH: &str = "/api/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "KPI Productivity",
        description = "Plan and record each day, and get one honest number for it. Errors are \
                       problems (RFC 9457). Sign in, then send the token as a bearer token.",
    ),
    servers((url = "/", description = "This gateway")),
    components(schemas(ProblemBody, Archived)),
    security(("session" = []), ("cookie" = [])),
    modifiers(&Session, &CommonProblems, &Descriptions, &OperationIds),
    paths(
        health::routes::health,
        auth::routes::register,
        auth::routes::login,
        auth::routes::logout,
        auth::routes::logout_all,
        auth::sessions::routes::list_sessions,
        auth::sessions::routes::end_session,
        auth::email_tokens::routes::forgot_password,
        auth::email_tokens::routes::reset_password,
        auth::email_tokens::routes::verify_email,
        auth::email_tokens::routes::verify_email_again,
        auth::routes::me,
        auth::routes::update_me,
        auth::routes::delete_me,
        auth::routes::change_password,
        habits::routes::list,
        habits::routes::create,
        habits::routes::find,
        habits::routes::update,
        habits::routes::delete,
        habits::routes::archive,
        habits::routes::restore,
        habits::routes::reorder,
        habits::routes::add_defaults,
        habits::routes::history,
        habits::routes::stats,
        days::routes::list,
        days::routes::find,
        days::routes::replace,
        days::routes::delete,
        days::routes::mark_exception,
        days::routes::clear_exception,
        days::routes::add_task,
        days::routes::replace_task,
        days::routes::remove_task,
        kpi::routes::preview,
        kpi::routes::laws,
        kpi::routes::recalculation,
        kpi::routes::recompute,
        dashboards::routes::year_dashboard,
        dashboards::routes::month_dashboard,
        email::routes::status,
        email::routes::send_test,
    ),
)]
struct Api;

/// The OpenAPI document.
#[must_use]
pub fn description() -> Description {
    Api::openapi()
}

/// The paths of sign-in attempts (login, registration, password reset), which have a stricter rate limit:
/// public POST operations below `/api/auth`.
pub(crate) fn sign_in_paths() -> impl Iterator<Item = String> {
    let public = [SecurityRequirement::default()];
    let paths = description().paths.paths.into_iter();
    paths.filter_map(move |(path, item)| {
        let security = item.post?.security?;
        (path.starts_with("/api/auth/") && security == public).then_some(path)
    })
}

/// Mounts the OpenAPI document and Swagger UI.
pub fn configure(config: &mut ServiceConfig) {
    let page = SwaggerUi::new("/api/docs/{_:.*}").config(Config::from(PATH));
    config
        .service(web::resource(PATH).route(web::get().to(serve)))
        .service(web::redirect("/api/docs", "/api/docs/").permanent())
        .service(page);
}

async fn serve() -> HttpResponse {
    static JSON: LazyLock<Result<String, String>> =
        LazyLock::new(|| description().to_json().map_err(|error| error.to_string()));
    match &*JSON {
        Ok(json) => HttpResponse::Ok()
            .content_type("application/json")
            .body(json.as_str()),
        Err(error) => AppError::Inconsistent(error.clone()).error_response(),
    }
}

/// Adds the security schemes.
struct Session;

impl Modify for Session {
    fn modify(&self, api: &mut Description) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .build();
        let cookie = ApiKeyValue::with_description(
            session_cookie::NAME,
            "Of browsers that signed in with `session: cookie`; over TLS with the prefix __Host-. \
             Only pages of this origin may write with it.",
        );
        let components = api.components.get_or_insert_default();
        components.add_security_scheme("session", SecurityScheme::Http(scheme));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

fn operations(api: &mut Description) -> impl Iterator<Item = &mut Operation> {
    api.paths.paths.values_mut().flat_map(|item| {
        let of_path = [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
        ];
        of_path.into_iter().flatten()
    })
}

/// Adds the problem responses that all operations of a kind have.
struct CommonProblems;

impl Modify for CommonProblems {
    fn modify(&self, api: &mut Description) {
        for operation in operations(api) {
            add_common_problems(operation);
        }
    }
}

fn add_common_problems(operation: &mut Operation) {
    let public = operation.security.is_some();
    let has_body = operation.request_body.is_some();
    let has_parameters = operation
        .parameters
        .as_ref()
        .is_some_and(|list| !list.is_empty());
    let problems = [
        ("400", "Malformed", true),
        ("401", "Not signed in", !public),
        ("413", "The body is too large", has_body),
        ("415", "The body is not JSON", has_body),
        (
            "422",
            "Invalid values; `errors` lists them",
            has_body || has_parameters,
        ),
        ("503", "The database is unavailable; see Retry-After", true),
    ];
    for (status, description, applies) in problems {
        let responses = &mut operation.responses.responses;
        if applies && !responses.contains_key(status) {
            responses.insert(status.to_owned(), problem(description).into());
        }
    }
}

/// Prefixes operation ids with the tag, because function names are unique only within a feature.
struct OperationIds;

impl Modify for OperationIds {
    fn modify(&self, api: &mut Description) {
        for operation in operations(api) {
            let tag = operation.tags.iter().flatten().next();
            if let (Some(tag), Some(id)) = (tag, &operation.operation_id) {
                operation.operation_id = Some(format!("{tag}_{id}"));
            }
        }
    }
}

/// Sets missing response descriptions, which OpenAPI requires, to the reason phrase of the status.
struct Descriptions;

impl Modify for Descriptions {
    fn modify(&self, api: &mut Description) {
        for operation in operations(api) {
            for (status, response) in &mut operation.responses.responses {
                let words = status
                    .parse()
                    .ok()
                    .and_then(|code: StatusCode| code.canonical_reason());
                if let (RefOr::T(response), Some(words)) = (response, words)
                    && response.description.is_empty()
                {
                    words.clone_into(&mut response.description);
                }
            }
        }
    }
}

fn problem(description: &str) -> Response {
    let schema = Ref::from_schema_name("Problem");
    let mut response = Response::new(description);
    response.content.insert(
        "application/problem+json".to_owned(),
        ContentBuilder::new().schema(Some(schema)).build().into(),
    );
    response
}
