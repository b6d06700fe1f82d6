//! How they run on, and what ends them.

use serde_json::json;

use crate::support::{TestApp, entry};

#[actix_web::test]
async fn a_day_counts_from_four_fifths_of_the_target_on() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, minutes, streak) in [
        ("2026-03-09", 48, 1),
        ("2026-03-10", 200, 2),
        ("2026-03-11", 47, 0),
        ("2026-03-12", 60, 1),
    ] {
        ann.log(date, &[("Exercise", minutes)]).await;
        assert_eq!(ann.streak("Exercise", date).await, streak, "{date}");
    }
}

#[actix_web::test]
async fn a_day_never_recorded_ends_them() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Exercise", 60)]).await;
    ann.log("2026-03-11", &[("Exercise", 60)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-11").await, 1);
    ann.log("2026-03-10", &[("Exercise", 60)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-11").await, 3);
}

#[actix_web::test]
async fn days_on_which_it_is_not_scheduled_carry_them_recorded_or_not() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({
        "name": "Choir", "schedule": ["mon", "thu"], "effectiveFrom": "2026-03-01",
    }))
    .await;
    ann.log("2026-03-02", &[("Choir", 60)]).await; // Monday
    ann.log("2026-03-04", &[]).await; // Wednesday
    ann.log("2026-03-05", &[("Choir", 60)]).await; // Thursday
    ann.log("2026-03-07", &[("Choir", 60)]).await; // Saturday: extra time
    ann.log("2026-03-09", &[("Choir", 60)]).await; // Monday
    for (date, streak) in [
        ("2026-03-04", 1),
        ("2026-03-05", 2),
        ("2026-03-07", 2),
        ("2026-03-09", 3),
    ] {
        assert_eq!(ann.streak("Choir", date).await, streak, "{date}");
    }
    // A Thursday was missed.
    ann.log("2026-03-16", &[("Choir", 60)]).await;
    assert_eq!(ann.streak("Choir", "2026-03-16").await, 1);
}

#[actix_web::test]
async fn they_run_on_over_the_turn_of_the_year() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2025-12-30", "2025-12-31", "2026-01-01"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", "2026-01-01").await, 3);
}

#[actix_web::test]
async fn what_a_day_began_with_is_told() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Exercise", 60)]).await;
    let day = ann.log("2026-03-10", &[("Exercise", 0)]).await;
    let exercise = entry(&day, ann.habit("Exercise"));
    assert_eq!(exercise["streakBefore"], 1);
    assert_eq!(exercise["streak"], 0);
}
