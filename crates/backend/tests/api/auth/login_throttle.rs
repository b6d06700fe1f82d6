//! The login throttle: per account, per address, across instances.

use std::pin::pin;
use std::thread;
use std::time::{Duration, Instant};

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::{join_all, select};
use serde_json::json;

use crate::support::{Client, Response, TestApp, User};

/// Settings for tests with several client addresses.
const BEHIND_A_PROXY: &[(&str, &str)] = &[("TRUSTED_PROXIES", "127.0.0.1")];

async fn sign_in(client: &Client, email: &str, password: &str) -> Response {
    let credentials = json!({ "email": email, "password": password });
    client.post("/api/auth/login", credentials).await
}

/// The status, and the seconds of Retry-After.
async fn guess(client: &Client, email: &str) -> (u16, String) {
    let response = sign_in(client, email, "a wrong guess").await;
    let seen = (response.status, response.header("retry-after").to_owned());
    if response.status == 429 {
        response.problem(429, "too-many-attempts");
    }
    seen
}

fn wrong() -> (u16, String) {
    (401, String::new())
}

fn wait(seconds: u64) -> (u16, String) {
    (429, seconds.to_string())
}

#[actix_web::test]
async fn after_five_attempts_the_wait_doubles_up_to_a_minute() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    app.user("ann").await;
    // Existing, unknown and invalid accounts look the same.
    for (number, email) in ["ann@example.com", "nobody@example.com", "no address"]
        .iter()
        .enumerate()
    {
        let client = app
            .anonymous()
            .with("x-forwarded-for", &format!("198.51.100.{number}"));
        for _ in 0..5 {
            assert_eq!(guess(&client, email).await, wrong(), "{email}");
        }
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
            assert_eq!(guess(&client, email).await, wait(seconds), "{email}");
            app.wait(TimeDelta::milliseconds(100));
            // Attempts that come too early are not counted.
            assert_eq!(guess(&client, email).await, wait(seconds), "{email}");
            app.wait(TimeDelta::seconds(seconds as i64) - TimeDelta::milliseconds(101));
            assert_eq!(guess(&client, email).await, wait(1), "{email}");
            app.wait(TimeDelta::milliseconds(1));
            assert_eq!(guess(&client, email).await, wrong(), "{email}");
        }
    }
}

#[actix_web::test]
async fn the_owner_waits_a_minute_at_most_and_success_resets_the_counter() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let stranger = app.anonymous().with("x-forwarded-for", "198.51.100.1");
    for _ in 0..30 {
        guess(&stranger, &ann.email).await;
        app.wait(TimeDelta::seconds(60));
    }
    guess(&stranger, &ann.email).await;
    let owner = app.anonymous().with("x-forwarded-for", "203.0.113.1");
    let early = sign_in(&owner, &ann.email, User::PASSWORD).await;
    assert_eq!(early.header("retry-after"), "60");
    early.problem(429, "too-many-attempts");
    app.wait(TimeDelta::seconds(60));
    sign_in(&owner, " ANN@example.com ", User::PASSWORD)
        .await
        .expect(200);
    for _ in 0..5 {
        assert_eq!(guess(&owner, &ann.email).await, wrong());
    }
    assert_eq!(guess(&owner, &ann.email).await, wait(1));
}

#[actix_web::test]
async fn an_address_has_twenty_attempts_at_all_accounts() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let from = |address: &str| app.anonymous().with("x-forwarded-for", address);
    let spraying = from("2001:db8:1:2::1");
    for number in 0..20 {
        let email = format!("user-{number}@example.com");
        assert_eq!(guess(&spraying, &email).await, wrong());
    }
    assert_eq!(guess(&spraying, "another@example.com").await, wait(1));
    // A network counts as one address, and forged entries before it are ignored.
    let neighbour = from("203.0.113.1, 2001:db8:1:2:ffff::9");
    assert_eq!(guess(&neighbour, "another@example.com").await, wait(1));
    let elsewhere = from("2001:db8:1:3::1");
    assert_eq!(guess(&elsewhere, "another@example.com").await, wrong());
    sign_in(&elsewhere, &ann.email, User::PASSWORD)
        .await
        .expect(200);

    // A successful sign-in gains no attempts at other accounts.
    for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
        assert_eq!(guess(&spraying, "x@example.com").await, wait(seconds));
        app.wait(TimeDelta::seconds(seconds as i64));
        sign_in(&spraying, &ann.email, User::PASSWORD)
            .await
            .expect(200);
        let email = format!("user-{seconds}-{}@example.com", app.rows("sessions"));
        assert_eq!(guess(&spraying, &email).await, wrong());
    }
}

