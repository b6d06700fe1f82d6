//! The OpenAPI 3.1 document, generated from the code, and its page.

mod docs;

use std::sync::LazyLock;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use kpi_common::session_cookie;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::response::Response;
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ContentBuilder, ObjectBuilder, OneOfBuilder, OpenApi as Description, Ref, RefOr, Required,
    Schema, Type,
};
use utoipa::{Modify, OpenApi};

use crate::error::AppError;
use crate::features::habits::Archived;
use crate::features::invitations::InvitationKind;
use crate::features::teams::TeamExportFormat;
use crate::features::{
    admin, analytics, auth, dashboards, days, email, exceptions, focus, friends, habits, health,
    invitations, kpi, notifications, realtime, sharing, teams,
};
use crate::http::{DateParam, ProblemBody, Tagged, respond_tagged};
use crate::identity::Scope;
use crate::realtime::{EventEnvelope, ServerMessage};

const PATH: &str = "/api/openapi.json";
const IF_MATCH: &str = "If-Match";
const IF_NONE_MATCH: &str = "If-None-Match";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "KPI Productivity",
        description = "Plan and record each day, and get one honest number for it. Errors are \
                       problems (RFC 9457). Sign in, then send the token as a bearer token; programs \
                       send an access token, which is made in the settings of the web app. With \
                       the scope `read` it may do what does not change anything (GET and HEAD), \
                       with `write`, which includes `read`, everything whose security names \
                       `accessToken`; anything else is 403. It is 401 once it has expired or was \
                       revoked. Operations without security do not look at it. HEAD is \
                       answered wherever GET is. Besides what each operation lists, any request may \
                       get 405, 408, 414, 417, 431, 500, 502 or 504.",
    ),
    servers((url = "/", description = "This gateway")),
    components(schemas(ProblemBody, Scope, Archived, DateParam, InvitationKind, TeamExportFormat, EventEnvelope, ServerMessage)),
    security(("session" = []), ("cookie" = [])),
    modifiers(&Session, &AccessTokens, &CommonResponses, &Descriptions, &OperationIds),
    paths(
        health::routes::health,
        auth::routes::registration_status,
        auth::routes::register,
        auth::routes::login,
        auth::routes::logout,
        auth::routes::logout_all,
        auth::sessions::routes::list_sessions,
        auth::sessions::routes::end_session,
        auth::access_tokens::routes::list_tokens,
        auth::access_tokens::routes::create_token,
        auth::access_tokens::routes::revoke_token,
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
        days::routes::mark_exceptions,
        days::routes::clear_exceptions,
        exceptions::routes::list,
        exceptions::routes::types,
        exceptions::routes::statistics,
        focus::routes::list,
        focus::routes::current,
        focus::routes::start,
        focus::routes::stop,
        focus::routes::correct,
        focus::routes::delete,
        kpi::routes::preview,
        kpi::routes::laws,
        kpi::routes::recalculation,
        kpi::routes::recompute,
        dashboards::routes::year_dashboard,
        dashboards::routes::month_dashboard,
        analytics::routes::trends,
        analytics::routes::patterns,
        analytics::routes::consistency,
        analytics::routes::correlations,
        analytics::routes::comparison,
        friends::routes::list,
        friends::routes::remove,
        friends::routes::own_code,
        friends::routes::renew_code,
        friends::routes::request,
        friends::routes::accept,
        friends::routes::withdraw,
        friends::routes::mute,
        friends::routes::block,
        friends::routes::unblock,
        friends::routes::progress,
        friends::routes::messages,
        friends::routes::read_messages,
        friends::routes::send_message,
        invitations::routes::list,
        invitations::routes::invite,
        invitations::routes::look_up,
        invitations::routes::accept,
        invitations::routes::register,
        invitations::routes::resend,
        invitations::routes::cancel,
        sharing::routes::settings,
        sharing::routes::set,
        teams::routes::teams::list,
        teams::routes::teams::create,
        teams::routes::teams::join,
        teams::routes::teams::find,
        teams::routes::teams::update,
        teams::routes::teams::dissolve,
        teams::routes::teams::renew_code,
        teams::routes::teams::switch_code_off,
        teams::routes::members::list_members,
        teams::routes::members::set_role,
        teams::routes::members::leave,
        teams::routes::members::progress,
        teams::routes::moderation::warn,
        teams::routes::moderation::mute,
        teams::routes::moderation::unmute,
        teams::routes::moderation::remove_member,
        teams::routes::moderation::moderation_log,
        teams::routes::goals::list_goals,
        teams::routes::goals::create_goal,
        teams::routes::goals::find_goal,
        teams::routes::goals::update_goal,
        teams::routes::goals::delete_goal,
        teams::routes::goals::enter_progress,
        teams::routes::goals::set_goal_habit,
        teams::routes::goals::unset_goal_habit,
        teams::routes::results::leaderboard,
        teams::routes::results::analytics,
        teams::routes::results::export,
        teams::routes::activity::list_activity,
        teams::routes::activity::send_message,
        teams::routes::activity::remove_message,
        notifications::routes::list,
        notifications::routes::read,
        notifications::routes::preferences,
        notifications::routes::set_preferences,
        realtime::routes::ticket,
        realtime::routes::connect,
        realtime::routes::online,
        admin::routes::people,
        admin::routes::create,
        admin::routes::set_role,
        admin::routes::set_disabled,
        admin::routes::sign_out,
        admin::routes::reset_link,
        admin::routes::delete,
        admin::routes::status,
        admin::routes::audit_log,
        admin::routes::export_audit_log,
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

/// The paths that open something to whoever knows a secret (login, registration, password reset, invitations), which
/// have a stricter rate limit: the public POST operations.
pub(crate) fn sign_in_paths() -> impl Iterator<Item = String> {
    let paths = description().paths.paths.into_iter();
    paths.filter_map(|(path, item)| is_public(&item.post?).then_some(path))
}

/// Whether an operation is for everybody.
fn is_public(operation: &Operation) -> bool {
    let security = operation.security.as_deref();
    security.is_some_and(|security| security.contains(&SecurityRequirement::default()))
}

/// Mounts the OpenAPI document and its page.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(web::resource(PATH).route(web::get().to(serve)))
        .configure(docs::configure);
}

