//! The texts of the emails, one file per language.

mod english;
mod russian;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{EmailMessage, Mail};
use crate::identity::Language;

/// The texts of one email.
#[derive(Debug)]
pub(super) struct MailTexts {
    /// The value of HTML's `lang`.
    pub language: &'static str,
    /// The subject.
    pub subject: String,
    /// The preview text in a list of emails.
    pub preview: String,
    /// The heading.
    pub heading: String,
    /// Paragraphs above the button.
    pub before: Vec<String>,
    /// The button.
    pub button: Option<Button>,
    /// Paragraphs below it.
    pub after: Vec<String>,
    /// The text above the full link.
    pub link_note: &'static str,
    /// Why the recipient gets this email.
    pub reason: String,
}

/// The call to action.
#[derive(Debug)]
pub(super) struct Button {
    /// The label.
    pub label: String,
    /// The link.
    pub link: String,
}

/// What the texts need of the settings and of the recipient.
struct TextContext<'a> {
    app: &'a str,
    url: &'a str,
    zone: Tz,
}

impl MailTexts {
    /// The texts of an email.
    pub(super) fn of(email: &EmailMessage, app: &str, url: &str) -> Self {
        let context = TextContext {
            app,
            url,
            zone: email.to.time_zone.0,
        };
        match email.to.language {
            Language::English => english::texts(&email.mail, &context),
            Language::Russian => russian::texts(&email.mail, &context),
        }
    }
}

impl TextContext<'_> {
    /// The link of the button.
    fn link(&self, mail: &Mail) -> String {
        let url = self.url;
        match mail {
            Mail::VerifyEmail { token, .. } => {
                format!("{url}/verify-email?token={}", token.expose())
            }
            Mail::ResetPassword { token, .. } => {
                format!("{url}/reset-password?token={}", token.expose())
            }
            Mail::Invitation { token, .. } => {
                format!("{url}/invitation?token={}", token.expose())
            }
            Mail::PasswordChanged { .. } => format!("{url}/forgot-password"),
            Mail::Test { .. } => url.to_owned(),
        }
    }

    /// A time in the recipient's time zone, by a format with `{month}` in it.
    fn time(&self, at: DateTime<Utc>, format: &str, months: [&str; 12]) -> String {
        use chrono::Datelike;
        let local = at.with_timezone(&self.zone);
        let month = months[local.month0() as usize];
        let local_time = local.format(&format.replace("{month}", month)).to_string();
        format!("{local_time} ({})", self.zone.name())
    }
}
