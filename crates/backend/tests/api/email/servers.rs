//! Mail servers of all kinds: each refusal is one sentence with the server, the step and a cure.

use super::mailer::TestMailer;
use crate::support::{Authority, Fault, Protection, SmtpServer, Ways};

const CREDENTIALS: [(&str, &str); 2] = [("SMTP_USER", "kpi"), ("SMTP_PASS", "hunter2")];
const LOCALHOST: (&str, &str) = ("SMTP_HOST", "localhost");

/// Sends an email, and returns the kind of the failure and the sentence, without host and port.
async fn failure(server: &SmtpServer, settings: &[(&str, &str)]) -> (String, String) {
    failure_of(&TestMailer::with(server, settings), server).await
}

async fn failure_of(mailer: &TestMailer, server: &SmtpServer) -> (String, String) {
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    let (kind, detail) = (mailer.failure(), mailer.detail());
    assert!(
        !detail.contains("hunter2") && !detail.contains("ann@"),
        "{detail}"
    );
    let stored = format!("{}: {detail}", kind.as_str());
    let rows = mailer.rows();
    let mut stored_errors = rows.iter().map(|row| row.last_error.as_deref());
    assert!(
        stored_errors.any(|error| error == Some(&*stored)),
        "{rows:?}"
    );
    let (host, sentence) = detail.split_once(&format!(":{}: ", server.port())).unwrap();
    assert!(["localhost", "127.0.0.1"].contains(&host), "{detail}");
    (kind.as_str().to_owned(), sentence.to_owned())
}

#[actix_web::test]
async fn a_refused_greeting_shows_the_reply_and_loses_no_mail() {
    let refusal = "504 5.5.2 <[127.0.0.1]>: Helo command rejected: need fully-qualified hostname";
    for (refusal, kind) in [
        (refusal, "unsuitable"),
        ("450 4.7.1 Host not found", "deferred"),
    ] {
        let server = SmtpServer::with(Ways {
            refusal: Some(refusal),
            ..Ways::default()
        });
        let expected = format!(
            "the greeting was refused: {refusal}; if it is about the name, set SMTP_HELO_NAME to a \
             full host name"
        );
        assert_eq!(failure(&server, &[]).await, (kind.to_owned(), expected));
    }
}

#[actix_web::test]
async fn the_greeting_has_the_name_that_is_set_or_that_of_the_app() {
    let server = SmtpServer::start();
    for (settings, name) in [
        (
            &[("FRONTEND_URL", "https://kpi.example.com")][..],
            "kpi.example.com",
        ),
        (
            &[("FRONTEND_URL", "http://192.168.1.10:30002")],
            "example.com",
        ),
        (&[("SMTP_HELO_NAME", "mx.example.net")], "mx.example.net"),
    ] {
        let mailer = TestMailer::with(&server, settings);
        mailer.queue("ann@example.com").await;
        mailer.send_all().await;
        assert_eq!(server.mail().await.greeting, name);
    }
}

#[actix_web::test]
async fn a_server_without_a_usable_sign_in_is_named() {
    for offer in ["AUTH XOAUTH2", "AUTH CRAM-MD5", "AUTH=LOGIN PLAIN"] {
        let server = SmtpServer::with(Ways {
            login: Some(("PLAIN", "kpi", "hunter2")),
            offer: Some(offer),
            ..Ways::default()
        });
        let expected = "the server offers no sign-in with a password (AUTH PLAIN or LOGIN); allow it \
                        there, as with an app password, or leave out SMTP_USER and SMTP_PASS";
        let found = failure(&server, &CREDENTIALS).await;
        assert_eq!(
            found,
            ("unsuitable".to_owned(), expected.to_owned()),
            "{offer}"
        );
    }
    let server = SmtpServer::with(Ways {
        login: Some(("PLAIN", "kpi", "another")),
        ..Ways::default()
    });
    let refused = "the sign-in was refused: 535 5.7.8; check SMTP_USER and SMTP_PASS";
    let found = failure(&server, &CREDENTIALS).await;
    assert_eq!(found, ("unauthenticated".to_owned(), refused.to_owned()));
    let missing = "the sign-in was refused: 530 5.7.0; check SMTP_USER and SMTP_PASS";
    let found = failure(&server, &[]).await;
    assert_eq!(found, ("unauthenticated".to_owned(), missing.to_owned()));
}

#[actix_web::test]
async fn a_password_may_have_any_character() {
    for password in ["pässwörd", "ends in a blank ", "a'\"\\$#%"] {
        let server = SmtpServer::with(Ways {
            login: Some(("LOGIN", "kpi", password)),
            ..Ways::default()
        });
        let mailer = TestMailer::with(&server, &[("SMTP_USER", "kpi"), ("SMTP_PASS", password)]);
        mailer.queue("ann@example.com").await;
        mailer.send_all().await;
        assert_eq!(
            server.mail().await.user.as_deref(),
            Some("kpi"),
            "{password}"
        );
    }
}