async fn serve(request: HttpRequest) -> Result<HttpResponse, AppError> {
    static JSON: LazyLock<Result<Tagged, String>> = LazyLock::new(|| {
        let json = description().to_json();
        json.map(|json| Bytes::from(json).into())
            .map_err(|error| error.to_string())
    });
    match &*JSON {
        Ok(json) => Ok(respond_tagged(&request, "application/json", json.clone())),
        Err(error) => Err(AppError::Inconsistent(error.clone())),
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
        let access_token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("kpi_pat_…")
            .description(Some(
                "A personal access token, with the scopes `read` or `write`",
            ))
            .build();
        let components = api.components.get_or_insert_default();
        components.add_security_scheme(ACCESS_TOKEN, SecurityScheme::Http(access_token));
        components.add_security_scheme("session", SecurityScheme::Http(scheme));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

const ACCESS_TOKEN: &str = "accessToken";

/// Adds access tokens, with the scope that they need, to all operations that do not name other ways to sign in.
struct AccessTokens;

impl Modify for AccessTokens {
    fn modify(&self, api: &mut Description) {
        let signed_in = api.security.clone().unwrap_or_default();
        for item in api.paths.paths.values_mut() {
            let of_scope = |operation: &mut Operation, scope: Scope| {
                let token = SecurityRequirement::new(ACCESS_TOKEN, [scope.as_str()]);
                let with_token = || signed_in.iter().cloned().chain([token]).collect();
                operation.security.get_or_insert_with(with_token);
            };
            if let Some(get) = &mut item.get {
                of_scope(get, Scope::Read);
            }
            let writes = [&mut item.put, &mut item.post, &mut item.delete];
            for operation in writes.into_iter().flatten() {
                of_scope(operation, Scope::Write);
            }
        }
    }
}

/// Whether a signed-in user needs a session: access tokens are refused.
fn needs_session(operation: &Operation) -> bool {
    let token = [Scope::Read, Scope::Write]
        .map(|scope| SecurityRequirement::new(ACCESS_TOKEN, [scope.as_str()]));
    let security = operation.security.iter().flatten();
    !is_public(operation) && !security.into_iter().any(|one| token.contains(one))
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

/// Adds what follows from the kind of an operation: conditions, and the problems that may come.
struct CommonResponses;

impl Modify for CommonResponses {
    fn modify(&self, api: &mut Description) {
        for item in api.paths.paths.values_mut() {
            if let Some(get) = &mut item.get {
                add_cached(get);
                add_problems(get, true);
            }
            let writes = [&mut item.put, &mut item.post, &mut item.delete];
            for operation in writes.into_iter().flatten() {
                add_problems(operation, false);
            }
        }
    }
}

/// A list of entity tags.
const ENTITY_TAGS: &str = r#"^(W/)?"[!#-+\--~]*"( *, *(W/)?"[!#-+\--~]*")*$"#;

/// The condition of a write, which must be valid.
fn entity_tags() -> RefOr<Schema> {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    OneOfBuilder::new()
        .item(text().enum_values(Some(["*"])))
        .item(text().pattern(Some(ENTITY_TAGS)))
        .into()
}

/// What a GET with an entity tag has: it is cached, and `If-None-Match` makes it conditional.
fn add_cached(get: &mut Operation) {
    let Some(RefOr::T(response)) = get.responses.responses.get_mut("200") else {
        return;
    };
    if !response.headers.contains_key("ETag") {
        return;
    }
    let status = HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some("`hit` or `miss`"));
    response
        .headers
        .insert("X-Cache".to_owned(), status.build().into());
    let condition = ParameterBuilder::new()
        .name(IF_NONE_MATCH)
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .description(Some("The ETags that the client has"));
    get.parameters
        .get_or_insert_default()
        .push(condition.build().into());
    let not_modified = Response::new("The client has it");
    get.responses
        .responses
        .insert("304".to_owned(), not_modified.into());
}

/// Adds the problem responses that all operations of a kind have.
fn add_problems(operation: &mut Operation, is_safe: bool) {
    let is_tagged = |tag: &str| operation.tags.iter().flatten().any(|known| known == tag);
    let (is_public, needs_session) = (is_public(operation), needs_session(operation));
    let is_limited = !is_tagged("health");
    let has_body = operation.request_body.is_some();
    let (mut has_parameters, mut is_of_id, mut has_condition) = (false, false, false);
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else {
            continue;
        };
        match (&parameter.parameter_in, parameter.name.as_str()) {
            (ParameterIn::Header, name @ (IF_MATCH | IF_NONE_MATCH)) => {
                has_condition |= name == IF_MATCH || !is_safe;
                if !is_safe {
                    parameter.schema = Some(entity_tags());
                }
            }
            (ParameterIn::Path, _) => (has_parameters, is_of_id) = (true, true),
            _ => has_parameters = true,
        }
    }
    let problems = [
        ("400", "Malformed", true),
        ("401", "Not signed in", !is_public),
        (
            "403",
            "A page of another origin sent it",
            !is_safe && is_public,
        ),
        ("403", "An access token may not do this", needs_session),
        (
            "403",
            "A page of another origin sent it, or the access token lacks the scope `write`",
            !is_safe,
        ),
        ("404", "There is no such thing of the user's", is_of_id),
        (
            "409",
            "Another account is signed in than `Session-User` names",
            !is_public,
        ),
        ("412", "It has changed since; read it again", has_condition),
        ("413", "The body is too large", has_body),
        (
            "415",
            "The body is not JSON, or has a content coding",
            has_body,
        ),
        (
            "422",
            "Invalid values; `errors` lists them",
            has_body || has_parameters,
        ),
        ("429", "Too many requests; see Retry-After", is_limited),
        ("503", "Unavailable for now; see Retry-After", true),
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
