//! What each mail says; one file a language.

mod english;
mod russian;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Letter, Mail};
use crate::identity::Language;

/// The words of one mail.
#[derive(Debug)]
pub(super) struct Words {
    /// The language, as HTML names it.
    pub language: &'static str,
    /// The subject.
    pub subject: String,
    /// What a list of mails shows beside the subject.
    pub preview: String,
    /// The heading.
    pub heading: String,
    /// Paragraphs above the button.
    pub before: Vec<String>,
    /// The button.
    pub button: Option<Button>,
    /// Paragraphs below it.
    pub after: Vec<String>,
    /// What stands above the link in full.
    pub link_note: &'static str,
    /// Why this mail was sent.
    pub reason: String,
}

/// The one thing to do.
#[derive(Debug)]
pub(super) struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub link: String,
}

/// What all mails of a language are about.
struct Setting<'a> {
    app: &'a str,
    url: &'a str,
    zone: Tz,
}

impl Words {
    /// Puts a letter into words.
    pub(super) fn of(letter: &Letter, app: &str, url: &str) -> Self {
        let setting = Setting {
            app,
            url,
            zone: letter.to.time_zone.0,
        };
        match letter.to.language {
            Language::English => english::words(&letter.mail, &setting),
            Language::Russian => russian::words(&letter.mail, &setting),
        }
    }
}

impl Setting<'_> {
    /// Where a mail's button leads.
    fn link(&self, mail: &Mail) -> String {
        let url = self.url;
        match mail {
            Mail::VerifyEmail { token, .. } => {
                format!("{url}/verify-email?token={}", token.expose())
            }
            Mail::ResetPassword { token, .. } => {
                format!("{url}/reset-password?token={}", token.expose())
            }
            Mail::PasswordChanged { .. } => format!("{url}/forgot-password"),
            Mail::Test { .. } => url.to_owned(),
        }
    }

    /// An instant on the recipient's wall clock, by a format with `{month}` in it.
    fn time(&self, at: DateTime<Utc>, format: &str, months: [&str; 12]) -> String {
        use chrono::Datelike;
        let local = at.with_timezone(&self.zone);
        let month = months[local.month0() as usize];
        let told = local.format(&format.replace("{month}", month)).to_string();
        format!("{told} ({})", self.zone.name())
    }
}
