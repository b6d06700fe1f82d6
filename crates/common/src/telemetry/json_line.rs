//! One event as one line of JSON.
//!
//! tracing-subscriber's own JSON has no place for `service` and `environment`, and nests fields
//! and spans, which log search does not want.

use std::cell::RefCell;
use std::fmt::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use serde_json::Value;
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{JsonFields, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use crate::config::Environment;
use crate::request_id;

/// Formats events for a service in an environment. Spans must be formatted by [`JsonFields`].
#[derive(Debug)]
pub(super) struct JsonLine {
    /// `,"service":"…","environment":"…"`, which is the same on every line.
    origin: String,
}

impl JsonLine {
    pub(super) fn new(service: &'static str, environment: Environment) -> Self {
        let origin = format!(
            r#","service":{},"environment":"{environment}""#,
            Value::from(service)
        );
        Self { origin }
    }
}

impl<S> FormatEvent<S, JsonFields> for JsonLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let metadata = event.metadata();
        let mut fields = Members::default();
        event.record(&mut fields);

        writer.write_str(r#"{"timestamp":""#)?;
        write_time(&mut writer, SystemTime::now())?;
        for part in [
            r#"","level":""#,
            lower(*metadata.level()),
            r#"""#,
            &self.origin,
            r#","target":""#,
            metadata.target(),
            r#"""#,
            &fields.text,
        ] {
            writer.write_str(part)?;
        }
        for span in context.event_scope().into_iter().flatten() {
            if let Some(formatted) = span.extensions().get::<FormattedFields<JsonFields>>() {
                // An object of its own; its members are spliced into the line.
                let members = formatted
                    .fields
                    .trim_start_matches('{')
                    .trim_end_matches('}');
                if !members.is_empty() {
                    write!(writer, ",{members}")?;
                    fields.has_request_id |= members.contains(r#""request_id":"#);
                }
            }
        }
        if !fields.has_request_id
            && let Some(id) = request_id::current()
        {
            write!(writer, r#","request_id":"{}""#, id.as_str())?;
        }
        writer.write_str("}\n")
    }
}

thread_local! {
    /// A second, and how it is written: what lines come close together share it.
    static SECOND: RefCell<(u64, String)> = RefCell::default();
}

/// Writes a time to the microsecond (RFC 3339).
fn write_time(out: &mut impl Write, time: SystemTime) -> fmt::Result {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    SECOND.with_borrow_mut(|(second, written)| {
        if *second != since.as_secs() || written.is_empty() {
            let time = DateTime::from_timestamp(since.as_secs().cast_signed(), 0);
            *second = since.as_secs();
            *written = time.unwrap_or_default().format("%FT%T.").to_string();
        }
        out.write_str(written)
    })?;
    // A seventh digit before the six keeps their zeros.
    let mut digits = itoa::Buffer::new();
    out.write_str(&digits.format(1_000_000 + since.subsec_micros())[1..])?;
    out.write_str("Z")
}

fn lower(level: tracing::Level) -> &'static str {
    match level {
        tracing::Level::ERROR => "error",
        tracing::Level::WARN => "warn",
        tracing::Level::INFO => "info",
        tracing::Level::DEBUG => "debug",
        tracing::Level::TRACE => "trace",
    }
}

/// The fields of an event as `,"name":value` after each other.
struct Members {
    text: String,
    has_request_id: bool,
}

impl Default for Members {
    fn default() -> Self {
        Self {
            // A request's line fits.
            text: String::with_capacity(512),
            has_request_id: false,
        }
    }
}

impl Members {
    /// Begins a member, unless it repeats what the metadata says, as fields of the `log` bridge do.
    fn begin(&mut self, field: &Field) -> bool {
        let name = field.name();
        if name.starts_with("log.") {
            return false;
        }
        self.has_request_id |= name == "request_id";
        for part in [",\"", name, "\":"] {
            self.text.push_str(part);
        }
        true
    }

    /// Adds what stands in JSON as it is.
    fn add(&mut self, field: &Field, value: &str) {
        if self.begin(field) {
            self.text.push_str(value);
        }
    }
}

/// Writes text into a JSON string (RFC 8259 §7).
struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let is_plain = |byte: u8| byte >= 0x20 && byte != b'"' && byte != b'\\';
        if text.bytes().all(is_plain) {
            self.0.push_str(text);
            return Ok(());
        }
        for character in text.chars() {
            match character {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                '\n' => self.0.push_str("\\n"),
                '\0'..='\x1f' => write!(self.0, "\\u{:04x}", u32::from(character))?,
                other => self.0.push(other),
            }
        }
        Ok(())
    }
}

