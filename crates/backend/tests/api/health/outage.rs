//! Outages of the database.

use std::time::Duration;
use std::{env, fs};

use actix_web::rt::time::{sleep, timeout};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::sql_types::Bool;
use diesel::{Connection, PgConnection, RunQueryDsl};
use futures_util::future::{join, join_all};
use kpi_backend::db::{Database, Migrations};
use serde_json::json;

use crate::support::TestApp;

/// A SQLite file whose folder can't be created acts as an unreachable database, until the folder can be
/// created.
#[actix_web::test]
async fn without_its_database_the_service_responds_503_and_recovers() {
    let place = tempfile::tempdir().unwrap();
    let blocker = place.path().join("folder");
    fs::write(&blocker, "in the way").unwrap();
    let url = format!(
        "sqlite:{}/kpi.db?connection_limit=8&pool_timeout=1",
        blocker.display()
    );
    // In production; in development the response has details.
    let app = TestApp::with(&[
        ("NODE_ENV", "production"),
        ("REDIS_REQUIRED", "false"),
        ("DATABASE_URL", &url),
    ])
    .await;
    let anonymous = app.anonymous();

    anonymous.get("/health/live").await.expect(200);
    let credentials = || json!({ "email": "ann@example.com", "password": "whatever it is" });
    let sign_in = anonymous.post("/api/auth/login", credentials());
    let checks = join_all(
        [
            ("/health", "database"),
            ("/api/health", "database"),
            ("/health/database", "database"),
            ("/health/ready", "migrations"),
        ]
        .map(async |(path, check)| {
            let report = anonymous.get(path).await.expect(503);
            assert_eq!(report["status"], "error", "{path}");
            assert_eq!(report["checks"][check]["status"], "error", "{path}");
            assert!(
                !report.to_string().contains("kpi.db"),
                "internals: {report}"
            );
        }),
    );
    let (answer, _) = join(sign_in, checks).await;
    assert_eq!(answer.header("retry-after"), "5");
    let problem = answer.problem(503, "unavailable");
    assert!(
        !problem.to_string().contains("kpi.db"),
        "internals: {problem}"
    );

    fs::remove_file(&blocker).unwrap();
    app.until("/health/database", 200).await;
    // It is reachable, but has no migrations yet.
    let report = anonymous.get("/health/ready").await.expect(503);
    assert_eq!(report["checks"]["migrations"]["status"], "error");
    let database = Database::new(url.parse().unwrap());
    Migrations::on(&mut database.connection().unwrap())
        .deploy()
        .unwrap();
    app.until("/health/ready", 200).await;
    anonymous
        .post("/api/auth/login", credentials())
        .await
        .problem(401, "wrong-credentials");
}

/// PostgreSQL terminates the connections of the service and rejects new ones for a while. SQLite has no
/// connections that can break, so the test above covers it.
#[actix_web::test]
async fn broken_connections_are_503_and_are_replaced() {
    let app = TestApp::with_pool("connection_limit=1&pool_timeout=1").await;
    let ann = app.user("ann").await;
    let Ok(server) = env::var("TEST_DATABASE_URL") else {
        return;
    };
    let (_, name) = app.database_url().rsplit_once('/').unwrap();
    let mut server = PgConnection::establish(&server).unwrap();
    server
        .batch_execute(&format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ))
        .unwrap();
    for _ in 0..2 {
        let answer = ann.get("/api/auth/me").await;
        assert_eq!(answer.header("retry-after"), "5");
        answer.problem(503, "unavailable");
    }
    app.until("/health/database", 503).await;
    server
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .unwrap();
    app.until("/health/database", 200).await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
}

/// The connection breaks between the query of the session and that of the data, while it waits for a lock.
#[actix_web::test]
async fn a_connection_that_breaks_during_a_request_is_503() {
    let app = TestApp::with_pool("connection_limit=1&pool_timeout=5").await;
    let ann = app.user("ann").await;
    if env::var("TEST_DATABASE_URL").is_err() {
        return;
    }
    let [mut holder, mut server] =
        [(); 2].map(|()| PgConnection::establish(app.database_url()).unwrap());
    holder
        .batch_execute("BEGIN; LOCK TABLE habits IN ACCESS EXCLUSIVE MODE")
        .unwrap();
    let end_the_waiting = async {
        let waiting = sql::<Bool>(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        let mut ended = Vec::new();
        while ended.is_empty() {
            sleep(Duration::from_millis(10)).await;
            ended = waiting.clone().load::<bool>(&mut server).unwrap();
        }
    };
    let (answer, ended) = join(
        ann.get("/api/days/2026-03-10"),
        timeout(Duration::from_secs(30), end_the_waiting),
    )
    .await;
    ended.expect("the request waits for the lock");
    assert_eq!(answer.header("retry-after"), "5");
    answer.problem(503, "unavailable");
    holder.batch_execute("ROLLBACK").unwrap();
    ann.get("/api/days/2026-03-10").await.expect(200);
}
