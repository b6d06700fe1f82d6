//! The texts in Russian.

use chrono::{DateTime, Utc};

use super::{Button, MailTexts, TextContext};
use crate::mail::{InvitedTo, Mail, PlainName};

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

pub(super) fn texts(mail: &Mail, context: &TextContext<'_>) -> MailTexts {
    let app = context.app;
    let time = |at: DateTime<Utc>| context.time(at, "%-d\u{a0}{month} %Y\u{a0}г., %H:%M", MONTHS);
    let button = |label: String| {
        Some(Button {
            label,
            link: context.link(mail),
        })
    };
    let about_account =
        format!("Вы получили это письмо, потому что этот адрес указан в учётной записи {app}.");
    let base = MailTexts {
        language: "ru",
        subject: String::new(),
        preview: String::new(),
        heading: String::new(),
        before: Vec::new(),
        button: None,
        after: Vec::new(),
        link_note: "Если кнопка не работает, откройте этот адрес:",
        reason: about_account,
    };
    match mail {
        Mail::VerifyEmail { valid_until, .. } => MailTexts {
            subject: "Подтвердите адрес электронной почты".to_owned(),
            preview: format!("Одно нажатие — и {app} будет знать, что этот адрес ваш."),
            heading: "Подтвердите адрес".to_owned(),
            before: vec![format!(
                "Этот адрес указали в {app}. Если это сделали вы, подтвердите, что он ваш."
            )],
            button: button("Подтвердить адрес".to_owned()),
            after: vec![
                format!("Ссылка действует до {}.", time(*valid_until)),
                "Если это были не вы, ничего делать не нужно.".to_owned(),
            ],
            ..base
        },
        Mail::ResetPassword { valid_until, .. } => MailTexts {
            subject: "Выберите новый пароль".to_owned(),
            preview: format!("Ссылка, чтобы выбрать новый пароль для {app}."),
            heading: "Выберите новый пароль".to_owned(),
            before: vec![format!(
                "Для вашей учётной записи в {app} запросили новый пароль. Если это сделали вы, \
                 выберите его сейчас."
            )],
            button: button("Выбрать пароль".to_owned()),
            after: vec![
                format!("Ссылка сработает один раз, до {}.", time(*valid_until)),
                "Если это были не вы, ничего делать не нужно: пароль останется прежним.".to_owned(),
            ],
            ..base
        },
        Mail::PasswordChanged { at } => MailTexts {
            subject: "Ваш пароль изменён".to_owned(),
            preview: "Если это были не вы, сразу выберите новый.".to_owned(),
            heading: "Ваш пароль изменён".to_owned(),
            before: vec![
                format!("Пароль вашей учётной записи в {app} изменён {}.", time(*at)),
                "Если это сделали вы, ничего делать не нужно. Если нет, кто-то другой может войти \
                 в неё: сразу выберите новый пароль."
                    .to_owned(),
            ],
            button: button("Выбрать новый пароль".to_owned()),
            ..base
        },
        Mail::Invitation {
            to,
            inviter,
            valid_until,
            ..
        } => {
            let inviter = inviter.as_ref().map(PlainName::as_str);
            let what = match to {
                InvitedTo::Friendship => format!("дружить в {app}"),
                InvitedTo::Team(Some(team)) => format!("в команду «{}» в {app}", team.as_str()),
                InvitedTo::Team(None) => format!("в команду в {app}"),
                InvitedTo::Installation => format!("в {app}"),
            };
            let invited = match inviter {
                Some(name) => format!("{name} приглашает вас {what}."),
                None => format!("Вас приглашают {what}."),
            };
            MailTexts {
                subject: format!("Приглашение в {app}"),
                preview: invited.clone(),
                heading: "Вас приглашают".to_owned(),
                before: vec![
                    invited,
                    format!(
                        "В {app} планируют и записывают каждый день и получают за него одно \
                         честное число. Приглашение можно сначала посмотреть, а потом принять."
                    ),
                ],
                button: button("Посмотреть приглашение".to_owned()),
                after: vec![
                    format!("Ссылка действует один раз, до {}.", time(*valid_until)),
                    "Если оно вам не нужно, ничего делать не надо.".to_owned(),
                ],
                reason: format!("Вы получили это письмо, потому что этот адрес указали в {app}."),
                ..base
            }
        }
        Mail::Test { at } => MailTexts {
            subject: format!("Проверочное письмо от {app}"),
            preview: "Письма доходят.".to_owned(),
            heading: "Письма доходят".to_owned(),
            before: vec![format!(
                "Это письмо запросили {}, чтобы проверить, доходят ли письма от {app}. Доходят.",
                time(*at)
            )],
            button: button(format!("Открыть {app}")),
            reason: format!("Вы получили это письмо, потому что вы администратор {app}."),
            ..base
        },
    }
}
