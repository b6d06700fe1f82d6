//! The authenticate phase.

use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kpi_common::access_token::AccessTokens;
use kpi_common::session_token::{AUDIENCE, Claims, ISSUER, TOKEN_TYPE};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{TestGateway, assert_problem, fields, status};

pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
/// The secret part of access tokens.
const RANDOM: &str = "0123456789abcdefghijklmnopqrst";
const FAR: i64 = 4_000_000_000;

fn claims(user: Uuid) -> Value {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: user,
        jti: Uuid::now_v7(),
        ver: 0,
        iat: 0,
        exp: FAR,
        nbf: None,
    };
    serde_json::to_value(claims).unwrap()
}

fn session() -> Header {
    Header {
        typ: Some(TOKEN_TYPE.to_owned()),
        ..Header::new(Algorithm::HS256)
    }
}

fn sign(header: &Header, claims: &Value) -> String {
    jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(SECRET.as_bytes())).unwrap()
}

/// A valid token.
pub(crate) fn token_of(user: Uuid) -> String {
    sign(&session(), &claims(user))
}

/// A valid access token.
pub(crate) fn access_token_of(user: Uuid) -> String {
    AccessTokens::new(&SECRET.into()).token(user, RANDOM)
}

async fn gateway() -> TestGateway {
    TestGateway::with(&[("JWT_SECRET", SECRET)]).await
}

fn get(path: &str, more: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: gateway\r\n{more}\r\n")
}

#[actix_web::test]
async fn requests_without_credentials_are_rejected_before_the_backend() {
    let gateway = gateway().await;
    for path in [
        "/api/habits",
        "/api",
        "/%61pi/habits",
        "/api/unknown",
        "/api%2Fhabits",
        "/%68ealth",
    ] {
        let (head, body) =
            assert_problem(&mut gateway.send_request(&get(path, "")).await, 401).await;
        assert_eq!(fields(&head, "www-authenticate"), ["Bearer"], "{path}");
        assert!(body.contains("/problems/unauthorized"), "{body}");
    }
}

#[actix_web::test]
async fn public_operations_of_the_description_need_no_credentials() {
    let gateway = gateway().await;
    for path in [
        "/api/health",
        "/health",
        "/api/docs",
        "/api/docs/index.css",
        "/api/openapi.json",
    ] {
        let (_, head, _) = gateway.exchange(&get(path, ""), EMPTY).await;
        assert_eq!(status(&head), 200, "{path}");
    }
    for path in ["/api/auth/login", "/api/auth/register"] {
        let post = format!("POST {path} HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n");
        let (_, head, _) = gateway.exchange(&post, EMPTY).await;
        assert_eq!(status(&head), 200, "{path}");
    }
    let mut client = gateway.send_request(&get("/", "")).await;
    gateway.frontend.respond(EMPTY).await;
    assert_eq!(status(&client.head().await), 200);
}

#[actix_web::test]
async fn a_session_token_is_accepted_and_forwarded() {
    let gateway = gateway().await;
    let token = token_of(Uuid::now_v7());
    let request = get("/api/habits", &format!("Authorization: Bearer {token}\r\n"));
    let (seen, head, _) = gateway.exchange(&request, EMPTY).await;
    assert_eq!(status(&head), 200);
    assert_eq!(fields(&seen, "authorization"), [format!("Bearer {token}")]);
}

