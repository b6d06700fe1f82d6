//! `/api/invitations`.

use actix_web::web::{self, Data, Path, Query, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use super::accepting;
use super::dto::{
    AcceptedInvitation, Invitation, InvitationToken, Invitations, InvitationsQuery,
    InvitedRegistration, MadeInvitation, NewInvitation,
};
use super::sending::{self, Inviter};
use crate::domain::InvitationId;
use crate::error::AppError;
use crate::features::auth::ClientInfo;
use crate::features::auth::sessions::Session;
use crate::http::{Json, ProblemBody};
use crate::mail::Queued;
use crate::session::{CurrentUser, UserRequest};
use crate::state::AppState;

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/invitations")
            .service(
                web::resource("")
                    .route(web::get().to(list))
                    .route(web::post().to(invite)),
            )
            .service(web::resource("/look-up").route(web::post().to(look_up)))
            .service(web::resource("/accept").route(web::post().to(accept)))
            .service(web::resource("/register").route(web::post().to(register)))
            .service(web::resource("/{id}").route(web::delete().to(cancel)))
            .service(web::resource("/{id}/resend").route(web::post().to(resend))),
    );
}

/// Makes or renews an invitation in one transaction; its mail is sent after that.
async fn make(
    state: &AppState,
    user: CurrentUser,
    work: impl FnOnce(&mut Inviter<'_>) -> Result<(MadeInvitation, Option<Queued>), AppError>
    + Send
    + 'static,
) -> Result<MadeInvitation, AppError> {
    let outbox = state.outbox.clone();
    let (made, queued) = state
        .db
        .write(move |conn| {
            work(&mut Inviter {
                conn,
                account: &user,
                outbox: &outbox,
                now: user.now,
            })
        })
        .await?;
    if let Some(queued) = queued {
        state.outbox.wake(queued);
    }
    Ok(made)
}

/// Invites an address: to be friends, to a team, or to the installation. At most 50 a day.
///
/// Who has invited the address already gets that invitation renewed; those that are sent again count, too. No response
/// tells whether the address has an account.
#[utoipa::path(
    post, path = "/api/invitations", tag = "invitations",
    request_body = NewInvitation,
    responses(
        (status = 201, body = MadeInvitation),
        (status = 403, description = "May not invite to this", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No team of the user", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn invite(
    state: Data<AppState>,
    user: CurrentUser,
    Json(new): Json<NewInvitation>,
) -> Result<HttpResponse, AppError> {
    let made = make(&state, user, |inviter| inviter.invite(new)).await?;
    Ok(HttpResponse::Created().json(made))
}

/// Gives an open or expired invitation a new link and a new lifetime; the old link is valid no more.
#[utoipa::path(
    post, path = "/api/invitations/{id}/resend", tag = "invitations",
    params(("id" = InvitationId, Path)),
    responses(
        (status = 200, body = MadeInvitation),
        (status = 403, description = "May not invite any more", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "Accepted or canceled", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn resend(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<InvitationId>,
) -> Result<HttpResponse, AppError> {
    let made = make(&state, user, move |inviter| inviter.resend(*id)).await?;
    Ok(HttpResponse::Ok().json(made))
}

/// Lists the invitations that the user has sent; with `teamId` all to this team, and for administrators all to the
/// installation.
#[utoipa::path(
    get, path = "/api/invitations", tag = "invitations", params(InvitationsQuery),
    responses(
        (status = 200, body = Invitations),
        (status = 403, description = "Neither a leader nor a deputy", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No team of the user", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn list(
    request: UserRequest,
    Query(query): Query<InvitationsQuery>,
) -> Result<HttpResponse, AppError> {
    let invitations = request
        .read(move |conn, user| sending::list(conn, user, &query, user.now))
        .await?;
    Ok(HttpResponse::Ok().json(invitations))
}

/// Takes an invitation back.
#[utoipa::path(
    delete, path = "/api/invitations/{id}", tag = "invitations",
    params(("id" = InvitationId, Path)),
    responses(
        (status = 204),
        (status = 410, description = "Accepted", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn cancel(
    state: Data<AppState>,
    user: CurrentUser,
    id: Path<InvitationId>,
) -> Result<HttpResponse, AppError> {
    let cancel = move |conn: &mut _| sending::cancel(conn, &user, *id, user.now);
    state.db.write(cancel).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The invitation of a link. Looking at it uses nothing.
#[utoipa::path(
    post, path = "/api/invitations/look-up", tag = "invitations", security(()),
    request_body = InvitationToken,
    responses(
        (status = 200, body = Invitation),
        (status = 404, description = "No such invitation, or no longer", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "Accepted, expired, canceled, or void", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn look_up(
    state: Data<AppState>,
    Json(InvitationToken { token }): Json<InvitationToken>,
) -> Result<HttpResponse, AppError> {
    let (registration, now) = (state.config.registration.clone(), state.clock.now());
    let look_up = move |conn: &mut _| accepting::look_up(conn, &token, &registration, now);
    let invitation = state.db.query(look_up).await?;
    Ok(HttpResponse::Ok().json(invitation))
}

/// Accepts an invitation with the account of its address. It can be accepted once.
#[utoipa::path(
    post, path = "/api/invitations/accept", tag = "invitations",
    request_body = InvitationToken,
    responses(
        (status = 200, body = AcceptedInvitation),
        (status = 403, description = "It is for another address", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such invitation, or no longer", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "Too many friends, or the team is full", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "Accepted, expired, canceled, or void", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn accept(
    state: Data<AppState>,
    user: CurrentUser,
    Json(InvitationToken { token }): Json<InvitationToken>,
) -> Result<HttpResponse, AppError> {
    let accept = move |conn: &mut _, events: &mut _| {
        accepting::accept(conn, events, &user, &token, user.now)
    };
    let accepted = state.write(accept).await?;
    Ok(HttpResponse::Ok().json(accepted))
}

/// Registers the account that an invitation is for, accepts it, and signs in.
///
/// An invitation of an administrator opens an account always, others unless registration is closed. With the token of
/// the mail the address is verified.
#[utoipa::path(
    post, path = "/api/invitations/register", tag = "invitations", security(()),
    request_body = InvitedRegistration,
    responses(
        (status = 201, body = Session),
        (status = 403, description = "It is for another address, or registration is closed", body = ProblemBody, content_type = "application/problem+json"),
        (status = 404, description = "No such invitation, or no longer", body = ProblemBody, content_type = "application/problem+json"),
        (status = 409, description = "The address is taken", body = ProblemBody, content_type = "application/problem+json"),
        (status = 410, description = "Accepted, expired, canceled, or void", body = ProblemBody, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn register(
    state: Data<AppState>,
    request: HttpRequest,
    client: ClientInfo,
    Json(registration): Json<InvitedRegistration>,
) -> Result<HttpResponse, AppError> {
    let transport = registration.session.accept(&request)?;
    let session = accepting::register(&state, registration, client).await?;
    Ok(HttpResponse::Created().json(session.send(&request, transport)?))
}
