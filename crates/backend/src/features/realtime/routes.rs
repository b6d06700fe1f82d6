//! `/api/realtime`.

use actix_web::web::{self, Data, Payload, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use kpi_common::{client_ip, session_cookie};

use super::dto::{NewTicket, Presence, SocketQuery};
use super::receive_limit::ReceiveLimit;
use super::{service, socket, viewers};
use crate::error::AppError;
use crate::http::ProblemBody;
use crate::realtime::SocketSession;
use crate::session::{SessionUser, UserRequest};
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/realtime")
            .service(web::resource("/ticket").route(web::post().to(ticket)))
            .service(web::resource("/ws").route(web::get().to(connect)))
            .service(web::resource("/presence").route(web::get().to(online))),
    );
}

/// Issues a ticket that opens one WebSocket, within 30 seconds. It is not counted against the user's rate
/// limit.
#[utoipa::path(
    post, path = "/api/realtime/ticket", tag = "realtime",
    security(("session" = []), ("cookie" = [])),
    responses((status = 201, body = NewTicket)),
)]
pub(crate) async fn ticket(
    state: Data<AppState>,
    user: SessionUser,
) -> Result<HttpResponse, AppError> {
    let session = SocketSession {
        user: user.id,
        session: user.session,
        token_version: user.token_version,
    };
    let issue = move |conn: &mut _| service::issue_ticket(conn, session, user.now);
    let ticket = state.db.write(issue).await?;
    Ok(HttpResponse::Created().json(ticket))
}

/// Opens a WebSocket (RFC 6455) with a ticket, from a page of this origin, or of one in `CORS_ORIGIN`, or from
/// a program. The messages are JSON texts: `RealtimeMessage` about the connection, and `RealtimeEvent`. The first
/// is `hello`; then what was missed since `lastEventId`, or `resync` if that is not known, and it should ask for
/// everything. A heartbeat comes every 20 seconds. Clients send nothing but pings and pongs. Close codes: 1008
/// for too many pings, for any message, and for a client that does not read or answer, 1009 for a message over
/// 64 KiB, or so much between two heartbeats, 1012 when the service stops, 1013 when it has as many sockets as it can, 4401 when the session has ended, 4409 when ten newer sockets of the user
/// are open.
#[utoipa::path(
    get, path = "/api/realtime/ws", tag = "realtime", security(()), params(SocketQuery),
    responses(
        (status = 101, description = "The connection is a WebSocket"),
        (status = 401, description = "The ticket is not valid", body = ProblemBody, content_type = "application/problem+json"),
        (status = 403, description = "A page of another origin", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn connect(
    state: Data<AppState>,
    request: HttpRequest,
    body: Payload,
    Query(query): Query<SocketQuery>,
) -> Result<HttpResponse, AppError> {
    check_origin(&request, &state)?;
    let digest = service::ticket_digest(&query.ticket)?;
    let limit = ReceiveLimit::default();
    let no_handshake = |_invalid| AppError::Malformed("This is no WebSocket handshake.".to_owned());
    let body = limit.apply(&request, body).await.map_err(no_handshake)?;
    let (response, session, messages) = actix_ws::handle(&request, body).map_err(no_handshake)?;
    let now = state.clock.now();
    let spend = move |conn: &mut _| service::spend_ticket(conn, &digest, now);
    let owner = state.db.write(spend).await?;
    let last = query.last_event_id.and_then(|id| id.parse().ok());
    match state.hub.connect(owner, last) {
        Ok(connection) => socket::spawn(connection, session, messages, limit),
        Err(reason) => socket::refuse(session, reason),
    }
    Ok(response)
}

/// A page of another origin could otherwise use a ticket that its visitor was made to reveal. Programs send
/// neither field.
fn check_origin(request: &HttpRequest, state: &AppState) -> Result<(), AppError> {
    let headers = request.headers();
    let is_https = client_ip::is_external_https(request);
    let is_allowed = !session_cookie::is_from_page(headers)
        || session_cookie::is_own_origin(headers, is_https)
        || state.config.cors.allows(headers);
    if is_allowed {
        Ok(())
    } else {
        Err(AppError::ForeignOrigin)
    }
}

/// Who of the people whom the user may see is online.
#[utoipa::path(
    get, path = "/api/realtime/presence", tag = "realtime",
    responses((status = 200, body = Presence)),
)]
pub(crate) async fn online(
    state: Data<AppState>,
    request: UserRequest,
) -> Result<HttpResponse, AppError> {
    let visible = request
        .read(|conn, user| viewers::visible_to(conn, user.id))
        .await?;
    let online = state.presence.online(visible).await;
    Ok(HttpResponse::Ok().json(Presence { online }))
}