#[actix_web::test]
async fn access_tokens_are_forwarded_unless_they_were_made_up() {
    let gateway = gateway().await;
    let token = access_token_of(Uuid::now_v7());
    for scheme in ["Bearer", "bearer", "Bearer "] {
        let request = get(
            "/api/habits",
            &format!("Authorization: {scheme} {token}\r\n"),
        );
        let (seen, head, _) = gateway.exchange(&request, EMPTY).await;
        assert_eq!(status(&head), 200);
        assert!(fields(&seen, "authorization")[0].ends_with(&token));
    }
    // It is no cookie, so that the origin of a page does not matter.
    let put = format!(
        "PUT /api/days/today HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\
         Sec-Fetch-Site: cross-site\r\nAuthorization: Bearer {token}\r\n\r\n"
    );
    let (_, head, _) = gateway.exchange(&put, EMPTY).await;
    assert_eq!(status(&head), 200);

    let foreign = AccessTokens::new(&"another secret".into());
    let foreign = foreign.token(Uuid::now_v7(), RANDOM);
    for invalid in ["kpi_pat_0123", &token[..87], &foreign] {
        let request = get(
            "/api/habits",
            &format!("Authorization: Bearer {invalid}\r\n"),
        );
        assert_problem(&mut gateway.send_request(&request).await, 401).await;
    }
    let cookie = get("/api/habits", &format!("Cookie: kpi_session={token}\r\n"));
    assert_problem(&mut gateway.send_request(&cookie).await, 401).await;
    let query = get(&format!("/api/habits?access_token={token}"), "");
    assert_problem(&mut gateway.send_request(&query).await, 401).await;
}

#[actix_web::test]
async fn forged_and_expired_tokens_are_rejected() {
    let gateway = gateway().await;
    let good = claims(Uuid::now_v7());
    let mut bad = vec![
        sign(&Header::new(Algorithm::HS256), &good),
        sign(
            &Header {
                alg: Algorithm::HS512,
                ..session()
            },
            &good,
        ),
        "eyJhbGciOiJub25lIiwidHlwIjoia3BpLXNlc3Npb24rand0In0.e30.".to_owned(),
        "x".to_owned(),
    ];
    for (claim, value) in [
        ("exp", json!(1_000_000_000)),
        ("nbf", json!(FAR)),
        ("iss", json!("someone")),
        ("aud", json!("someone")),
        ("sub", json!("admin")),
    ] {
        let mut claims = good.clone();
        claims[claim] = value;
        bad.push(sign(&session(), &claims));
    }
    for token in bad {
        let request = get("/api/habits", &format!("Authorization: Bearer {token}\r\n"));
        assert_problem(&mut gateway.send_request(&request).await, 401).await;
    }
    let identity = get(
        "/api/habits",
        "X-User-Id: 1\r\nX_User_Id: 1\r\nAuthorization: Basic eDp4\r\n",
    );
    assert_problem(&mut gateway.send_request(&identity).await, 401).await;
}

#[actix_web::test]
async fn without_the_secret_only_the_backend_authenticates() {
    let gateway = TestGateway::new().await;
    let (_, head, _) = gateway.exchange(&get("/api/habits", ""), EMPTY).await;
    assert_eq!(status(&head), 200);
}

#[actix_web::test]
async fn a_session_cookie_is_a_credential_of_the_own_origin() {
    let gateway = gateway().await;
    let cookie = format!("Cookie: a=1; kpi_session={}\r\n", token_of(Uuid::now_v7()));
    let put = |more: &str| {
        let head = "PUT /api/days/today HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n";
        format!("{head}{cookie}{more}\r\n")
    };
    for request in [
        get("/api/habits", &cookie),
        put("Sec-Fetch-Site: same-origin\r\n"),
        put("Origin: http://gateway\r\n"),
    ] {
        let (upstream, head, _) = gateway.exchange(&request, EMPTY).await;
        assert_eq!(status(&head), 200, "{request}");
        assert!(fields(&upstream, "cookie")[0].contains("kpi_session="));
    }
    for more in [
        "",
        "Sec-Fetch-Site: same-site\r\n",
        "Origin: http://evil.example\r\n",
    ] {
        let response = &mut gateway.send_request(&put(more)).await;
        let (_, body) = assert_problem(response, 403).await;
        assert!(body.contains("/problems/foreign-origin"), "{body}");
    }
    let forged = get("/api/habits", "Cookie: kpi_session=x\r\n");
    assert_problem(&mut gateway.send_request(&forged).await, 401).await;
}
