//! The texts in English.

use chrono::{DateTime, Utc};

use super::{Button, MailTexts, TextContext};
use crate::mail::{InvitedTo, Mail, PlainName};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn texts(mail: &Mail, context: &TextContext<'_>) -> MailTexts {
    let app = context.app;
    let time = |at: DateTime<Utc>| context.time(at, "%-d\u{a0}{month} %Y, %H:%M", MONTHS);
    let button = |label: String| {
        Some(Button {
            label,
            link: context.link(mail),
        })
    };
    let about_account = format!("You get this mail because an account in {app} has this address.");
    let base = MailTexts {
        language: "en",
        subject: String::new(),
        preview: String::new(),
        heading: String::new(),
        before: Vec::new(),
        button: None,
        after: Vec::new(),
        link_note: "If the button does not work, open this address:",
        reason: about_account,
    };
    match mail {
        Mail::VerifyEmail { valid_until, .. } => MailTexts {
            subject: "Confirm your e-mail address".to_owned(),
            preview: format!("One press shows {app} that this address is yours."),
            heading: "Confirm your address".to_owned(),
            before: vec![format!(
                "Someone gave this address to {app}. If it was you, confirm that it is yours."
            )],
            button: button("Confirm address".to_owned()),
            after: vec![
                format!("The link works until {}.", time(*valid_until)),
                "If it was not you, there is nothing to do.".to_owned(),
            ],
            ..base
        },
        Mail::ResetPassword { valid_until, .. } => MailTexts {
            subject: "Choose a new password".to_owned(),
            preview: format!("A link to choose a new password for {app}."),
            heading: "Choose a new password".to_owned(),
            before: vec![format!(
                "Someone asked for a new password for your account in {app}. If it was you, \
                 choose one now."
            )],
            button: button("Choose a password".to_owned()),
            after: vec![
                format!("The link works once, until {}.", time(*valid_until)),
                "If it was not you, there is nothing to do: your password stays as it is."
                    .to_owned(),
            ],
            ..base
        },
        Mail::PasswordChanged { at } => MailTexts {
            subject: "Your password was changed".to_owned(),
            preview: "If it was not you, choose a new one at once.".to_owned(),
            heading: "Your password was changed".to_owned(),
            before: vec![
                format!(
                    "The password of your account in {app} was changed on {}.",
                    time(*at)
                ),
                "If it was you, there is nothing to do. If not, someone else can sign in: \
                 choose a new password at once."
                    .to_owned(),
            ],
            button: button("Choose a new password".to_owned()),
            ..base
        },
        Mail::Invitation {
            to,
            inviter,
            valid_until,
            ..
        } => {
            let inviter = inviter.as_ref().map_or("Someone", PlainName::as_str);
            let invited = match to {
                InvitedTo::Friendship => format!("{inviter} invites you to be friends in {app}"),
                InvitedTo::Team(Some(team)) => {
                    let team = team.as_str();
                    format!("{inviter} invites you to the team “{team}” in {app}")
                }
                InvitedTo::Team(None) => format!("{inviter} invites you to a team in {app}"),
                InvitedTo::Installation => format!("{inviter} invites you to {app}"),
            };
            MailTexts {
                subject: format!("An invitation to {app}"),
                preview: format!("{invited}."),
                heading: "You are invited".to_owned(),
                before: vec![
                    format!("{invited}."),
                    format!(
                        "In {app} one plans and records each day, and gets one honest number \
                         for it. You can look at the invitation before you accept it."
                    ),
                ],
                button: button("Look at the invitation".to_owned()),
                after: vec![
                    format!("The link works once, until {}.", time(*valid_until)),
                    "If you do not want it, there is nothing to do.".to_owned(),
                ],
                reason: format!("You get this mail because someone gave this address to {app}."),
                ..base
            }
        }
        Mail::Test { at } => MailTexts {
            subject: format!("A test mail from {app}"),
            preview: "Mails arrive.".to_owned(),
            heading: "Mails arrive".to_owned(),
            before: vec![format!(
                "This mail was asked for on {} to see whether mails from {app} arrive. They do.",
                time(*at)
            )],
            button: button(format!("Open {app}")),
            reason: format!("You get this mail because you look after {app}."),
            ..base
        },
    }
}
