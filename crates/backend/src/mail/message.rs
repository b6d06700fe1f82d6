//! A letter, put into words and MIME.

use askama::Template;
use chrono::{DateTime, Utc};
use lettre::Message;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};

use super::words::Words;
use super::{Letter, MailConfig};
use crate::domain::MailId;

/// Why a letter can't be made a mail.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// The recipient's address is none that SMTP knows.
    #[error("the recipient's address is not valid")]
    Address,
    /// The mail can't be assembled.
    #[error("the mail cannot be assembled: {0}")]
    Assembly(#[from] lettre::error::Error),
    /// A template failed.
    #[error("a template failed: {0}")]
    Template(#[from] askama::Error),
}

/// A mail, ready to go.
pub(super) struct Rendered {
    /// A name for its file, without an ending.
    pub name: String,
    /// The one link in it, where it has one.
    pub link: Option<String>,
    /// The mail itself.
    pub message: Message,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct Html<'a> {
    words: &'a Words,
    app_name: &'a str,
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct Text<'a> {
    words: &'a Words,
    app_name: &'a str,
    app_url: &'a str,
}

/// Tells other machines that no answer is wanted (RFC 3834 §5), such as one of absence.
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

/// Makes the mail. Its `Message-ID` is that of the row, so that it is the same however often it
/// is sent.
pub(super) fn render(
    config: &MailConfig,
    id: MailId,
    letter: &Letter,
    now: DateTime<Utc>,
) -> Result<Rendered, MessageError> {
    let words = Words::of(letter, &config.app_name, &config.frontend_url);
    let (html, text) = bodies(config, &words)?;
    let address = letter.to.address.parse();
    let to = Mailbox::new(
        None,
        address.map_err(|_invalid: lettre::address::AddressError| MessageError::Address)?,
    );
    let message = Message::builder()
        .message_id(Some(format!("<{id}@{}>", config.from.email.domain())))
        .date(now.into())
        .from(config.from.clone())
        .to(to)
        .subject(&words.subject)
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(text, html))?;
    Ok(Rendered {
        name: format!(
            "{}-{}-{id}",
            now.format("%Y%m%dT%H%M%SZ"),
            letter.mail.kind()
        ),
        link: words.button.map(|button| button.link),
        message,
    })
}

fn bodies(config: &MailConfig, words: &Words) -> askama::Result<(String, String)> {
    let app_name = &config.app_name;
    let html = Html { words, app_name };
    let text = Text {
        words,
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
    use crate::identity::Language;
    use crate::mail::{LinkToken, Mail, Recipient, TransportConfig};

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

    fn mails() -> [Mail; 4] {
        let token = LinkToken::new("Vf3kPz0x-8nJq_5tRwYb1LhCe7MaGuSd2oTiXl9KQsE".to_owned());
        [
            Mail::VerifyEmail {
                token: token.clone(),
                valid_until: at("2026-03-19T10:00:00Z"),
            },
            Mail::ResetPassword {
                token,
                valid_until: at("2026-03-18T22:30:00Z"),
            },
            Mail::PasswordChanged {
                at: at("2026-03-18T10:00:00Z"),
            },
            Mail::Test {
                at: at("2026-03-18T10:00:00Z"),
            },
        ]
    }

    fn letters() -> impl Iterator<Item = Letter> {
        let languages = [
            (Language::English, Tz::Europe__Berlin),
            (Language::Russian, Tz::Europe__Moscow),
        ];
        languages.into_iter().flat_map(|(language, zone)| {
            mails().map(|mail| Letter {
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
    fn what_mails_say() {
        let config = config();
        for letter in letters() {
            let words = Words::of(&letter, &config.app_name, &config.frontend_url);
            let (html, text) = bodies(&config, &words).unwrap();
            let name = format!("{}_{}", letter.mail.kind(), letter.to.language);
            let text = format!("{}\n{}\n\n{text}", words.subject, words.preview);
            insta::assert_snapshot!(format!("{name}_text"), text);
            insta::assert_snapshot!(format!("{name}_html"), html);
        }
    }

    #[test]
    fn a_mail_is_the_same_mail_whenever_it_is_sent() {
        let letter = letters().next().unwrap();
        let id = MailId::new();
        let ids = ["2026-03-18T10:00:00Z", "2026-03-18T11:00:00Z"].map(|now| {
            let mail = render(&config(), id, &letter, at(now))
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
    fn nothing_in_a_mail_is_markup_but_its_own() {
        let config = MailConfig {
            app_name: "<b>Days</b> & \"more\"".to_owned(),
            ..config()
        };
        for letter in letters() {
            let words = Words::of(&letter, &config.app_name, &config.frontend_url);
            let (html, _) = bodies(&config, &words).unwrap();
            assert!(!html.contains("<b>"), "{html}");
        }
    }

    #[test]
    fn an_address_that_smtp_does_not_know_is_no_recipient() {
        let mut letter = letters().next().unwrap();
        letter.to.address = "ann@example.com\r\nBcc: all@example.com".to_owned();
        let rendered = render(
            &config(),
            MailId::new(),
            &letter,
            at("2026-03-18T10:00:00Z"),
        );
        assert!(matches!(rendered, Err(MessageError::Address)));
    }
}
