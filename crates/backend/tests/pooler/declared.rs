//! With `pgbouncer=true`.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::thread;

use chrono::{Days, NaiveDate};
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl};
use serde_json::{Value, json};

use super::{AWAY, PgBouncer, Serving, TestDatabase, backend, exchange, postgres};

const REQUESTS: u64 = 300;

#[derive(QueryableByName)]
struct Shown {
    #[diesel(sql_type = Text)]
    value: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

fn ann(serving: &Serving) -> Value {
    let registration = json!({
        "email": "ann@example.com", "password": "correct horse battery", "name": "Ann",
    });
    let (status, session) = serving.post("/api/auth/register", &registration);
    assert_eq!(status, 201, "{session}");
    session
}

/// One of the requests: days and habits are read and written in turn.
fn request(number: u64, session: &Value, habits: &[Value]) -> String {
    let today: NaiveDate = session["user"]["today"].as_str().unwrap().parse().unwrap();
    let date = today - Days::new(number % 28);
    let mut habit = habits[usize::try_from(number).unwrap() % habits.len()].clone();
    let id = habit["id"].clone();
    let (method, path, body) = match number % 4 {
        0 => ("GET", format!("/api/days/{date}"), Value::Null),
        1 => {
            let entries = json!([{ "habitId": id, "amount": number % 100 }]);
            let day = json!({ "entries": entries, "tasks": [] });
            ("PUT", format!("/api/days/{date}"), day)
        }
        2 => ("GET", "/api/habits".to_owned(), Value::Null),
        _ => {
            let kept = ["name", "category", "quadrant", "target"];
            habit
                .as_object_mut()
                .unwrap()
                .retain(|name, _| kept.contains(&name.as_str()));
            (
                "PUT",
                format!("/api/habits/{}", id.as_str().unwrap()),
                habit,
            )
        }
    };
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let (token, length) = (session["token"].as_str().unwrap(), body.len());
    format!(
        "{method} {path} HTTP/1.1\r\nAuthorization: Bearer {token}\r\nHost: localhost\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

#[test]
fn three_hundred_concurrent_requests_succeed() {
    let Some(database) = postgres(false) else {
        return;
    };
    let pooler = PgBouncer::before(&database);
    let backend = backend(&database, &pooler, "?pgbouncer=true&pool_timeout=60");
    // Without the pooler.
    let direct = super::backend(&database, &pooler, "")
        .and(&[("DATABASE_URL", AWAY), ("DIRECT_URL", database.url())]);
    let deployed = direct.run(&["migrate", "deploy"]);
    assert_eq!(deployed.code, Some(0), "{deployed:?}");

    let serving = backend.serve();
    let session = ann(&serving);
    let (_, habits) = serving.get("/api/habits", session["token"].as_str().unwrap());
    let habits = habits["habits"].as_array().unwrap();
    let together = Barrier::new(usize::try_from(REQUESTS).unwrap());
    let responses: Vec<(u16, Value)> = thread::scope(|scope| {
        let asking: Vec<_> = (0..REQUESTS)
            .map(|number| request(number, &session, habits))
            .map(|request| {
                let (port, together) = (serving.port, &together);
                scope.spawn(move || {
                    together.wait();
                    exchange(port, &request)
                })
            })
            .collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut statuses: BTreeMap<u16, u64> = BTreeMap::new();
    for (status, _) in &responses {
        *statuses.entry(*status).or_default() += 1;
    }
    let failed = responses.iter().find(|(status, _)| *status != 200);
    assert_eq!(statuses, BTreeMap::from([(200, REQUESTS)]), "{failed:?}");

    let (status, report) = serving.get("/health/ready", "");
    assert_eq!(status, 200, "{report}");
    let doctor = backend.run(&["doctor"]);
    assert_eq!(doctor.code, Some(0), "{doctor:?}");
    drop(serving);
    leaves_nothing_in_the_session(&pooler);
}

/// Session settings of one client would leak to others.
fn leaves_nothing_in_the_session(pooler: &PgBouncer) {
    let mut clients =
        [pooler.url(), pooler.url()].map(|url| PgConnection::establish(&url).unwrap());
    // Concurrent transactions, to cover all sessions.
    for client in &mut clients {
        diesel::sql_query("BEGIN").execute(client).unwrap();
    }
    for client in &mut clients {
        let shown: Shown = diesel::sql_query("SELECT current_setting('lock_timeout') AS value")
            .get_result(client)
            .unwrap();
        assert_eq!(shown.value, "0");
    }
}

#[test]
fn without_a_direct_url_migrations_leave_no_lock() {
    let Some(database) = postgres(false) else {
        return;
    };
    let pooler = PgBouncer::before(&database);
    let backend = backend(&database, &pooler, "?pgbouncer=true");
    for said in ["Ran ", "Nothing to do"] {
        let deployed = backend.run(&["migrate", "deploy"]);
        assert_eq!(deployed.code, Some(0), "{deployed:?}");
        assert!(deployed.stdout.contains(said), "{deployed:?}");
    }
    assert_eq!(locks(&database), 0);
    let reverted = backend.run(&["migrate", "revert"]);
    assert_eq!(reverted.code, Some(0), "{reverted:?}");
}

fn locks(database: &TestDatabase) -> i64 {
    let mut conn = PgConnection::establish(database.url()).unwrap();
    let query = "SELECT count(*) AS count FROM pg_locks WHERE locktype = 'advisory' AND \
                 database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let locks: Count = diesel::sql_query(query).get_result(&mut conn).unwrap();
    locks.count
}