#[actix_web::test]
async fn successful_sign_ins_are_refunded_to_the_address() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for _ in 0..40 {
        ann.another_session(&app.anonymous()).await;
    }
    assert_eq!(guess(&app.anonymous(), &ann.email).await, wrong());
}

#[actix_web::test]
async fn concurrent_attempts_at_two_instances_share_one_counter() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let other = app.another_instance().await;
    let clients = [app.anonymous(), other.anonymous()];
    let guesses = (0..30).map(|number| guess(&clients[number % 2], &ann.email));
    let responses = join_all(guesses).await;
    let tried = responses
        .iter()
        .filter(|response| **response == wrong())
        .count();
    assert_eq!(tried, 5, "{responses:?}");
    assert_eq!(responses.iter().filter(|a| **a == wait(1)).count(), 25);
    // The other instance counts them too.
    assert_eq!(guess(&clients[1], &ann.email).await, wait(1));
}

#[actix_web::test]
async fn password_confirmation_is_throttled_too() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let change = json!({ "currentPassword": "a guess", "newPassword": "another one" });
    let deletion = json!({ "email": ann.email, "password": "a guess" });
    for _ in 0..3 {
        let change = ann.put("/api/auth/password", change.clone()).await;
        change.problem(403, "wrong-password");
    }
    for expected in [403, 403, 429] {
        let body = Some(deletion.clone());
        let deleted = ann.request(Method::DELETE, "/api/auth/me", body).await;
        assert_eq!(deleted.status, expected);
    }
    let early = ann.put("/api/auth/password", change).await;
    early.problem(429, "too-many-attempts");
    assert_eq!(guess(&app.anonymous(), &ann.email).await, wait(1));
}

/// Keeps the queue of the hasher full by registrations, so that most other hashing is rejected.
#[actix_web::test]
async fn attempts_are_refunded_when_the_hasher_is_busy() {
    let app = TestApp::with(&[("BCRYPT_ROUNDS", "9")]).await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let crowd = json!({ "email": "crowd@example.com", "password": "12345678", "name": "Crowd" });
    let threads = thread::available_parallelism()
        .map_or(1, usize::from)
        .div_ceil(2);
    let crowd = (0..threads * 20 + 6).map(async |_| {
        loop {
            let anonymous = app.anonymous();
            anonymous.post("/api/auth/register", crowd.clone()).await;
        }
    });
    let change = json!({ "currentPassword": "a guess", "newPassword": "another one" });
    let guess_at = async |whose: usize| match whose {
        0 => guess(&app.anonymous(), &ann.email).await.0,
        _ => bob.put("/api/auth/password", change.clone()).await.status,
    };
    let (mut tried, mut busy) = ([0; 2], [0; 2]);
    let guesses = async {
        while let Some(whose) = busy.iter().position(|times| *times < 6) {
            match guess_at(whose).await {
                503 => busy[whose] += 1,
                401 | 403 => tried[whose] += 1,
                other => panic!("{other} after {tried:?} guesses, {busy:?} times busy"),
            }
        }
    };
    select(pin!(join_all(crowd)), pin!(guesses)).await;
    // Refunded attempts are available again.
    for (whose, tried) in tried.iter_mut().enumerate() {
        loop {
            match guess_at(whose).await {
                429 => break,
                503 => {}
                _ => *tried += 1,
            }
        }
    }
    assert_eq!(tried, [5, 5]);
}

#[actix_web::test]
async fn counters_expire_an_hour_after_the_last_wait() {
    let app = TestApp::start().await;
    let client = app.anonymous();
    for _ in 0..7 {
        guess(&client, "ann@example.com").await;
        app.wait(TimeDelta::seconds(5));
    }
    app.wait(TimeDelta::minutes(60));
    for _ in 0..5 {
        assert_eq!(guess(&client, "ann@example.com").await, wrong());
    }
    assert_eq!(guess(&client, "ann@example.com").await, wait(1));
}

