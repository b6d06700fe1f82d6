//! Timeouts, deadlocks and lost connections on PostgreSQL are 503 with Retry-After.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use actix_web::rt;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};
use kpi_backend::db::{
    Database, DatabaseError, DatabaseKind, DatabaseUrl, DbConnection, Migrations,
};

use crate::support::TestDatabase;

/// A pool on PostgreSQL with this `statement_timeout`; `None` when the tests run on SQLite.
fn postgres(database: &TestDatabase, limit: Option<Duration>) -> Option<Database> {
    let mut url: DatabaseUrl = database.url().parse().unwrap();
    url.statement_timeout = limit;
    url.connection_limit = 2;
    (url.kind == DatabaseKind::Postgres).then(|| Database::new(url))
}

fn run(conn: &mut DbConnection, statements: &str) -> Result<(), DatabaseError> {
    Ok(conn.batch_execute(statements)?)
}

/// The `statement_timeout` as the server shows it.
fn limit(conn: &mut DbConnection) -> String {
    #[derive(QueryableByName)]
    struct Limit {
        #[diesel(sql_type = Text)]
        statement_timeout: String,
    }
    let query = sql_query("SHOW statement_timeout");
    query.get_result::<Limit>(conn).unwrap().statement_timeout
}

/// Whether a session has waited for such a lock for longer than the limit.
fn is_one_waiting(conn: &mut DbConnection) -> bool {
    #[derive(QueryableByName)]
    struct Waiting {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let query = sql_query(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' \
         AND datname = current_database() AND now() - query_start > interval '100 ms'",
    );
    query.get_result::<Waiting>(conn).unwrap().count == 1
}

#[actix_web::test]
async fn statement_timeout_applies_to_queries_and_not_to_migrations() {
    let database = TestDatabase::create(true);
    let Some(db) = postgres(&database, Some(Duration::from_millis(50))) else {
        return;
    };
    // Inside a transaction and outside.
    let alone = db.query(|conn| run(conn, "SELECT pg_sleep(60)")).await;
    let within = db.write(|conn| run(conn, "SELECT pg_sleep(60)")).await;
    for ended in [alone, within] {
        assert!(matches!(ended, Err(DatabaseError::Busy(_))), "{ended:?}");
    }
    let (mut conn, mut holder) = (db.connection().unwrap(), db.connection().unwrap());
    assert_eq!(limit(&mut conn), "50ms");
    // Another session migrates for longer than the statement timeout.
    run(&mut holder, "SELECT pg_advisory_lock(8251740316)").unwrap();
    thread::scope(|scope| {
        let waiting = scope.spawn(|| Migrations::on(&mut conn).deploy());
        while !is_one_waiting(&mut holder) {}
        run(&mut holder, "SELECT pg_advisory_unlock(8251740316)").unwrap();
        waiting.join().unwrap().unwrap();
    });
}

#[actix_web::test]
async fn a_lock_timeout_is_reported_as_busy() {
    let database = TestDatabase::create(true);
    let Some(db) = postgres(&database, None) else {
        return;
    };
    let mut holder = db.connection().unwrap();
    run(&mut holder, "SELECT pg_advisory_lock(1)").unwrap();
    let waiting = "SET LOCAL lock_timeout = '50ms'; SELECT pg_advisory_xact_lock(1)";
    let waited = db.write(|conn| run(conn, waiting)).await;
    assert!(matches!(waited, Err(DatabaseError::Busy(_))), "{waited:?}");
}

#[actix_web::test]
async fn a_deadlock_is_reported_as_busy() {
    let database = TestDatabase::create(true);
    let Some(db) = postgres(&database, None) else {
        return;
    };
    let both = Arc::new(Barrier::new(2));
    let tasks = [(1, 2), (2, 1)].map(|(first, second)| {
        let (db, both) = (db.clone(), Arc::clone(&both));
        rt::spawn(async move {
            db.write(move |conn| {
                run(conn, &format!("SELECT pg_advisory_xact_lock({first})"))?;
                both.wait();
                run(conn, &format!("SELECT pg_advisory_xact_lock({second})"))
            })
            .await
        })
    });
    let mut ended = Vec::new();
    for task in tasks {
        ended.push(task.await.unwrap());
    }
    let busy = |end: &&Result<(), DatabaseError>| matches!(end, Err(DatabaseError::Busy(_)));
    assert_eq!(ended.iter().filter(busy).count(), 1, "{ended:?}");
    assert_eq!(ended.iter().filter(|end| end.is_ok()).count(), 1);
}

#[actix_web::test]
async fn a_connection_lost_at_commit_is_503() {
    let database = TestDatabase::create(true);
    let Some(db) = postgres(&database, None) else {
        return;
    };
    let lost = db
        .write(|conn| {
            run(
                conn,
                "CREATE TEMPORARY TABLE last_words (id int);
                 CREATE FUNCTION pg_temp.leave() RETURNS trigger LANGUAGE plpgsql AS
                     'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
                 CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON last_words
                     DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.leave();
                 INSERT INTO last_words VALUES (1)",
            )
        })
        .await;
    assert!(matches!(lost, Err(DatabaseError::Lost(_))), "{lost:?}");
    db.query(|conn| run(conn, "SELECT 1")).await.unwrap();
}
