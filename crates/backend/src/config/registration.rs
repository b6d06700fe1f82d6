//! Who may sign up.

use std::fmt;
use std::str::FromStr;

use educe::Educe;
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};

use crate::domain::{MailDomain, string_enum};

string_enum! {
    /// Who may sign up.
    RegistrationMode {
        /// Everybody whose address is in one of the allowed domains.
        Open = "open",
        /// Who has an invitation.
        Invite = "invite",
        /// Nobody but whom administrators invite, or create the accounts of.
        Closed = "closed",
    }
}

/// The settings of registration.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct RegistrationConfig {
    /// Who may sign up.
    #[educe(Default = RegistrationMode::Open)]
    #[serde(rename = "REGISTRATION")]
    pub mode: RegistrationMode,
    /// The domains of addresses that may sign up; all of them if there is none here.
    #[serde(rename = "REGISTRATION_DOMAINS", with = "As::<DisplayFromStr>")]
    pub domains: MailDomains,
}

impl RegistrationConfig {
    /// Whether an address in this domain may sign up while registration is open. A subdomain is another domain.
    #[must_use]
    pub fn allows(&self, domain: &str) -> bool {
        let MailDomains(domains) = &self.domains;
        domains.is_empty() || domains.iter().any(|allowed| allowed.as_str() == domain)
    }
}

/// Domains, separated by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailDomains(pub Vec<MailDomain>);

impl FromStr for MailDomains {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let domains = text.split(',').map(str::trim).filter(|one| !one.is_empty());
        let domains = domains.map(|one| one.parse().map_err(|error| format!("\"{one}\": {error}")));
        domains.collect::<Result<_, _>>().map(Self)
    }
}

impl fmt::Display for MailDomains {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.0.iter().map(MailDomain::as_str).collect();
        f.write_str(&names.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_allowed_by_their_whole_domain() {
        let allowing = |domains: &str| RegistrationConfig {
            domains: domains.parse().unwrap(),
            ..RegistrationConfig::default()
        };
        for (domains, domain, expected) in [
            ("", "example.com", true),
            ("example.com", "example.com", true),
            ("example.com", "mail.example.com", false),
            ("example.com", "example.com.evil.org", false),
            ("example.com", "notexample.com", false),
            (" Example.ORG , example.com,", "example.com", true),
            ("bücher.example", "xn--bcher-kva.example", true),
        ] {
            assert_eq!(
                allowing(domains).allows(domain),
                expected,
                "{domains:?} {domain}"
            );
        }
        for domains in ["@example.com", "exa mple.com", "127.0.0.1", "example..com"] {
            assert!(domains.parse::<MailDomains>().is_err(), "{domains:?}");
        }
    }
}
