//! Asking for health is no way to load the database.

use futures_util::future::join_all;

use crate::support::TestApp;

#[actix_web::test]
async fn two_hundred_questions_at_once_are_one_or_two_to_the_database() {
    let app = TestApp::start().await;
    // The connection's own settings are statements too.
    app.user("ann").await;
    for (path, most) in [("/health", 2), ("/api/health", 2), ("/health/database", 2)] {
        let before = app.statements().await;
        let anonymous = app.anonymous();
        let reports = join_all((0..200).map(|_| anonymous.get(path))).await;
        for report in reports {
            report.expect(200);
        }
        let asked = app.statements().await - before;
        assert!(asked <= most, "{path}: {asked} statements");
    }
    assert!(app.statements().await > 0, "nothing was counted");
}
