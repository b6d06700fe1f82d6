//! Navigations inside the app get its page; everything else that is missing is a 404.

use actix_web::http::Method;

use crate::support::{Answer, BROWSER, TestServer};

#[actix_web::test]
async fn a_navigation_gets_the_page() {
    let server = TestServer::with_app();
    for path in ["/teams/7", "/year/2026", "/apiary"] {
        let answer = Answer::to(server.get(path).insert_header(("accept", BROWSER))).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("<title>KPI</title>"), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    let head = server
        .request(Method::HEAD, "/teams/7")
        .insert_header(("accept", BROWSER));
    assert_eq!(Answer::to(head).await.status, 200);
}

#[actix_web::test]
async fn what_is_missing_is_missing() {
    let server = TestServer::with_app();
    for path in [
        "/api",
        "/api/habits",
        "/assets/app-old.js",
        "/assets/old",
        "/logo.png",
    ] {
        let answer = Answer::to(server.get(path).insert_header(("accept", BROWSER))).await;
        answer.assert_problem(404);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    for accept in ["application/json", "*/*"] {
        Answer::to(server.get("/teams/7").insert_header(("accept", accept)))
            .await
            .assert_problem(404);
    }
}

#[actix_web::test]
async fn before_the_first_build_a_person_is_told_what_to_do() {
    let server = TestServer::empty();
    for path in ["/", "/teams/7"] {
        let answer = Answer::to(server.get(path).insert_header(("accept", BROWSER))).await;
        assert_eq!(answer.status, 503);
        assert!(answer.body.contains("The web app has not been built yet"));
        assert!(answer.body.contains("npm run build"));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    Answer::to(server.get("/assets/app.js"))
        .await
        .assert_problem(404);

    // A build is seen without a restart.
    server.write("index.html", "built");
    assert_eq!(Answer::to(server.get("/")).await.body, "built");
}