impl Visit for Members {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if self.begin(field) {
            self.text.push('"');
            // Writing to a string cannot fail.
            let _ = write!(Escaping(&mut self.text), "{value:?}");
            self.text.push('"');
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if self.begin(field) {
            self.text.push('"');
            let _ = Escaping(&mut self.text).write_str(value);
            self.text.push('"');
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.add(field, if value { "true" } else { "false" });
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, itoa::Buffer::new().format(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, itoa::Buffer::new().format(value));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if value.is_finite() {
            self.add(field, zmij::Buffer::new().format_finite(value));
        } else {
            // JSON has no infinity; null stands for it.
            self.add(field, "null");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::telemetry::captured::Captured;

    fn lines_of(log: impl FnOnce()) -> Vec<Value> {
        let (captured, _guard) = Captured::start();
        log();
        captured.lines()
    }

    #[test]
    fn a_line_has_its_origin_its_fields_and_those_of_its_spans() {
        let lines = lines_of(|| {
            let _span = tracing::info_span!("request", request_id = "id-1").entered();
            tracing::warn!(
                count = 3,
                wanted = true,
                text = "a \"quoted\"\nline",
                odd = "\u{1}\\é",
                "it {}",
                "happened"
            );
        });
        let line = &lines[0];
        assert_eq!(lines.len(), 1);
        assert_eq!(line["level"], "warn");
        assert_eq!(line["message"], "it happened");
        assert_eq!(line["service"], "kpi-test");
        assert_eq!(line["environment"], "staging");
        assert_eq!(line["request_id"], "id-1");
        assert_eq!(line["count"], 3);
        assert_eq!(line["wanted"], true);
        assert_eq!(line["text"], "a \"quoted\"\nline");
        assert_eq!(line["odd"], "\u{1}\\é");
        let timestamp = line["timestamp"].as_str().unwrap();
        assert!(
            chrono::DateTime::parse_from_rfc3339(timestamp).is_ok(),
            "{timestamp}"
        );
    }

    #[test]
    fn a_time_is_written_to_the_microsecond_whether_its_second_is_new_or_not() {
        for (micros, text) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (1_790_000_000_000_001, "2026-09-21T14:13:20.000001Z"),
            (1_790_000_000_999_999, "2026-09-21T14:13:20.999999Z"),
            (1_709_210_096_120_000, "2024-02-29T12:34:56.120000Z"),
        ] {
            let mut written = String::new();
            write_time(&mut written, UNIX_EPOCH + Duration::from_micros(micros)).unwrap();
            assert_eq!(written, text);
        }
    }

    #[test]
    fn numbers_that_json_lacks_become_null() {
        let lines = lines_of(|| tracing::info!(ratio = f64::NAN, half = 0.5));
        assert_eq!(lines[0]["ratio"], Value::Null);
        assert_eq!(lines[0]["half"], 0.5);
    }

    #[test]
    fn a_line_of_a_request_has_its_id_once_wherever_it_comes_from() {
        let id = request_id::RequestId::parse("mine").unwrap();
        let lines = lines_of(|| {
            let log = async {
                tracing::info!("plain");
                tracing::info!(request_id = "given", "given");
                let _span = tracing::info_span!("request", request_id = "span").entered();
                tracing::info!("spanned");
            };
            let mut logging = std::pin::pin!(request_id::scope(id, log));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            assert!(logging.as_mut().poll(&mut context).is_ready());
        });
        let ids: Vec<_> = lines
            .iter()
            .map(|line| line["request_id"].as_str())
            .collect();
        assert_eq!(ids, [Some("mine"), Some("given"), Some("span")]);
        for line in lines.iter().map(Value::to_string) {
            assert_eq!(line.matches("request_id").count(), 1, "{line}");
        }
    }
}
