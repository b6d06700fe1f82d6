//! The transport scrubs every envelope before it is sent.
//!
//! Sentry's `before_send` gets events but not transactions; an envelope has both.

use std::sync::Arc;
use std::time::Duration;

use sentry::protocol::EnvelopeItem;
use sentry::transports::{UreqHttpTransport, UreqHttpTransportOptions};
use sentry::{Envelope, Transport, TransportFactory, TransportOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;

use ureq::Agent;

use super::scrub;

/// The timeout of sending an envelope.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Makes a [`ScrubbingTransport`].
pub(super) struct ScrubbingTransportFactory;

impl TransportFactory for ScrubbingTransportFactory {
    fn create_transport_with_options(&self, options: TransportOptions) -> Arc<dyn Transport> {
        // A report that cannot be sent in time is dropped.
        let agent = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .build()
            .new_agent();
        let inner = UreqHttpTransportOptions::from(options)
            .with_agent(agent)
            .build();
        Arc::new(ScrubbingTransport { inner })
    }
}

/// Scrubs reports, and sends them over HTTPS.
struct ScrubbingTransport {
    inner: UreqHttpTransport,
}

impl Transport for ScrubbingTransport {
    fn send_envelope(&self, envelope: Envelope) {
        // The headers of the original envelope are dropped.
        let mut scrubbed = Envelope::new();
        for item in envelope.into_items() {
            let item = match item {
                EnvelopeItem::Event(event) => scrub_item(*event),
                EnvelopeItem::Transaction(transaction) => scrub_item(*transaction),
                // No other items are created here.
                _ => None,
            };
            if let Some(item) = item {
                scrubbed.add_item(item);
            }
        }
        if scrubbed.items().next().is_some() {
            self.inner.send_envelope(scrubbed);
        }
    }

    fn flush(&self, timeout: Duration) -> bool {
        self.inner.flush(timeout)
    }

    fn shutdown(&self, timeout: Duration) -> bool {
        self.inner.shutdown(timeout)
    }
}

fn scrub_item<T: Serialize + DeserializeOwned + Into<EnvelopeItem>>(
    report: T,
) -> Option<EnvelopeItem> {
    let outcome = serde_json::to_value(report).and_then(|mut report| {
        scrub::report(&mut report);
        serde_json::from_value::<T>(report)
    });
    if let Err(error) = &outcome {
        tracing::warn!(%error, "a report could not be scrubbed: it is not sent");
    }
    Some(outcome.ok()?.into())
}
