//! How often passwords can be tried: by account, by address, over several instances.

use std::pin::pin;
use std::thread;
use std::time::{Duration, Instant};

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::{join_all, select};
use serde_json::json;

use crate::support::{Client, Response, TestApp, User};

/// Tests that speak from several addresses.
const BEHIND_A_PROXY: &[(&str, &str)] = &[("TRUSTED_PROXIES", "127.0.0.1")];

async fn sign_in(client: &Client, email: &str, password: &str) -> Response {
    let credentials = json!({ "email": email, "password": password });
    client.post("/api/auth/login", credentials).await
}

/// The status, and how long one has to wait.
async fn guess(client: &Client, email: &str) -> (u16, String) {
    let answer = sign_in(client, email, "a wrong guess").await;
    let seen = (answer.status, answer.header("retry-after").to_owned());
    if answer.status == 429 {
        answer.problem(429, "too-many-attempts");
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
async fn five_are_free_and_then_each_waits_twice_as_long_up_to_a_minute() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    app.user("ann").await;
    // What is known looks like what is not, and like what can't be.
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
            // Those that come too early don't count.
            assert_eq!(guess(&client, email).await, wait(seconds), "{email}");
            app.wait(TimeDelta::seconds(seconds as i64) - TimeDelta::milliseconds(101));
            assert_eq!(guess(&client, email).await, wait(1), "{email}");
            app.wait(TimeDelta::milliseconds(1));
            assert_eq!(guess(&client, email).await, wrong(), "{email}");
        }
    }
}

#[actix_web::test]
async fn the_owner_waits_a_minute_at_most_and_then_all_is_forgotten() {
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
async fn an_address_has_twenty_whoever_it_tries() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let from = |address: &str| app.anonymous().with("x-forwarded-for", address);
    let spraying = from("2001:db8:1:2::1");
    for number in 0..20 {
        let email = format!("user-{number}@example.com");
        assert_eq!(guess(&spraying, &email).await, wrong());
    }
    assert_eq!(guess(&spraying, "another@example.com").await, wait(1));
    // A network is one address, and what was forged in front of it does not matter.
    let neighbour = from("203.0.113.1, 2001:db8:1:2:ffff::9");
    assert_eq!(guess(&neighbour, "another@example.com").await, wait(1));
    let elsewhere = from("2001:db8:1:3::1");
    assert_eq!(guess(&elsewhere, "another@example.com").await, wrong());
    sign_in(&elsewhere, &ann.email, User::PASSWORD)
        .await
        .expect(200);

    // An account of one's own buys no guesses at others'.
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
async fn signing_in_costs_an_address_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for _ in 0..40 {
        ann.another_session(&app.anonymous()).await;
    }
    assert_eq!(guess(&app.anonymous(), &ann.email).await, wrong());
}

#[actix_web::test]
async fn of_many_at_once_over_two_instances_five_are_tried() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let other = app.another_instance().await;
    let clients = [app.anonymous(), other.anonymous()];
    let guesses = (0..30).map(|number| guess(&clients[number % 2], &ann.email));
    let answers = join_all(guesses).await;
    let tried = answers.iter().filter(|answer| **answer == wrong()).count();
    assert_eq!(tried, 5, "{answers:?}");
    assert_eq!(answers.iter().filter(|a| **a == wait(1)).count(), 25);
    // The other instance knows.
    assert_eq!(guess(&clients[1], &ann.email).await, wait(1));
}

#[actix_web::test]
async fn a_stolen_session_has_no_more_guesses_at_the_password() {
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

/// As many as can wait for the hasher, and a few more, sign up without end: there is next to no time
/// for anybody's password.
#[actix_web::test]
async fn what_the_hasher_has_no_time_for_is_not_counted() {
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
    // Of each one's five, those are left that were not tried.
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
async fn counts_are_forgotten_and_their_rows_go() {
    let app = TestApp::start().await;
    let client = app.anonymous();
    for _ in 0..7 {
        guess(&client, "ann@example.com").await;
        app.wait(TimeDelta::seconds(5));
    }
    guess(&client, "bob@example.com").await;
    assert_eq!(app.rows("attempts"), 3);
    app.wait(TimeDelta::minutes(59));
    guess(&client, "carol@example.com").await;
    assert_eq!(app.rows("attempts"), 4);
    app.wait(TimeDelta::minutes(2));
    guess(&client, "dora@example.com").await;
    assert_eq!(app.rows("attempts"), 3, "the address, carol and dora");
    for _ in 0..5 {
        assert_eq!(guess(&client, "ann@example.com").await, wrong());
    }
    assert_eq!(guess(&client, "ann@example.com").await, wait(1));
}

/// Whoever could tell by the time which addresses have accounts need not guess. Noise only ever
/// adds to a time, so the shortest of several says what the work itself takes; of more where the
/// machine is busy with others.
#[actix_web::test]
async fn an_unknown_address_costs_the_same_hashing() {
    let app = TestApp::with(&[("BCRYPT_ROUNDS", "10")]).await;
    app.user("ann").await;
    assert_alike(&app).await;
}

/// Of an account whose hash was made at another cost.
#[actix_web::test]
async fn an_unknown_address_costs_the_same_hashing_when_the_cost_was_changed() {
    for (before, now) in [("7", "10"), ("10", "7")] {
        let old = TestApp::with(&[("BCRYPT_ROUNDS", before)]).await;
        old.user("ann").await;
        let app = old.another_instance_with(&[("BCRYPT_ROUNDS", now)]).await;
        // It learns by the first dearer one how dear they can be.
        guess(&app.anonymous(), "ann@example.com").await;
        assert_alike(&app).await;
    }
}

/// A comparison that is left out, or is of another of these costs, takes an eighth at most.
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

/// Has a stranger guess until the account's next attempt is far away.
async fn besiege(app: &TestApp, email: &str) {
    let stranger = from(app, "198.51.100.1");
    while guess(&stranger, email).await == wrong() {}
    assert_eq!(guess(&from(app, "198.51.100.2"), email).await.0, 429);
}

fn from(app: &TestApp, address: &str) -> Client {
    app.anonymous().with("x-forwarded-for", address)
}

#[actix_web::test]
async fn strangers_keep_nobody_out_where_the_account_has_been_signed_in_to() {
    let app = TestApp::with(BEHIND_A_PROXY).await;
    let ann = app.user("ann").await;
    let (home, network) = (from(&app, "2001:db8:1:2::1"), from(&app, "2001:db8:1:2::9"));
    ann.another_session(&home).await;
    besiege(&app, &ann.email).await;
    // Also after the session has ended, and from the next address of the network.
    ann.post("/api/auth/logout-all", None).await.expect(204);
    ann.another_session(&home).await;
    ann.another_session(&network).await;
    // The strangers' count is as it was.
    assert_eq!(
        guess(&from(&app, "198.51.100.2"), &ann.email).await,
        wait(1)
    );

    // Guesses from there are counted, too.
    for _ in 0..5 {
        assert_eq!(guess(&home, &ann.email).await, wrong());
    }
    assert_eq!(guess(&home, &ann.email).await, wait(1));
    assert_eq!(guess(&network, &ann.email).await, wait(1));
}

#[actix_web::test]
async fn a_network_is_known_for_thirty_days_and_to_its_own_account() {
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
async fn with_the_password_the_networks_are_forgotten() {
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
async fn a_link_from_a_mail_lets_in_where_it_is_followed() {
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
    // They go on as soon as the link has taken their guesses back.
    besiege(&app, &ann.email).await;
    ann.another_session(&home).await;
}
