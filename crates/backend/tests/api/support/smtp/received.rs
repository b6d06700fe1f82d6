//! A received email.

use mailparse::{MailHeaderMap, ParsedMail};

/// A received email.
#[derive(Debug, Clone)]
pub struct Received {
    /// The envelope sender.
    pub from: String,
    /// The envelope recipient.
    pub to: String,
    /// The client's name in its greeting.
    pub greeting: String,
    /// Whether it came over TLS.
    pub encrypted: bool,
    /// The authenticated user.
    pub user: Option<String>,
    pub(super) content: Vec<u8>,
}

impl Received {
    /// A header's decoded value.
    #[track_caller]
    pub fn header(&self, name: &str) -> String {
        self.parsed().headers.get_first_value(name).unwrap()
    }

    /// Its subject.
    #[track_caller]
    pub fn subject(&self) -> String {
        self.header("Subject")
    }

    /// The body of a type: `text/plain` or `text/html`.
    #[track_caller]
    pub fn body(&self, kind: &str) -> String {
        let mail = self.parsed();
        let part = mail.parts().find(|part| part.ctype.mimetype == kind);
        part.unwrap().get_body().unwrap()
    }

    /// The link in the plain text, below the label of the button.
    #[track_caller]
    pub fn link(&self) -> String {
        let text = self.body("text/plain");
        let mut lines = text.lines().skip_while(|line| !line.ends_with(':')).skip(1);
        lines.next().unwrap().to_owned()
    }

    /// The token in its link.
    #[track_caller]
    pub fn token(&self) -> String {
        self.link().split_once("?token=").unwrap().1.to_owned()
    }

    #[track_caller]
    fn parsed(&self) -> ParsedMail<'_> {
        mailparse::parse_mail(&self.content).unwrap()
    }
}
