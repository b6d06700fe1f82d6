//! [`Json`]: the extractor of JSON bodies, which validates while it deserializes.
//!
//! Malformed JSON is 400, another content type and any content coding 415, an invalid value or field 422
//! with a JSON pointer (RFC 6901). Value types validate in serde's `try_from`, whose errors are strings; so a
//! [`ValidationError`] is formatted as `code: message` and parsed again here.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::Segment;

use super::objects::ObjectsOnly;
use crate::domain::ValidationError;
use crate::error::AppError;
use crate::state::AppState;

/// How many characters of a client's key or value an error repeats.
const MAX_ECHO: usize = 64;

/// A JSON body.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Json<T> {
    type Error = AppError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, AppError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .map(|value| value.split(';').next().unwrap_or_default().trim())
            .is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
        let is_coded = request
            .headers()
            .get_all(header::CONTENT_ENCODING)
            .any(|coding| {
                let coding = coding.as_bytes();
                !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity")
            });
        let limit = request
            .app_data::<Data<AppState>>()
            .map_or(0, |state| state.config.server.max_body_bytes);
        let body = Bytes::from_request(request, payload);
        Box::pin(async move {
            if is_coded {
                return Err(AppError::ContentCoding);
            }
            if !is_json {
                return Err(AppError::NotJson);
            }
            let body = body
                .await
                .map_err(|error| match error.as_error::<PayloadError>() {
                    Some(PayloadError::Overflow) => AppError::TooLarge(limit),
                    _ => AppError::Malformed("The body ended early.".to_owned()),
                })?;
            parse(&body).map(Self)
        })
    }
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, AppError> {
    // RFC 8259 §8.1: JSON is UTF-8.
    let body = std::str::from_utf8(body)
        .map_err(|error| AppError::Malformed(format!("The body is not UTF-8: {error}.")))?;
    let mut json = serde_json::Deserializer::from_str(body);
    let value = serde_path_to_error::deserialize(ObjectsOnly(&mut json)).map_err(|error| {
        // serde_json's error category is not reliable: a number in place of an enum is a syntax error, and
        // an unknown field in a truncated body a data error.
        if serde_json::from_str::<IgnoredAny>(body).is_ok() {
            AppError::Invalid {
                pointer: pointer(error.path()),
                problem: from_serde(&error.inner().to_string()),
            }
        } else {
            let reason = shorten(&error.inner().to_string());
            AppError::Malformed(format!("The body is not JSON: {reason}."))
        }
    })?;
    json.end()
        .map_err(|error| AppError::Malformed(format!("Something follows the JSON: {error}.")))?;
    Ok(value)
}

/// Parses an error message of serde, which is `code: message` if a value type rejected the value.
fn from_serde(message_text: &str) -> ValidationError {
    // serde_json appends the position in the text; the pointer replaces it.
    let message_text = message_text
        .rsplit_once(" at line ")
        .map_or(message_text, |(message_text, _place)| message_text);
    let code_and_message = message_text.split_once(": ").filter(|(code, _)| {
        !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    });
    let (code, message) = code_and_message.unwrap_or_else(|| {
        let code = if message_text.starts_with("unknown field") {
            "unknown_field"
        } else if message_text.starts_with("missing field") {
            "required"
        } else if message_text.starts_with("unknown variant") {
            "unknown_value"
        } else {
            "wrong_type"
        };
        (code, message_text)
    });
    ValidationError {
        code: code.to_owned(),
        message: shorten(message),
    }
}

/// An error message of serde with at most [`MAX_ECHO`] characters of what the client sent, which it quotes
/// first.
pub(super) fn shorten(message_text: &str) -> String {
    let quoted = message_text.find(['`', '"']).and_then(|at| {
        let (before, rest) = message_text.split_at(at + 1);
        let quote = &before[at..];
        let end = rest
            .rfind(&format!("{quote}, expected "))
            .or_else(|| rest.rfind(quote))?;
        let (echo, after) = rest.split_at(end);
        Some((before, echo, after))
    });
    quoted.map_or_else(
        || message_text.to_owned(),
        |(before, echo, after)| format!("{before}{}{after}", abbreviate(echo)),
    )
}

fn abbreviate(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_ECHO) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push('/');
                pointer.push_str(&abbreviate(key).replace('~', "~0").replace('/', "~1"));
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::domain::Name;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Body {
        #[expect(dead_code, reason = "only parsed")]
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Item {
        #[expect(dead_code, reason = "only parsed")]
        name: Name,
    }

    #[test]
    fn invalid_values_have_a_pointer() {
        for (body, pointer, code) in [
            (
                r#"{"items":[{"name":"a"},{"name":" "}]}"#,
                "/items/1/name",
                "required",
            ),
            (r#"{"items":[{"name":1}]}"#, "/items/0/name", "wrong_type"),
            (
                r#"{"items":[{"name":"a","x~/y":1}]}"#,
                "/items/0/x~0~1y",
                "unknown_field",
            ),
            (r#"{"items":[{}]}"#, "/items/0", "required"),
            (r#"{"items":{}}"#, "/items", "wrong_type"),
            (r#""text""#, "", "wrong_type"),
            (r#"[[{"name":"a"}]]"#, "", "wrong_type"),
            (r#"{"items":[["a"]]}"#, "/items/0", "wrong_type"),
        ] {
            match parse::<Body>(body.as_bytes()) {
                Err(AppError::Invalid {
                    pointer: at,
                    problem,
                }) => {
                    assert_eq!(
                        (at.as_str(), problem.code.as_str()),
                        (pointer, code),
                        "{body}"
                    );
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_the_client_sent_is_repeated_to_64_characters() {
        let (long, kept) = ("ä`, expected \"".repeat(1000), "ä`, expected \"".repeat(5));
        for (key, kept) in [
            ("k".repeat(64), "k".repeat(64)),
            (long, kept[..64 + 5].to_owned() + "…"),
        ] {
            let key = serde_json::to_string(&key).unwrap();
            for body in [format!("{{{key}:1}}"), format!("{{\"items\":{key}}}")] {
                let Err(AppError::Invalid { pointer, problem }) = parse::<Body>(body.as_bytes())
                else {
                    panic!("{body}");
                };
                assert!(
                    problem.message.contains(", expected"),
                    "{}",
                    problem.message
                );
                assert!(problem.message.chars().count() < 160, "{}", problem.message);
                assert!(
                    pointer == "/items" || pointer == format!("/{kept}"),
                    "{pointer}"
                );
            }
            let Err(AppError::Malformed(text)) = parse::<Body>(format!("{{{key}:1").as_bytes())
            else {
                panic!("{key}");
            };
            assert!(text.chars().count() < 200, "{text}");
        }
    }

    #[test]
    fn invalid_json_is_malformed() {
        for body in ["", "{", "{}{}", "nonsense", r#"{"items":[]} trailing"#] {
            assert!(
                matches!(
                    parse::<Body>(body.as_bytes()),
                    Err(AppError::Malformed(_) | AppError::Invalid { .. })
                ),
                "{body}"
            );
        }
        assert!(matches!(parse::<Body>(b"{"), Err(AppError::Malformed(_))));
    }
}
