//! What the operator's page tells.

use crate::support::{Answer, TestServer};

#[actix_web::test]
async fn requests_are_counted_and_files_are_one_route() {
    let server = TestServer::with(&[("FRONTEND_METRICS_PORT", "0")]);
    server.write("index.html", "<!doctype html>");
    server.write("favicon.svg", "<svg/>");
    for path in ["/health", "/favicon.svg", "/", "/nowhere.js", "/metrics"] {
        Answer::to(server.get(path)).await;
    }
    let told = server.metrics().await;
    for line in [
        r#"frontend_requests_total{method="GET",route="/health",status="200"} 1"#,
        r#"frontend_requests_total{method="GET",route="none",status="200"} 2"#,
        r#"frontend_requests_total{method="GET",route="none",status="404"} 2"#,
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(!told.contains("favicon"), "{told}");
}
