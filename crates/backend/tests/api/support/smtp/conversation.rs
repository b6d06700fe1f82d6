//! An SMTP session (RFC 5321; STARTTLS by RFC 3207, AUTH by RFC 4954).

use std::io;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::{Fault, Protection, Received, Shared};

trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

struct Conversation<'a> {
    shared: &'a Shared,
    wire: BufReader<Box<dyn Wire>>,
    encrypted: bool,
    greeting: String,
    user: Option<String>,
}

/// Runs the session.
pub(super) async fn hold(shared: &Shared, socket: TcpStream) -> io::Result<()> {
    let (encrypted, wire): (bool, Box<dyn Wire>) = match &shared.protection {
        Some((Protection::Tls, tls)) => (true, Box::new(tls.accept(socket).await?)),
        _ => (false, Box::new(socket)),
    };
    let mut conversation = Conversation {
        shared,
        wire: BufReader::new(wire),
        encrypted,
        greeting: String::new(),
        user: None,
    };
    conversation.run().await
}

impl Conversation<'_> {
    async fn run(&mut self) -> io::Result<()> {
        drop(self.shared.entrance.read().await);
        self.say("220 mail.test ESMTP").await?;
        let (mut from, mut to, mut fault) = (None, None, None);
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => {
                    rest.clone_into(&mut self.greeting);
                    match self.shared.refusal {
                        Some(refusal) => self.say(refusal).await?,
                        None => self.greet().await?,
                    }
                }
                "STARTTLS" => self.encrypt().await?,
                "AUTH" => self.sign_in(rest).await?,
                "MAIL" if self.shared.login.is_some() && self.user.is_none() => {
                    self.say("530 5.7.0 Authentication required").await?;
                }
                "MAIL" => {
                    from = Some(address(rest));
                    self.say("250 2.1.0 Ok").await?;
                }
                "RCPT" => {
                    let recipient = address(rest);
                    fault = self.shared.faults.lock().unwrap().pop_front();
                    match fault {
                        Some(Fault::Defer) => {
                            self.say(&format!("451 4.7.1 <{recipient}>: try later"))
                                .await?;
                        }
                        Some(Fault::Refuse) => {
                            self.say(&format!("550 5.1.1 <{recipient}>: unknown"))
                                .await?;
                        }
                        Some(Fault::Reply(reply)) => self.say(reply).await?,
                        Some(Fault::HangUp | Fault::Close) | None => {
                            to = Some(recipient);
                            self.say("250 2.1.5 Ok").await?;
                        }
                    }
                }
                "DATA" => {
                    self.say("354 Go ahead").await?;
                    let content = self.content().await?;
                    if matches!(fault, Some(Fault::HangUp)) {
                        return Ok(());
                    }
                    let mail = Received {
                        from: from.take().unwrap_or_default(),
                        to: to.take().unwrap_or_default(),
                        greeting: self.greeting.clone(),
                        encrypted: self.encrypted,
                        user: self.user.clone(),
                        content,
                    };
                    // The test may have ended.
                    let _ = self.shared.inbox.send(mail);
                    drop(self.shared.gate.read().await);
                    self.say("250 2.0.0 Taken").await?;
                    if matches!(fault, Some(Fault::Close)) {
                        return Ok(());
                    }
                }
                "NOOP" | "RSET" => self.say("250 2.0.0 Ok").await?,
                "QUIT" => return self.say("221 2.0.0 Bye").await,
                _ => self.say("502 5.5.1 Unknown").await?,
            }
        }
        Ok(())
    }

    async fn greet(&mut self) -> io::Result<()> {
        let mut lines = vec!["mail.test".to_owned(), "8BITMIME".to_owned()];
        if self.shared.protection.is_some() && !self.encrypted {
            lines.push("STARTTLS".to_owned());
        }
        if let Some(offer) = self.shared.offer {
            lines.push(offer.to_owned());
        } else if let Some((mechanism, ..)) = self.shared.login {
            lines.push(format!("AUTH {mechanism}"));
        }
        let last = lines.len() - 1;
        for (number, line) in lines.iter().enumerate() {
            let mark = if number == last { ' ' } else { '-' };
            self.say(&format!("250{mark}{line}")).await?;
        }
        Ok(())
    }

    async fn encrypt(&mut self) -> io::Result<()> {
        let Some((Protection::StartTls, tls)) = &self.shared.protection else {
            return self.say("502 5.5.1 No TLS").await;
        };
        self.say("220 2.0.0 Ready").await?;
        let (unused, _) = tokio::io::duplex(1);
        let plain = std::mem::replace(&mut self.wire, BufReader::new(Box::new(unused)));
        let secure = tls.accept(plain.into_inner()).await?;
        self.wire = BufReader::new(Box::new(secure));
        self.encrypted = true;
        Ok(())
    }

    async fn sign_in(&mut self, rest: &str) -> io::Result<()> {
        let Some((_, user, password)) = self.shared.login else {
            return self.say("503 5.5.1 No need").await;
        };
        let mut words = rest.split(' ');
        let (mechanism, initial) = (words.next().unwrap_or_default(), words.next());
        let given = match mechanism {
            "PLAIN" => decode(initial.unwrap_or_default()),
            "LOGIN" => {
                let user = self.ask("Username:").await?;
                let password = self.ask("Password:").await?;
                format!("\0{user}\0{password}")
            }
            _ => String::new(),
        };
        if given == format!("\0{user}\0{password}") {
            self.user = Some(user.to_owned());
            self.say("235 2.7.0 Welcome").await
        } else {
            self.say("535 5.7.8 Wrong user or password").await
        }
    }

    async fn ask(&mut self, what: &str) -> io::Result<String> {
        self.say(&format!("334 {}", BASE64_STANDARD.encode(what)))
            .await?;
        Ok(decode(&self.line().await?.unwrap_or_default()))
    }

    /// Reads the message after DATA, up to the line with a single dot.
    async fn content(&mut self) -> io::Result<Vec<u8>> {
        let mut content = String::new();
        while let Some(line) = self.line().await? {
            if line == "." {
                return Ok(content.into_bytes());
            }
            content.push_str(line.strip_prefix('.').unwrap_or(&line));
            content.push_str("\r\n");
        }
        Err(io::ErrorKind::UnexpectedEof.into())
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let count = self.wire.read_line(&mut line).await?;
        Ok((count > 0).then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.wire
            .write_all(format!("{line}\r\n").as_bytes())
            .await?;
        self.wire.flush().await
    }
}

fn decode(text: &str) -> String {
    String::from_utf8(BASE64_STANDARD.decode(text).unwrap_or_default()).unwrap_or_default()
}

/// The address in `FROM:<ann@example.com> …`.
fn address(rest: &str) -> String {
    let (_, from) = rest.split_once('<').unwrap_or_default();
    let (address, _) = from.split_once('>').unwrap_or_default();
    address.to_owned()
}
