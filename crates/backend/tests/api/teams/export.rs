//! The export of a team.

use serde_json::json;

use super::Team;
use crate::support::{Response, TestApp, User};

async fn export(team: &Team, user: &User, format: &str) -> Response {
    let range = "from=2026-03-01&to=2026-03-31";
    user.get(&team.path(&format!("/export?format={format}&{range}")))
        .await
}

async fn rename(user: &User, name: &str) {
    let profile = json!({
        "name": name, "timeZone": "UTC", "dayStartHour": 0, "language": "en", "theme": "system",
    });
    user.put("/api/auth/me", profile).await.expect(200);
}

#[actix_web::test]
async fn an_export_has_members_their_days_and_goals() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    let kpi = team.member.log("2026-03-16", &[("Sleep", 480)]).await["kpi"].clone();
    team.member.fall_ill("2026-03-17").await;
    team.member.log("2026-03-18", &[("Sleep", 480)]).await;
    let goal = team.goal("Read", 10.0, "books", "entered").await;
    team.enter(&team.member, &goal, "2026-03-10", 2.5)
        .await
        .expect(204);
    let response = export(&team, &team.deputy, "json").await;
    let disposition = "attachment; filename=\"team-2026-03-01-2026-03-31.json\"";
    assert_eq!(response.header("content-disposition"), disposition);
    let exported = response.expect(200);
    let mia = &exported["members"][2];
    assert_eq!(
        (&mia["name"], &mia["role"], &mia["shows"]),
        (&json!("mia"), &json!("member"), &json!("kpi"))
    );
    assert_eq!(mia["days"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&mia["days"][0]["kpi"], &mia["days"][1]["away"]),
        (&kpi, &json!(true))
    );
    assert_eq!(exported["members"][0]["days"], json!([]));
    let progress = &exported["goals"][0]["members"][2];
    assert_eq!(
        (&progress["amount"], &progress["completion"]),
        (&json!(2.5), &json!(25.0))
    );
    let by_default = team.path("/export?from=2026-03-01&to=2026-03-31");
    assert_eq!(team.deputy.get(&by_default).await.expect(200), exported);

    for (query, pointer) in [
        ("?from=2026-01-01&to=2027-01-02", "/to"),
        ("?from=2026-01-02&to=2026-01-01", "/to"),
        ("?from=&to=2026-01-01", "/from"),
        ("?from=2026-01-01&to=2026-01-02&format=xlsx", ""),
        ("", ""),
    ] {
        let path = team.path(&format!("/export{query}"));
        assert_eq!(team.leader.get(&path).await.invalid().0, pointer, "{query}");
    }
}

#[actix_web::test]
async fn no_text_of_a_table_is_a_formula_and_numbers_stay_numbers() {
    let app = TestApp::start().await;
    let team = Team::of(&app).await;
    rename(&team.leader, "=HYPERLINK(\"http://x\",\"a,b\")").await;
    rename(&team.deputy, "-1+2").await;
    rename(&team.member, "  Mia\r\n\"M\", \u{7}Ж\t1").await;
    let goal = team.goal("@SUM(A1:A9)", 0.5, "+km", "entered").await;
    team.enter(&team.member, &goal, "2026-03-10", 0.25)
        .await
        .expect(204);
    team.member.log("2026-03-16", &[("Sleep", 480)]).await;
    let kpi = team.member.day("2026-03-16").await["kpi"].as_f64().unwrap();
    let response = export(&team, &team.leader, "csv").await;
    assert_eq!(response.status, 200);
    assert_eq!(response.header("content-type"), "text/csv; charset=utf-8");
    let disposition = "attachment; filename=\"team-2026-03-01-2026-03-31.csv\"";
    assert_eq!(response.header("content-disposition"), disposition);
    let [lea, dan, mia] = [
        team.leader.id().await,
        team.deputy.id().await,
        team.member.id().await,
    ];
    let name = "\"Mia \"\"M\"\", Ж 1\"";
    let formula = "\"'=HYPERLINK(\"\"http://x\"\",\"\"a,b\"\")\"";
    let goal = "'@SUM(A1:A9),'+km,entered,0.5";
    let expected = [
        "record,id,name,role,date,kpi,away,plausible,goal,unit,source,target,amount,completion"
            .to_owned(),
        format!("member,{lea},{formula},leader,,,,,,,,,,"),
        format!("member,{dan},'-1+2,deputy,,,,,,,,,,"),
        format!("member,{mia},{name},member,,,,,,,,,,"),
        format!("day,{mia},{name},,2026-03-16,{kpi:?},false,true,,,,,,"),
        format!("goal,{lea},{formula},,,,,,{goal},0.0,0.0"),
        format!("goal,{dan},'-1+2,,,,,,{goal},0.0,0.0"),
        format!("goal,{mia},{name},,,,,,{goal},0.25,50.0"),
    ];
    let text = response.text();
    let mut lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(lines.pop(), Some(""));
    assert_eq!(lines, expected);
}

#[actix_web::test]
async fn an_export_without_anybody_who_shows_anything_has_a_header() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let id = ann.create_team("Alone").await;
    super::show(&ann, "nothing").await;
    let path = format!("/api/teams/{id}/export?format=csv&from=2026-03-01&to=2026-03-31");
    let text = ann.get(&path).await.text();
    assert!(text.starts_with("record,id,"), "{text}");
    assert_eq!(text.lines().count(), 2);
}