#[actix_web::test]
async fn a_clock_that_is_set_back_locks_nobody_out() {
    for (shown, waits) in [
        // After the attempt at 11:00, the policy's wait.
        ("2026-03-18T11:00:10Z", "50"),
        ("2026-03-18T11:00:00Z", "60"),
        // When the wait began is unknown, so the attempt is made.
        ("2026-03-18T10:59:59Z", ""),
        ("2026-03-18T10:00:00Z", ""),
        ("2025-03-18T10:00:00Z", ""),
    ] {
        let app = TestApp::with(BEHIND_A_PROXY).await;
        let ann = app.user("ann").await;
        for minute in 40..60 {
            app.travel_to(&format!("2026-03-18T10:{minute}:00Z"));
            let stranger = from(&app, &format!("198.51.100.{minute}"));
            assert_eq!(guess(&stranger, &ann.email).await, wrong());
        }
        app.travel_to("2026-03-18T11:00:00Z");
        let stranger = from(&app, "198.51.100.1");
        assert_eq!(guess(&stranger, &ann.email).await, wrong());

        app.travel_to(shown);
        let owner = from(&app, "203.0.113.1");
        let tried = sign_in(&owner, &ann.email, User::PASSWORD).await;
        assert_eq!(tried.header("retry-after"), waits, "{shown}");
        assert_eq!(tried.status, if waits.is_empty() { 200 } else { 429 });
    }
}

#[actix_web::test]
async fn all_spellings_of_an_address_share_one_counter() {
    let app = TestApp::start().await;
    let client = app.anonymous();
    for email in [
        "ann@bücher.example",
        "Ann@BÜCHER.example ",
        "ann@bu\u{308}cher.example",
        "ann@xn--bcher-kva.example",
        "ann@bücher\u{3002}example.",
    ] {
        assert_eq!(guess(&client, email).await, wrong(), "{email}");
    }
    assert_eq!(guess(&client, "ann@bücher.example").await, wait(1));
}

/// Otherwise anybody could send somebody as many mails as registrations are allowed.
#[actix_web::test]
async fn registration_and_deletion_do_not_escape_the_limit_of_mails() {
    let app = TestApp::start().await;
    let register = async |email: &str| {
        let body = json!({ "email": email, "password": User::PASSWORD, "name": "Ann" });
        app.anonymous().post("/api/auth/register", body).await
    };
    let delete = async |session: serde_json::Value, email: &str| {
        let client = app.anonymous().bearing(session["token"].as_str().unwrap());
        let body = json!({ "email": email, "password": User::PASSWORD });
        let deleted = client.request(Method::DELETE, "/api/auth/me", Some(body));
        deleted.await.expect(204);
    };
    for email in ["ann@example.com", " ANN@example.com."] {
        let session = register(email).await.expect(201);
        delete(session, email).await;
    }
    for seconds in [30, 60, 120, 240, 480, 900, 900] {
        let early = register("ann@example.com").await;
        assert_eq!(early.header("retry-after"), seconds.to_string());
        early.problem(429, "too-many-attempts");
        app.wait(TimeDelta::seconds(seconds));
        let session = register("ann@example.com").await.expect(201);
        delete(session, "ann@example.com").await;
    }
    // Others are not affected, and an address that is taken is reported as such.
    register("bob@example.com").await.expect(201);
    for _ in 0..3 {
        register("bob@example.com")
            .await
            .problem(409, "email-taken");
    }
    // Requested mails have a limit of their own, which outlives the account too.
    let forgot = async || {
        let body = json!({ "email": "ann@example.com" });
        let client = app.anonymous();
        client.post("/api/auth/password/forgot", body).await
    };
    app.wait(TimeDelta::seconds(900));
    let session = register("ann@example.com").await.expect(201);
    forgot().await.expect(202);
    forgot().await.expect(202);
    delete(session, "ann@example.com").await;
    forgot().await.problem(429, "too-many-attempts");
}

/// The duration must not reveal which addresses have accounts. Noise only adds to a duration, so the
/// minimum of several measures the work itself; more are taken on a busy machine.
#[actix_web::test]
async fn an_unknown_address_takes_the_same_time() {
    let app = TestApp::with(&[("BCRYPT_ROUNDS", "10")]).await;
    app.user("ann").await;
    assert_alike(&app).await;
}

