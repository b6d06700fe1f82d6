//! `/api/admin/status`.

use serde_json::json;

use super::administrator;
use crate::support::TestApp;

#[actix_web::test]
async fn the_status_tells_version_database_and_last_backup() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let status = root.get("/api/admin/status").await.expect(200);
    assert_eq!(status["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(status["environment"], "development");
    let is_postgres = app.database_url().starts_with("postgres");
    let database = if is_postgres { "PostgreSQL" } else { "SQLite" };
    assert_eq!(status["database"], database);
    assert_eq!(status["redis"], TestApp::has_redis());
    assert_eq!(status["lastBackup"], json!(null));

    app.execute("INSERT INTO last_backup VALUES (1, '2026-03-17T03:00:00.000000Z', 4096)");
    let status = root.get("/api/admin/status").await.expect(200);
    assert_eq!(
        status["lastBackup"],
        json!({ "madeAt": "2026-03-17T03:00:00Z", "bytes": 4096 })
    );
}
