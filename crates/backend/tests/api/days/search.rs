//! `GET /api/days?q=`: the search of notes.

use serde_json::{Value, json};

use crate::support::{TestApp, User, dates};

async fn note(user: &User, date: &str, text: &str) {
    let day = json!({ "entries": [], "tasks": [], "note": text });
    user.save(date, day).await.expect(200);
}

/// Encodes what may not stand in a query.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn search(user: &User, q: &str, more: &str) -> Value {
    let path = format!("/api/days?q={}{more}", encoded(q));
    user.get(&path).await.expect(200)
}

fn found(list: &Value) -> Vec<&str> {
    let days = list["days"].as_array().unwrap();
    days.iter()
        .map(|day| day["date"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn case_does_not_matter_in_any_alphabet() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, text) in [
        ("2026-03-01", "Запись о Ёлке"),
        ("2026-03-02", "Zürich, ÉTÉ"),
        ("2026-03-03", "ΟΔΟΣ"),
        ("2026-03-04", "cafe\u{301} au lait"),
        ("2026-03-05", "Two\nlines"),
    ] {
        note(&ann, date, text).await;
    }
    for (q, date) in [
        ("ЗАПИСЬ", "2026-03-01"),
        ("о ёлке", "2026-03-01"),
        ("zÜRICH", "2026-03-02"),
        ("été", "2026-03-02"),
        ("οδος", "2026-03-03"),
        ("CAFÉ", "2026-03-04"),
        ("two lines", "2026-03-05"),
    ] {
        assert_eq!(found(&search(&ann, q, "").await), [date], "{q}");
    }
    for q in ["запись елке", "zurich", "twolines"] {
        assert_eq!(found(&search(&ann, q, "").await), [""; 0], "{q}");
    }
}

#[actix_web::test]
async fn wildcards_are_characters_like_any_other() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    note(&ann, "2026-03-01", "100 % done").await;
    note(&ann, "2026-03-02", "snake_case").await;
    note(&ann, "2026-03-03", r"C:\temp *.txt [a]").await;
    note(&ann, "2026-03-04", "It's \"quoted\"").await;
    for (q, date) in [
        ("%", "2026-03-01"),
        ("0 % d", "2026-03-01"),
        ("_", "2026-03-02"),
        (r"\t", "2026-03-03"),
        ("*.", "2026-03-03"),
        ("[a]", "2026-03-03"),
        ("'", "2026-03-04"),
        ("\"", "2026-03-04"),
    ] {
        assert_eq!(found(&search(&ann, q, "").await), [date], "{q}");
    }
    assert_eq!(found(&search(&ann, "1%e", "").await), [""; 0]);
}

#[actix_web::test]
async fn days_are_found_with_their_summary_recorded_or_not() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    note(&bob, "2026-03-10", "A walk of Bob's").await;
    note(&ann, "2026-03-12", "No walk").await;
    let mut day = ann.day_of(&[("Sleep", 480)]);
    day["note"] = "A walk".into();
    let kpi = ann.save("2026-03-10", day).await.expect(200)["kpi"].clone();
    ann.fall_ill("2026-03-11").await;
    note(&ann, "2026-03-11", "Walked nowhere").await;
    let list = search(&ann, "walk", "").await;
    assert_eq!(
        list,
        json!({
            "days": [
                { "date": "2026-03-12", "kpi": null, "band": null, "exception": null,
                  "exceptionNote": null, "minutes": 0, "plausible": true, "excerpt": "No walk" },
                { "date": "2026-03-11", "kpi": null, "band": null, "exception": "illness",
                  "exceptionNote": "Flu", "minutes": 0, "plausible": true,
                  "excerpt": "Walked nowhere" },
                { "date": "2026-03-10", "kpi": kpi, "band": "needs_attention",
                  "exception": null, "exceptionNote": null, "minutes": 480, "plausible": true,
                  "excerpt": "A walk" },
            ],
            "more": false,
        })
    );
    for (range, count) in [
        ("&from=2026-03-11", 2),
        ("&to=2026-03-11", 2),
        ("&from=2026-03-11&to=2026-03-11", 1),
        ("&from=2000-01-01&to=2200-01-01", 3),
    ] {
        let list = search(&ann, "walk", range).await;
        assert_eq!(found(&list).len(), count, "{range}");
    }
}

#[actix_web::test]
async fn an_empty_text_lists_every_day_with_a_note() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let long = "word ".repeat(100);
    note(&ann, "2026-03-10", &long).await;
    note(&ann, "2026-03-12", "Short\nnote").await;
    ann.save("2026-03-11", ann.day_of(&[("Sleep", 480)]))
        .await
        .expect(200);
    for q in ["", " "] {
        let list = search(&ann, q, "").await;
        assert_eq!(found(&list), ["2026-03-12", "2026-03-10"]);
        assert_eq!(list["days"][0]["excerpt"], "Short note");
        let beginning = format!("{}…", "word ".repeat(32).trim_end());
        assert_eq!(list["days"][1]["excerpt"], beginning.as_str());
    }
    let list = search(&ann, "", "&to=2026-03-11").await;
    assert_eq!(found(&list), ["2026-03-10"]);
}

#[actix_web::test]
async fn the_newest_fifty_come_first_and_the_rest_by_their_date() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let all = dates("2026-01-01", 60);
    for date in &all {
        note(&ann, date, "The same").await;
    }
    let newest_first: Vec<&String> = all.iter().rev().collect();
    let page = search(&ann, "same", "").await;
    assert_eq!(found(&page), newest_first[..50]);
    assert_eq!(page["more"], true);
    let page = search(&ann, "same", &format!("&to={}", newest_first[50])).await;
    assert_eq!(found(&page), newest_first[50..]);
    assert_eq!(page["more"], false);
}

#[actix_web::test]
async fn an_excerpt_is_the_text_around_the_first_occurrence() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let before = "начало ".repeat(40);
    let after = " конец".repeat(40);
    note(
        &ann,
        "2026-03-10",
        &format!("{before}\nИСКОМОЕ\n{after} искомое"),
    )
    .await;
    let list = search(&ann, "искомое", "").await;
    let excerpt = list["days"][0]["excerpt"].as_str().unwrap();
    assert!(excerpt.starts_with("…начало начало"), "{excerpt}");
    assert!(excerpt.contains("начало  ИСКОМОЕ  конец"), "{excerpt}");
    assert!(excerpt.ends_with("конец конец…"), "{excerpt}");
    assert!(excerpt.chars().count() <= 130, "{excerpt}");
}

#[actix_web::test]
async fn a_changed_note_is_found_by_its_new_text_alone() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    note(&ann, "2026-03-10", "Before").await;
    note(&ann, "2026-03-10", "After").await;
    assert_eq!(found(&search(&ann, "before", "").await), [""; 0]);
    assert_eq!(found(&search(&ann, "after", "").await), ["2026-03-10"]);
}
