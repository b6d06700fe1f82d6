//! Navigations get the page of the app; other missing paths are 404.

use actix_web::http::Method;

use crate::support::{BROWSER, Response, TestServer};

#[actix_web::test]
async fn a_navigation_gets_the_page() {
    let server = TestServer::with_app();
    for path in ["/teams/7", "/year/2026", "/apiary"] {
        let response = Response::to(server.get(path).insert_header(("accept", BROWSER))).await;
        assert_eq!(response.status, 200, "{path}");
        assert!(response.body.contains("<title>KPI</title>"), "{path}");
        assert_eq!(response.header("cache-control"), "no-cache");
    }
    let head = server
        .request(Method::HEAD, "/teams/7")
        .insert_header(("accept", BROWSER));
    assert_eq!(Response::to(head).await.status, 200);
}

#[actix_web::test]
async fn missing_files_are_404() {
    let server = TestServer::with_app();
    for path in [
        "/api",
        "/api/habits",
        "/assets/app-old.js",
        "/assets/old",
        "/logo.png",
    ] {
        let response = Response::to(server.get(path).insert_header(("accept", BROWSER))).await;
        response.assert_problem(404);
        assert_eq!(response.header("cache-control"), "no-store", "{path}");
    }
    for accept in ["application/json", "*/*"] {
        Response::to(server.get("/teams/7").insert_header(("accept", accept)))
            .await
            .assert_problem(404);
    }
}

#[actix_web::test]
async fn before_the_first_build_the_page_explains_what_to_do() {
    let server = TestServer::empty();
    for path in ["/", "/teams/7"] {
        let response = Response::to(server.get(path).insert_header(("accept", BROWSER))).await;
        assert_eq!(response.status, 503);
        assert!(response.body.contains("The web app has not been built yet"));
        assert!(response.body.contains("npm run build"));
        assert_eq!(response.header("cache-control"), "no-store");
    }
    Response::to(server.get("/assets/app.js"))
        .await
        .assert_problem(404);

    // A build is seen without a restart.
    server.write("index.html", "built");
    assert_eq!(Response::to(server.get("/")).await.body, "built");
}
