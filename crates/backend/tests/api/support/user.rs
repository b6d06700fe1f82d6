//! A signed-in user, and accessors of day responses.

use std::collections::HashMap;
use std::ops::Deref;

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::client::{Client, Response};

/// A signed-in user.
pub struct User {
    client: Client,
    /// Address.
    pub email: String,
    /// The session's token.
    pub token: String,
    /// The token of the verification email, if it was sent.
    pub verification: Option<String>,
    habits: HashMap<String, String>,
}

impl Deref for User {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl User {
    /// Every user's password.
    pub const PASSWORD: &str = "correct horse battery";

    pub(super) async fn sign_up(anonymous: Client, name: &str) -> Self {
        let email = format!("{name}@example.com");
        let registration = json!({ "email": email, "password": Self::PASSWORD, "name": name });
        let session = anonymous
            .post("/api/auth/register", registration)
            .await
            .expect(201);
        let token = session["token"].as_str().unwrap().to_owned();
        let mut user = Self {
            client: anonymous.bearing(&token),
            email,
            token,
            verification: None,
            habits: HashMap::new(),
        };
        for habit in user.habits().await {
            user.remember(&habit);
        }
        user
    }

    /// The user's id.
    pub async fn id(&self) -> String {
        let me = self.get("/api/auth/me").await.expect(200);
        me["id"].as_str().unwrap().to_owned()
    }

    /// Asks another user to be friends, by their code.
    pub async fn ask(&self, other: &Self) -> Value {
        let code = other.get("/api/friends/code").await.expect(200);
        self.post("/api/friends/requests", code).await.expect(200)
    }

    /// Becomes friends with another user.
    pub async fn befriend(&self, other: &Self) {
        self.ask(other).await;
        assert_eq!(other.ask(self).await["outcome"], "friends");
    }

    /// Creates a team; its id.
    pub async fn create_team(&self, name: &str) -> String {
        let team = self.post("/api/teams", json!({ "name": name })).await;
        team.expect(201)["id"].as_str().unwrap().to_owned()
    }

    /// Joins a team by the code that its leader sees.
    pub async fn join_team(&self, leader: &Self, team: &str) {
        let seen = leader.get(&format!("/api/teams/{team}")).await.expect(200);
        let join = json!({ "code": seen["joinCode"] });
        self.post("/api/teams/join", join).await.expect(200);
    }

    /// Starts another session of the same user.
    pub async fn another_session(&self, anonymous: &Client) -> Client {
        let credentials = json!({ "email": self.email, "password": Self::PASSWORD });
        let session = anonymous
            .post("/api/auth/login", credentials)
            .await
            .expect(200);
        anonymous.bearing(session["token"].as_str().unwrap())
    }

    /// The habits in use.
    pub async fn habits(&self) -> Vec<Value> {
        let habits = self.get("/api/habits").await.expect(200);
        habits["habits"].as_array().unwrap().clone()
    }

    /// The id of a habit, by its name.
    #[track_caller]
    pub fn habit(&self, name: &str) -> &str {
        &self.habits[name]
    }

    /// Creates a habit; by default at_least, daily, Q2 and health.
    pub async fn make_habit(&mut self, input: Value) -> Value {
        let habit = self
            .post("/api/habits", habit_input(input))
            .await
            .expect(201);
        self.remember(&habit);
        habit
    }

    /// Deletes all habits and creates one.
    pub async fn only_habit(&mut self, input: Value) -> Value {
        for id in std::mem::take(&mut self.habits).into_values() {
            self.delete(&format!("/api/habits/{id}")).await.expect(204);
        }
        self.make_habit(input).await
    }

    fn remember(&mut self, habit: &Value) {
        let text = |name: &str| habit[name].as_str().unwrap().to_owned();
        self.habits.insert(text("name"), text("id"));
    }

    /// The body of a day with minutes of these habits.
    #[track_caller]
    pub fn day_of(&self, minutes: &[(&str, i64)]) -> Value {
        let entries: Vec<Value> = minutes
            .iter()
            .map(|(name, minutes)| json!({ "habitId": self.habit(name), "amount": minutes }))
            .collect();
        json!({ "entries": entries, "tasks": [] })
    }

    /// Saves a day with minutes of these habits and nothing else.
    pub async fn log(&self, date: &str, minutes: &[(&str, i64)]) -> Value {
        self.save(date, self.day_of(minutes)).await.expect(200)
    }

    /// PUTs a day.
    pub async fn save(&self, date: &str, day: Value) -> Response {
        self.put(&format!("/api/days/{date}"), day).await
    }

    /// GETs a day.
    pub async fn day(&self, date: &str) -> Value {
        self.get(&format!("/api/days/{date}")).await.expect(200)
    }

    /// The streak with which a recorded day ends.
    pub async fn streak(&self, habit: &str, date: &str) -> i64 {
        let day = self.day(date).await;
        entry(&day, self.habit(habit))["streak"].as_i64().unwrap()
    }

    /// Marks a day as an illness.
    pub async fn fall_ill(&self, date: &str) -> Value {
        self.put(
            &format!("/api/days/{date}/exception"),
            json!({ "kind": "illness", "note": "Flu" }),
        )
        .await
        .expect(200)
    }
}

/// The data of a habit, with defaults.
pub fn habit_input(given: Value) -> Value {
    let mut input = json!({
        "name": "Walking", "category": "health", "quadrant": "Q2", "target": 60,
    });
    for (name, value) in given.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

/// The entry of a habit; null where the day has none.
pub fn entry<'a>(day: &'a Value, habit: &str) -> &'a Value {
    let entries = day["entries"].as_array().unwrap();
    entries
        .iter()
        .find(|entry| entry["habitId"] == habit)
        .unwrap_or(&Value::Null)
}

/// The points of a term in a day's explanation; null where it did not fire.
pub fn term<'a>(explanation: &'a Value, code: &str) -> &'a Value {
    let terms = explanation["terms"].as_array().unwrap();
    terms
        .iter()
        .find(|term| term["code"] == code)
        .map_or(&Value::Null, |term| &term["points"])
}

/// This many dates from the first.
pub fn dates(from: &str, count: usize) -> Vec<String> {
    let from: NaiveDate = from.parse().unwrap();
    from.iter_days()
        .take(count)
        .map(|date| date.to_string())
        .collect()
}
