//! What each relation reads of Ann: every GET of the description, with her ids, as she shows nothing, the KPI alone,
//! and the KPI and habits.

use super::relations::{HABIT, NAME, Relations, SECRETS, table};
use super::table::{Row, TABLE};
use crate::support::{TestApp, User};

/// The three steps of sharing.
const STEPS: [&str; 3] = ["nothing", "kpi", "habits"];

/// How much of Ann the response to a row tells: `h`abits, the `k`PI, her `n`ame, or nothing of her.
async fn told(row: &Row, relations: &Relations, reader: &User) -> char {
    let response = row.send(reader, &relations.ids).await;
    let text = response.text();
    for secret in SECRETS {
        let own = secret == "@example.com" && !text.contains(&relations.ann.email);
        assert!(
            own || !text.contains(secret),
            "{} as {}: {text}",
            row.operation(),
            reader.email
        );
    }
    if text.contains(HABIT) {
        'h'
    } else if text.contains(&format!(":{}", relations.kpi)) {
        'k'
    } else if text.contains(NAME) || text.contains(&relations.ids.friend) {
        'n'
    } else {
        '-'
    }
}

#[actix_web::test]
async fn each_relation_reads_what_the_table_says() {
    let app = TestApp::start().await;
    let relations = Relations::of(&app).await;
    let _online = relations.ann.socket().await;
    let rows: Vec<&Row> = TABLE.iter().filter(|row| row.method == "GET").collect();
    let mut cells = vec![vec![String::new(); relations.others.len()]; rows.len()];
    for step in STEPS {
        relations.show(step).await;
        for (row, cells) in rows.iter().zip(&mut cells) {
            for (reader, cell) in relations.others.iter().zip(cells) {
                cell.push(told(row, &relations, reader).await);
            }
        }
    }
    let lines: Vec<_> = rows
        .iter()
        .zip(cells)
        .filter(|(_, cells)| cells.iter().any(|cell| cell != "---"))
        .map(|(row, cells)| (row.operation(), cells))
        .collect();
    insta::assert_snapshot!(table(&lines), @"
                                            | stranger | requester | friend | blocked | blocked-mate | member | deputy | leader | removed
GET /api/friends                            | ---      | nnn       | nkk    | ---     | ---          | ---    | ---    | ---    | ---
GET /api/friends/messages                   | ---      | ---       | nnn    | ---     | ---          | ---    | ---    | ---    | ---
GET /api/friends/{id}/progress              | ---      | ---       | nkh    | ---     | ---          | ---    | ---    | ---    | ---
GET /api/teams/{id}/members                 | ---      | ---       | ---    | ---     | nnn          | nnn    | nnn    | nnn    | ---
GET /api/teams/{id}/members/{user}/progress | ---      | ---       | ---    | ---     | ---          | ---    | nkh    | nkh    | ---
GET /api/teams/{id}/goals/{goal}            | ---      | ---       | ---    | ---     | ---          | ---    | -nn    | -nn    | ---
GET /api/teams/{id}/leaderboard             | ---      | ---       | ---    | ---     | ---          | -kk    | -kk    | -kk    | ---
GET /api/teams/{id}/analytics               | ---      | ---       | ---    | ---     | ---          | ---    | -kk    | -kk    | ---
GET /api/teams/{id}/export                  | ---      | ---       | ---    | ---     | ---          | ---    | nkk    | nkk    | ---
GET /api/teams/{id}/activity                | ---      | ---       | ---    | ---     | nnn          | nnn    | nnn    | nnn    | ---
GET /api/notifications                      | ---      | ---       | nnn    | ---     | ---          | ---    | ---    | nnn    | ---
GET /api/realtime/presence                  | ---      | ---       | -nn    | ---     | ---          | -nn    | -nn    | -nn    | ---
");
}
