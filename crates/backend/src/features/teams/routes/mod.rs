//! `/api/teams`.

pub(crate) mod activity;
pub(crate) mod goals;
pub(crate) mod members;
pub(crate) mod moderation;
pub(crate) mod results;
pub(crate) mod teams;

use actix_web::web::{self, ServiceConfig};

/// Mounts the routes.
pub fn configure(config: &mut ServiceConfig) {
    config.service(
        web::scope("/teams")
            .service(
                web::resource("")
                    .route(web::get().to(teams::list))
                    .route(web::post().to(teams::create)),
            )
            .service(web::resource("/join").route(web::post().to(teams::join)))
            .service(
                web::resource("/{id}")
                    .route(web::get().to(teams::find))
                    .route(web::put().to(teams::update))
                    .route(web::delete().to(teams::dissolve)),
            )
            .service(
                web::resource("/{id}/code")
                    .route(web::post().to(teams::renew_code))
                    .route(web::delete().to(teams::switch_code_off)),
            )
            .service(web::resource("/{id}/leave").route(web::post().to(members::leave)))
            .service(web::resource("/{id}/members").route(web::get().to(members::list_members)))
            .service(
                web::resource("/{id}/members/{user}/role").route(web::put().to(members::set_role)),
            )
            .service(
                web::resource("/{id}/members/{user}/progress")
                    .route(web::get().to(members::progress)),
            )
            .service(
                web::resource("/{id}/members/{user}/warnings")
                    .route(web::post().to(moderation::warn)),
            )
            .service(
                web::resource("/{id}/members/{user}/muting")
                    .route(web::put().to(moderation::mute))
                    .route(web::delete().to(moderation::unmute)),
            )
            .service(
                web::resource("/{id}/members/{user}/remove")
                    .route(web::post().to(moderation::remove_member)),
            )
            .service(
                web::resource("/{id}/moderation-log")
                    .route(web::get().to(moderation::moderation_log)),
            )
            .service(
                web::resource("/{id}/goals")
                    .route(web::get().to(goals::list_goals))
                    .route(web::post().to(goals::create_goal)),
            )
            .service(
                web::resource("/{id}/goals/{goal}")
                    .route(web::get().to(goals::find_goal))
                    .route(web::put().to(goals::update_goal))
                    .route(web::delete().to(goals::delete_goal)),
            )
            .service(
                web::resource("/{id}/goals/{goal}/progress/{date}")
                    .route(web::put().to(goals::enter_progress)),
            )
            .service(
                web::resource("/{id}/goals/{goal}/habit")
                    .route(web::put().to(goals::set_goal_habit))
                    .route(web::delete().to(goals::unset_goal_habit)),
            )
            .service(web::resource("/{id}/leaderboard").route(web::get().to(results::leaderboard)))
            .service(web::resource("/{id}/analytics").route(web::get().to(results::analytics)))
            .service(web::resource("/{id}/export").route(web::get().to(results::export)))
            .service(web::resource("/{id}/activity").route(web::get().to(activity::list_activity)))
            .service(web::resource("/{id}/messages").route(web::post().to(activity::send_message)))
            .service(
                web::resource("/{id}/messages/{message}")
                    .route(web::delete().to(activity::remove_message)),
            ),
    );
}
