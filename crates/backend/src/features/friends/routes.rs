//! `/api/friends`.

use actix_web::HttpResponse;
use actix_web::web::{self, Data, Path, ServiceConfig};

use super::dto::{
    Friends, Messages, Muting, NewFriendRequest, NewMessage, OwnCode, RequestResult, SentMessage,
};
use super::{message_store, service};
use crate::domain::UserId;
use crate::error::AppError;
use crate::features::progress::Progress;
use crate::http::{Json, ProblemBody};
use crate::session::{CurrentUser, UserRequest};
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/friends")
            .service(web::resource("").route(web::get().to(list)))
            .service(
                web::resource("/code")
                    .route(web::get().to(own_code))
                    .route(web::post().to(renew_code)),
            )
            .service(web::resource("/requests").route(web::post().to(request)))
            .service(web::resource("/requests/{id}").route(web::delete().to(withdraw)))
            .service(web::resource("/requests/{id}/accept").route(web::post().to(accept)))
            .service(
                web::resource("/blocked/{id}")
                    .route(web::put().to(block))
                    .route(web::delete().to(unblock)),
            )
            .service(web::resource("/messages").route(web::get().to(messages)))
            .service(web::resource("/messages/read").route(web::post().to(read_messages)))
            .service(web::resource("/{id}").route(web::delete().to(remove)))
            .service(web::resource("/{id}/muting").route(web::put().to(mute)))
            .service(web::resource("/{id}/progress").route(web::get().to(progress)))
            .service(web::resource("/{id}/messages").route(web::post().to(send_message))),
    );
}

/// Lists friends with their last week, requests in both directions and blocked people.
#[utoipa::path(
    get, path = "/api/friends", tag = "friends",
    responses((status = 200, body = Friends)),
)]
pub(crate) async fn list(request: UserRequest) -> Result<HttpResponse, AppError> {
    let friends = request
        .read(|conn, user| service::list(conn, user.id, user.now))
        .await?;
    Ok(HttpResponse::Ok().json(friends))
}

/// Ends a friendship, for both.
#[utoipa::path(
    delete, path = "/api/friends/{id}", tag = "friends", params(("id" = UserId, Path)),
    responses((status = 204)),
)]
pub(crate) async fn remove(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    let remove =
        move |conn: &mut _, events: &mut _| service::remove(conn, events, user.id, *id, user.now);
    state.write(remove).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The code by which others find the user.
#[utoipa::path(
    get, path = "/api/friends/code", tag = "friends",
    responses((status = 200, body = OwnCode)),
)]
pub(crate) async fn own_code(
    state: Data<AppState>,
    user: CurrentUser,
) -> Result<HttpResponse, AppError> {
    let own_code = move |conn: &mut _| service::own_code(conn, user.id);
    let code = state.db.write(own_code).await?;
    Ok(HttpResponse::Ok().json(OwnCode { code }))
}

/// Replaces the code; the old one is valid no more.
#[utoipa::path(
    post, path = "/api/friends/code", tag = "friends",
    responses((status = 201, body = OwnCode)),
)]
pub(crate) async fn renew_code(
    state: Data<AppState>,
    user: CurrentUser,
) -> Result<HttpResponse, AppError> {
    let renew_code = move |conn: &mut _| service::renew_code(conn, user.id);
    let code = state.db.write(renew_code).await?;
    Ok(HttpResponse::Created().json(OwnCode { code }))
}

