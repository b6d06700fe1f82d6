//! Cache hits, for the same user only.

use chrono::TimeDelta;
use futures_util::future::join_all;

use super::KEPT;
use crate::support::TestApp;

#[actix_web::test]
async fn the_second_response_is_the_cached_first_one() {
    let app = TestApp::single().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let stats = format!("/api/habits/{}/stats", ann.habit("Sleep"));
    for path in KEPT.into_iter().chain([stats.as_str()]) {
        let first = ann.get(path).await;
        let second = ann.get(path).await;
        assert_eq!(
            (first.header("x-cache"), second.header("x-cache")),
            ("miss", "hit"),
            "{path}"
        );
        assert_eq!(second.text(), first.text(), "{path}");
        assert_eq!(second.etag(), first.etag(), "{path}");
        assert_eq!(second.header("content-type"), "application/json", "{path}");

        let known = ann.with("if-none-match", &first.etag()).get(path).await;
        assert_eq!((known.status, known.text().as_str()), (304, ""), "{path}");
        // Another session of the same user hits too.
        let elsewhere = ann.another_session(&app.anonymous()).await;
        assert_eq!(elsewhere.get(path).await.header("x-cache"), "hit", "{path}");
    }
    for path in KEPT {
        let own = bob.get(path).await;
        assert_eq!(own.header("x-cache"), "miss", "{path}");
        assert_eq!(own.json()["recordedDays"], 0, "{path}");
    }
    bob.get(&stats).await.problem(404, "not-found");
}

#[actix_web::test]
async fn errors_are_not_cached() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for _ in 0..2 {
        let response = ann.get("/api/dashboards/year/1999").await;
        assert_eq!(response.header("x-cache"), "");
        response.problem(404, "not-found");
    }
    app.anonymous()
        .get("/api/dashboards/year/2026")
        .await
        .problem(401, "unauthorized");
}

#[actix_web::test]
async fn equivalent_paths_share_one_entry() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    ann.get("/api/dashboards/year/2026").await.expect(200);
    for path in [
        "/api/dashboards/year/2026?again=1",
        "/api/dashboards/year/02026",
    ] {
        assert_eq!(ann.get(path).await.header("x-cache"), "hit", "{path}");
    }
}

#[actix_web::test]
async fn responses_are_recomputed_after_the_users_midnight() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;
    ann.log("2026-03-19", &[("Sleep", 240)]).await;
    for path in KEPT {
        let today = ann.get(path).await.expect(200);
        assert_eq!(today["recordedDays"], 1, "{path}");
    }
    app.wait(TimeDelta::hours(14));
    for path in KEPT {
        let tomorrow = ann.get(path).await;
        assert_eq!(tomorrow.header("x-cache"), "miss", "{path}");
        assert_eq!(tomorrow.json()["recordedDays"], 2, "{path}");
    }
}

#[actix_web::test]
async fn fifty_concurrent_requests_compute_it_once() {
    let app = TestApp::with_pool("connection_limit=1&pool_timeout=60").await;
    let ann = app.user("ann").await;
    let path = KEPT[0];
    let cost = async |asks: usize| {
        let before = app.statements().await;
        let responses = join_all((0..asks).map(|_| ann.get(path))).await;
        let misses = responses
            .iter()
            .filter(|response| response.header("x-cache") == "miss");
        let misses = misses.count();
        for response in responses {
            response.expect(200);
        }
        (app.statements().await - before, misses)
    };
    // Background tasks poll the database too, so this takes the minimum of several runs.
    let mut least = [u64::MAX; 3];
    for minutes in [100, 200, 300, 400, 500] {
        ann.log("2026-03-10", &[("Sleep", minutes)]).await;
        let (miss, one) = cost(1).await;
        let (hit, none) = cost(1).await;
        ann.log("2026-03-10", &[("Sleep", minutes + 1)]).await;
        let (together, misses) = cost(50).await;
        assert_eq!((one, none, misses), (1, 0, 1));
        for (least, cost) in least.iter_mut().zip([miss, hit, together]) {
            *least = cost.min(*least);
        }
    }
    let [miss, hit, together] = least;
    assert!(hit < miss, "{hit} statements against {miss}");
    assert_eq!(together, miss + 49 * hit);
}
