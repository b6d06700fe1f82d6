//! `/api/friends`.

mod blocking;
mod messages;
mod requests;
mod sharing;

use serde_json::Value;

use crate::support::User;

/// What [`all_names`] has without anybody.
const NOBODY: [Vec<String>; 4] = [const { Vec::new() }; 4];

/// The names in a list of the friends' page.
async fn names(user: &User, list: &str) -> Vec<String> {
    let friends = user.get("/api/friends").await.expect(200);
    names_in(&friends[list])
}

fn names_in(list: &Value) -> Vec<String> {
    let people = list.as_array().unwrap().iter();
    people
        .map(|person| person["name"].as_str().unwrap().to_owned())
        .collect()
}

/// The names of friends, of those who ask, of those who were asked, and of the blocked.
async fn all_names(user: &User) -> [Vec<String>; 4] {
    let friends = user.get("/api/friends").await.expect(200);
    ["friends", "incoming", "outgoing", "blocked"].map(|list| names_in(&friends[list]))
}