/// Asks the person with a code to be friends. Requests in both directions become a friendship.
#[utoipa::path(
    post, path = "/api/friends/requests", tag = "friends",
    request_body = NewFriendRequest,
    responses(
        (status = 200, body = RequestResult),
        (status = 404, description = "Nobody has this code", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Too many friends or open requests", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn request(
    state: Data<AppState>,
    user: CurrentUser,
    Json(NewFriendRequest { code }): Json<NewFriendRequest>,
) -> Result<HttpResponse, AppError> {
    let request = move |conn: &mut _, events: &mut _| {
        service::request(conn, events, user.id, &code, user.now)
    };
    let result = state.write(request).await?;
    Ok(HttpResponse::Ok().json(result))
}

/// Accepts a person's request.
#[utoipa::path(
    post, path = "/api/friends/requests/{id}/accept", tag = "friends",
    params(("id" = UserId, Path)),
    responses(
        (status = 204),
        (status = 409, description = "Too many friends", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn accept(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    let accept =
        move |conn: &mut _, events: &mut _| service::accept(conn, events, user.id, *id, user.now);
    state.write(accept).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Rejects a person's request, or withdraws the user's own.
#[utoipa::path(
    delete, path = "/api/friends/requests/{id}", tag = "friends", params(("id" = UserId, Path)),
    responses((status = 204)),
)]
pub(crate) async fn withdraw(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    let withdraw =
        move |conn: &mut _, events: &mut _| service::withdraw(conn, events, user.id, *id);
    state.write(withdraw).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Hides the messages of a friend, or shows them again. The friend does not learn of it.
#[utoipa::path(
    put, path = "/api/friends/{id}/muting", tag = "friends", params(("id" = UserId, Path)),
    request_body = Muting,
    responses((status = 204)),
)]
pub(crate) async fn mute(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
    Json(Muting { muted }): Json<Muting>,
) -> Result<HttpResponse, AppError> {
    let mute = move |conn: &mut _| service::mute(conn, user.id, *id, muted);
    state.db.write(mute).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Blocks a friend, or a person with an open request: neither finds the other any more.
#[utoipa::path(
    put, path = "/api/friends/blocked/{id}", tag = "friends", params(("id" = UserId, Path)),
    responses((status = 204)),
)]
pub(crate) async fn block(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    let block =
        move |conn: &mut _, events: &mut _| service::block(conn, events, user.id, *id, user.now);
    state.write(block).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Unblocks a person.
#[utoipa::path(
    delete, path = "/api/friends/blocked/{id}", tag = "friends", params(("id" = UserId, Path)),
    responses((status = 204)),
)]
pub(crate) async fn unblock(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    let unblock = move |conn: &mut _| service::unblock(conn, user.id, *id);
    state.db.write(unblock).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The last 30 days of a friend, as far as the friend shows them.
#[utoipa::path(
    get, path = "/api/friends/{id}/progress", tag = "friends", params(("id" = UserId, Path)),
    responses((status = 200, body = Progress)),
)]
pub(crate) async fn progress(
    request: UserRequest,
    id: Path<UserId>,
) -> Result<HttpResponse, AppError> {
    let progress = request
        .read(move |conn, user| service::progress(conn, user.id, *id, user.now))
        .await?;
    Ok(HttpResponse::Ok().json(progress))
}

/// Lists the messages that friends have sent to the user.
#[utoipa::path(
    get, path = "/api/friends/messages", tag = "friends",
    responses((status = 200, body = Messages)),
)]
pub(crate) async fn messages(request: UserRequest) -> Result<HttpResponse, AppError> {
    let messages = request
        .read(|conn, user| service::received(conn, user.id))
        .await?;
    Ok(HttpResponse::Ok().json(messages))
}

/// Marks the messages as read.
#[utoipa::path(
    post, path = "/api/friends/messages/read", tag = "friends",
    responses((status = 204)),
)]
pub(crate) async fn read_messages(
    state: Data<AppState>,
    user: CurrentUser,
) -> Result<HttpResponse, AppError> {
    let read = move |conn: &mut _| message_store::mark_read(conn, user.id, user.now);
    state.db.write(read).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Sends a message of support to a friend: at most 5 an hour to each, and 50 a day.
#[utoipa::path(
    post, path = "/api/friends/{id}/messages", tag = "friends", params(("id" = UserId, Path)),
    request_body = NewMessage,
    responses((status = 201, body = SentMessage)),
)]
pub(crate) async fn send_message(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<UserId>,
    Json(NewMessage { text }): Json<NewMessage>,
) -> Result<HttpResponse, AppError> {
    let sent = state
        .write(move |conn, events| {
            service::send_message(conn, events, user.id, *id, &text, user.now)
        })
        .await?;
    Ok(HttpResponse::Created().json(sent))
}