#[actix_web::test]
async fn a_wrong_kind_of_tls_is_named() {
    let authority = Authority::new();
    let file = authority.file();
    let file = ("SMTP_CA_FILE", file.to_str().unwrap());
    let with = |protection, common_name_only| {
        SmtpServer::with(Ways {
            protection: Some((protection, &authority)),
            common_name_only,
            ..Ways::default()
        })
    };
    let starttls = ("SMTP_REQUIRE_TLS", "true");
    let implicit = ("SMTP_SECURE", "true");
    for (server, settings, kind, sentence) in [
        (
            SmtpServer::start(),
            vec![starttls],
            "unsuitable",
            "the server does not offer STARTTLS; if the port speaks TLS from the first byte, set \
             SMTP_SECURE=true",
        ),
        (
            with(Protection::Tls, false),
            vec![starttls, file],
            "unreachable",
            "no answer to the connection within 1 s; if the port speaks TLS from the first byte, set \
             SMTP_SECURE=true",
        ),
        (
            with(Protection::StartTls, false),
            vec![implicit, file],
            "unsuitable",
            "the port does not speak TLS from the first byte; set SMTP_SECURE=false",
        ),
        (
            with(Protection::StartTls, false),
            vec![starttls],
            "untrusted",
            "the certificate is not trusted: invalid peer certificate: UnknownIssuer; name its issuer",
        ),
        (
            with(Protection::Tls, true),
            vec![implicit, file],
            "untrusted",
            "the certificate is not trusted: invalid peer certificate: certificate not valid for name",
        ),
    ] {
        let settings: Vec<_> = [LOCALHOST].into_iter().chain(settings).collect();
        // Only the server that waits for TLS does not answer.
        let mailer = if kind == "unreachable" {
            TestMailer::with_short_timeout(&server, &settings)
        } else {
            TestMailer::with(&server, &settings)
        };
        let (found, detail) = failure_of(&mailer, &server).await;
        assert_eq!(found, kind, "{detail}");
        assert!(detail.starts_with(sentence), "{detail}");
        assert!(server.unread().await.is_empty());
    }
}

#[actix_web::test]
async fn a_refused_or_deferred_mail_is_named_and_a_deferred_one_arrives_once() {
    let server = SmtpServer::start();
    server.next([Fault::Refuse]);
    let refused = "the mail was refused: 550 5.1.1; check the recipient's address, and that SMTP_FROM \
                   may send from there";
    let found = failure(&server, &[]).await;
    assert_eq!(found, ("refused".to_owned(), refused.to_owned()));
    for (reply, codes) in [
        ("450 4.2.0 <ann@example.com>: greylisted", "450 4.2.0"),
        ("421 4.3.2 shutting down", "421 4.3.2"),
    ] {
        let mailer = TestMailer::to(&server);
        server.next([Fault::Reply(reply)]);
        mailer.queue("ann@example.com").await;
        assert_eq!(mailer.send_due().await, 1);
        let detail = mailer.detail();
        assert!(
            detail.ends_with(&format!(": put off: {codes}; it is tried again")),
            "{detail}"
        );
        mailer.wait(10);
        mailer.send_all().await;
        assert_eq!(server.mail().await.to, "ann@example.com");
        assert_eq!((mailer.counts(), server.unread().await.len()), ((0, 0), 0));
    }
}

#[actix_web::test]
async fn a_late_greeting_is_waited_for_and_a_hanging_server_named() {
    let server = SmtpServer::start();
    let held = server.hold_greetings().await;
    let hurried = TestMailer::with_short_timeout(&server, &[]);
    let (kind, detail) = failure_of(&hurried, &server).await;
    assert_eq!(kind, "unreachable");
    assert!(
        detail.starts_with("no answer to the connection within 1 s; "),
        "{detail}"
    );

    let mailer = TestMailer::to(&server);
    mailer.queue("ann@example.com").await;
    let release = async {
        tokio::task::yield_now().await;
        drop(held);
    };
    let (sent, ()) = tokio::join!(mailer.send_due(), release);
    assert_eq!(sent, 1);
    assert_eq!(server.mail().await.to, "ann@example.com");
    assert_eq!((mailer.counts(), server.unread().await.len()), ((0, 0), 0));

    // A connection is kept, so that only the mail is not answered.
    hurried.wait(10);
    hurried.send_all().await;
    server.mail().await;
    let held = server.hold().await;
    let (kind, detail) = failure_of(&hurried, &server).await;
    assert_eq!(
        (&*kind, &*detail),
        (
            "unreachable",
            "no answer to the mail within 1 s; it is tried again"
        )
    );
    drop(held);
}

#[actix_web::test]
async fn a_connection_that_the_server_closed_meanwhile_costs_no_attempt() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    server.next([Fault::Close]);
    for to in ["ann@example.com", "bob@example.com"] {
        mailer.queue(to).await;
        assert_eq!(mailer.send_due().await, 1);
        assert_eq!(server.mail().await.to, to);
        assert_eq!(mailer.counts(), (0, 0), "{to}");
    }
}