/// With an account whose hash has another cost.
#[actix_web::test]
async fn an_unknown_address_takes_the_same_time_after_a_change_of_cost() {
    for (before, now) in [("7", "10"), ("10", "7")] {
        let old = TestApp::with(&[("BCRYPT_ROUNDS", before)]).await;
        old.user("ann").await;
        let app = old.another_instance_with(&[("BCRYPT_ROUNDS", now)]).await;
        // The first verification at a higher cost sets the maximum.
        guess(&app.anonymous(), "ann@example.com").await;
        assert_alike(&app).await;
    }
}

/// A missing verification, or one at another of these costs, takes an eighth at most.
async fn assert_alike(app: &TestApp) {
    let names = ["ann@example.com", "nobody@example.com", "no address"];
    let mut shortest = [Duration::MAX; 3];
    let alike = |mut times: [Duration; 3]| {
        times.sort();
        times[0] * 3 > times[2]
    };
    for round in 0..60 {
        if round >= 5 && alike(shortest) {
            break;
        }
        for (time, name) in shortest.iter_mut().zip(names) {
            let asked = Instant::now();
            assert_eq!(guess(&app.anonymous(), name).await, wrong());
            *time = asked.elapsed().min(*time);
            app.wait(TimeDelta::minutes(5));
        }
    }
    assert!(alike(shortest), "{shortest:?}");
}

/// Makes failed attempts until the wait of the account is long.
async fn besiege(app: &TestApp, email: &str) {
    let stranger = from(app, "198.51.100.1");
    while guess(&stranger, email).await == wrong() {}
    assert_eq!(guess(&from(app, "198.51.100.2"), email).await.0, 429);
}

fn from(app: &TestApp, address: &str) -> Client {
    app.anonymous().with("x-forwarded-for", address)
}

#[actix_web::test]
async fn attackers_do_not_lock_the_owner_out_at_a_known_network() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let (home, network) = (from(&app, "2001:db8:1:2::1"), from(&app, "2001:db8:1:2::9"));
    ann.another_session(&home).await;
    besiege(&app, &ann.email).await;
    // Also after the session ended, and from another address of the network.
    ann.post("/api/auth/logout-all", None).await.expect(204);
    ann.another_session(&home).await;
    ann.another_session(&network).await;
    // The counter for other networks is unchanged.
    assert_eq!(
        guess(&from(&app, "198.51.100.2"), &ann.email).await,
        wait(1)
    );

    // Attempts from the known network are counted too.
    for _ in 0..5 {
        assert_eq!(guess(&home, &ann.email).await, wrong());
    }
    assert_eq!(guess(&home, &ann.email).await, wait(1));
    assert_eq!(guess(&network, &ann.email).await, wait(1));
}

#[actix_web::test]
async fn a_network_is_known_for_thirty_days_to_one_account() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let home = from(&app, "203.0.113.1");
    ann.another_session(&home).await;
    besiege(&app, &bob.email).await;
    assert_eq!(guess(&home, &bob.email).await, wait(1));

    app.wait(TimeDelta::days(30) - TimeDelta::seconds(1));
    besiege(&app, &ann.email).await;
    assert_eq!(guess(&home, &ann.email).await, wrong());
    app.wait(TimeDelta::seconds(1));
    besiege(&app, &ann.email).await;
    assert_eq!(guess(&home, &ann.email).await.0, 429);
}

#[actix_web::test]
async fn a_password_change_removes_known_networks() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let (home, elsewhere) = (from(&app, "203.0.113.1"), from(&app, "203.0.113.2"));
    ann.another_session(&elsewhere).await;
    let change = json!({ "currentPassword": User::PASSWORD, "newPassword": User::PASSWORD });
    let ann_at_home = ann.another_session(&home).await;
    ann_at_home
        .put("/api/auth/password", change)
        .await
        .expect(200);
    besiege(&app, &ann.email).await;
    assert_eq!(guess(&elsewhere, &ann.email).await, wait(1));
    ann.another_session(&home).await;
}

#[actix_web::test]
async fn a_link_from_an_email_makes_the_network_known() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let home = from(&app, "203.0.113.1");
    let forgotten = json!({ "email": ann.email });
    home.post("/api/auth/password/forgot", forgotten)
        .await
        .expect(202);
    let token = app.mail.mail().await.token();
    let reset = json!({ "token": token, "password": User::PASSWORD });
    home.post("/api/auth/password/reset", reset)
        .await
        .expect(204);
    // The attacker continues after the link has reset the counter.
    besiege(&app, &ann.email).await;
    ann.another_session(&home).await;
}
