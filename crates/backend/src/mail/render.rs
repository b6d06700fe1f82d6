//! Renders an email as a MIME message.

use askama::Template;
use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use super::texts::MailTexts;
use super::{EmailMessage, MailConfig};
use crate::domain::MailId;

/// Why an email can't be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The recipient's address is not valid for SMTP.
    #[error("the recipient's address is not valid")]
    Address,
    /// The message can't be assembled.
    #[error("the mail cannot be assembled: {0}")]
    Assembly(#[from] lettre::error::Error),
    /// A template failed.
    #[error("a template failed: {0}")]
    Template(#[from] askama::Error),
}

/// A rendered email.
pub(super) struct Rendered {
    /// A file name, without extension.
    pub name: String,
    /// The link in it, if there is one.
    pub link: Option<String>,
    /// The MIME message.
    pub message: Message,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    texts: &'a MailTexts,
    app_name: &'a str,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Text<'a> {
    texts: &'a MailTexts,
    app_name: &'a str,
    app_url: &'a str,
}

/// The header that suppresses automatic replies (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Renders an email. The `Message-ID` is derived from the row, so it is the same for every attempt.
pub(super) fn render(
    config: &MailConfig,
    id: MailId,
    email: &EmailMessage,
    now: DateTime<Utc>,
) -> Result<Rendered, RenderError> {
    let texts = MailTexts::of(email, &config.app_name, &config.frontend_url);
    let (html, text) = bodies(config, &texts)?;
    let address = email.to.address.parse();
    let to = Mailbox::new(
        None,
        address.map_err(|_invalid: lettre::address::AddressError| RenderError::Address)?,
    );
    let message = Message::builder()
        .message_id(Some(format!("<{id}@{}>", config.from.email.domain())))
        .date(now.into())
        .from(config.from.clone())
        .to(to)
        .subject(&texts.subject)
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(text, html))?;
    Ok(Rendered {
        name: format!(
            "{}-{}-{id}",
            now.format("%Y%m%dT%H%M%SZ"),
            email.mail.kind()
        ),
        link: texts.button.map(|button| button.link),
        message,
    })
}

fn bodies(config: &MailConfig, texts: &MailTexts) -> askama::Result<(String, String)> {
    let app_name = &config.app_name;
    let html = Html { texts, app_name };
    let text = Text {
        texts,
        app_name,
        app_url: &config.frontend_url,
    };
    Ok((html.render()?, text.render()?))
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use mailparse::MailHeaderMap;

    use super::*;
    use crate::domain::TimeZone;
    use crate::identity::{Language, SecretToken};
    use crate::mail::{InvitedTo, Mail, PlainName, Recipient, TransportConfig};

    fn config() -> MailConfig {
        MailConfig {
            transport: TransportConfig::Off,
            from: "KPI Productivity <noreply@example.com>".parse().unwrap(),
            app_name: "KPI Productivity".to_owned(),
            frontend_url: "https://kpi.example.com".to_owned(),
        }
    }

    fn at(instant: &str) -> DateTime<Utc> {
        instant.parse().unwrap()
    }

    fn mails() -> [Mail; 5] {
        let token: SecretToken =
            serde_json::from_value("Vf3kPz0x-8nJq_5tRwYb1LhCe7MaGuSd2oTiXl9KQsE".into()).unwrap();
        [
            Mail::VerifyEmail {
                token: token.clone(),
                valid_until: at("2026-03-19T10:00:00Z"),
            },
            Mail::ResetPassword {
                token: token.clone(),
                valid_until: at("2026-03-18T22:30:00Z"),
            },
            Mail::Invitation {
                to: InvitedTo::Team(PlainName::of("Readers & writers")),
                inviter: PlainName::of("Ann <b>"),
                token,
                valid_until: at("2026-03-25T10:00:00Z"),
            },
            Mail::PasswordChanged {
                at: at("2026-03-18T10:00:00Z"),
            },
            Mail::Test {
                at: at("2026-03-18T10:00:00Z"),
            },
        ]
    }

    fn emails() -> impl Iterator<Item = EmailMessage> {
        let languages = [
            (Language::English, Tz::Europe__Berlin),
            (Language::Russian, Tz::Europe__Moscow),
        ];
        languages.into_iter().flat_map(|(language, zone)| {
            mails().map(|mail| EmailMessage {
                to: Recipient {
                    address: "ann@example.com".to_owned(),
                    language,
                    time_zone: TimeZone(zone),
                },
                mail,
            })
        })
    }

    #[test]
    fn texts_of_all_emails() {
        let config = config();
        for email in emails() {
            let texts = MailTexts::of(&email, &config.app_name, &config.frontend_url);
            let (html, text) = bodies(&config, &texts).unwrap();
            let name = format!("{}_{}", email.mail.kind(), email.to.language);
            let text = format!("{}\n{}\n\n{text}", texts.subject, texts.preview);
            insta::assert_snapshot!(format!("{name}_text"), text);
            insta::assert_snapshot!(format!("{name}_html"), html);
        }
    }

    #[test]
    fn the_message_id_is_the_same_for_every_attempt() {
        let email = emails().next().unwrap();
        let id = MailId::new();
        let ids = ["2026-03-18T10:00:00Z", "2026-03-18T11:00:00Z"].map(|now| {
            let mail = render(&config(), id, &email, at(now))
                .unwrap()
                .message
                .formatted();
            let mail = mailparse::parse_mail(&mail).unwrap();
            mail.headers.get_first_value("Message-ID").unwrap()
        });
        assert_eq!(ids[0], format!("<{id}@example.com>"));
        assert_eq!(ids[0], ids[1]);
    }

    #[test]
    fn values_are_escaped_in_html() {
        let config = MailConfig {
            app_name: "<b>Days</b> & \"more\"".to_owned(),
            ..config()
        };
        for email in emails() {
            let texts = MailTexts::of(&email, &config.app_name, &config.frontend_url);
            let (html, _) = bodies(&config, &texts).unwrap();
            assert!(!html.contains("<b>"), "{html}");
        }
    }

    #[test]
    fn an_invalid_address_is_rejected() {
        let mut email = emails().next().unwrap();
        email.to.address = "ann@example.com\r\nBcc: all@example.com".to_owned();
        let rendered = render(&config(), MailId::new(), &email, at("2026-03-18T10:00:00Z"));
        assert!(matches!(rendered, Err(RenderError::Address)));
    }
}
