//! [`Text`]: names, titles and notes.
//!
//! People paste them out of spreadsheets, word processors and terminals. Characters that no field shows
//! must not keep a day from being saved, so they are replaced or removed instead of refused.

use std::fmt;

use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, CodePointSetData};
use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use super::ValidationError;

/// A text of 1 to `MAX` characters, trimmed, with at least one visible character; in one line unless it is
/// `MULTILINE`. Tabs become blanks, and line ends do in one line; other control characters are removed. The
/// length is that of the text as sent, which is what `maxLength` of the API description means. Characters that
/// turn the direction of the text are refused: they would also turn what a page, a mail or a log shows beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text<const MAX: usize, const MULTILINE: bool>(String);

/// A text in one line.
pub type ShortText<const MAX: usize> = Text<MAX, false>;
/// A person's or a habit's name.
pub type Name = ShortText<100>;
/// The unit of a count.
pub type Unit = ShortText<30>;
/// The name of a group of habits.
pub type GroupName = ShortText<50>;
/// A note.
pub type Note = ShortText<500>;
/// The note of a day.
pub type DayNote = Text<2000, true>;

impl<const MAX: usize, const MULTILINE: bool> Text<MAX, MULTILINE> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize, const MULTILINE: bool> TryFrom<String> for Text<MAX, MULTILINE> {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        if text.chars().count() > MAX {
            return Err(ValidationError::new(
                "too_long",
                format!("must have at most {MAX} characters"),
            ));
        }
        let text = normalized(&text, if MULTILINE { '\n' } else { ' ' });
        let text = text.trim();
        if text.is_empty() {
            return Err(ValidationError::new("required", "must not be empty"));
        }
        if text.chars().any(turns_direction) {
            return Err(ValidationError::new(
                "directional_controls",
                "must not hold characters that turn the direction of the text",
            ));
        }
        if !text.chars().any(is_visible) {
            return Err(ValidationError::new(
                "required",
                "must have at least one visible character",
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

/// The text with this character for each line end, blanks for tabs, and without other control characters.
fn normalized(text: &str, line_end: char) -> String {
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| match c {
            '\t' => ' ',
            '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => line_end,
            other => other,
        })
        .filter(|c| *c == line_end || !c.is_control())
        .collect()
}

/// Embeddings, overrides and isolates (UAX #9). Marks such as U+200F affect no neighbours, and belong to
/// texts in Arabic and Hebrew.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether the character alone shows something.
fn is_visible(c: char) -> bool {
    /// It has no dots, and is a symbol to Unicode.
    const BRAILLE_BLANK: char = '\u{2800}';
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    [
        GeneralCategoryGroup::Letter,
        GeneralCategoryGroup::Number,
        GeneralCategoryGroup::Punctuation,
        GeneralCategoryGroup::Symbol,
    ]
    .iter()
    .any(|group| group.contains(category))
        && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        && c != BRAILLE_BLANK
}

impl<const MAX: usize, const MULTILINE: bool> From<Text<MAX, MULTILINE>> for String {
    fn from(text: Text<MAX, MULTILINE>) -> Self {
        text.0
    }
}

impl<const MAX: usize, const MULTILINE: bool> fmt::Display for Text<MAX, MULTILINE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize, const MULTILINE: bool> utoipa::PartialSchema for Text<MAX, MULTILINE> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(MAX))
            .into()
    }
}

impl<const MAX: usize, const MULTILINE: bool> utoipa::ToSchema for Text<MAX, MULTILINE> {
    fn name() -> std::borrow::Cow<'static, str> {
        let kind = if MULTILINE { "MultilineText" } else { "Text" };
        format!("{kind}{MAX}").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_one_visible_line() {
        for (text, expected) in [
            ("  Plan\t30 ", Ok("Plan 30")),
            ("a\r\nb\nc\rd", Ok("a b c d")),
            ("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f", Ok("a b c d e f")),
            ("a\0b\u{7}c\u{1b}[1md\u{7f}", Ok("abc[1md")),
            ("قراءة 30", Ok("قراءة 30")),
            ("a\u{200f}b", Ok("a\u{200f}b")),
            ("👨\u{200d}👩\u{200d}👧", Ok("👨\u{200d}👩\u{200d}👧")),
            ("=1+1", Ok("=1+1")),
            ("\u{1f600}", Ok("\u{1f600}")),
            ("", Err("required")),
            (" \t\0\n", Err("required")),
            ("\u{a0}", Err("required")),
            ("\u{200b}\u{200b}\u{200b}", Err("required")),
            ("\u{2060}", Err("required")),
            ("\u{feff}", Err("required")),
            ("\u{ad}", Err("required")),
            ("\u{3164}", Err("required")),
            ("\u{115f}\u{1160}\u{ffa0}", Err("required")),
            ("\u{2800}", Err("required")),
            ("\u{301}", Err("required")),
            ("\u{200d}\u{fe0f}", Err("required")),
            ("\u{fffe}", Err("required")),
            ("\u{e000}", Err("required")),
            ("\u{202e}abc", Err("directional_controls")),
            ("abc\u{2066}", Err("directional_controls")),
            ("\u{202a}", Err("directional_controls")),
            (&"x".repeat(101), Err("too_long")),
            (&format!("{}\n", "x".repeat(100)), Err("too_long")),
        ] {
            let parsed = Name::try_from(text.to_owned());
            let found = parsed.as_ref().map(Name::as_str);
            let found = found.map_err(|invalid| invalid.code.as_str());
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_multiline_text_keeps_its_lines() {
        for (text, expected) in [
            (" One\r\ntwo\rthree\n\n", Ok("One\ntwo\nthree")),
            ("One\n\n\ttwo\u{2028}three", Ok("One\n\n two\nthree")),
            ("a\0b\u{7}c\u{1b}[1md\u{7f}", Ok("abc[1md")),
            ("\n\r\n \u{200b}", Err("required")),
            ("One\n\u{202e}two", Err("directional_controls")),
            (&"ж".repeat(2000), Ok(&*"ж".repeat(2000))),
            (&"ж".repeat(2001), Err("too_long")),
        ] {
            let parsed = DayNote::try_from(text.to_owned());
            let found = parsed.as_ref().map(DayNote::as_str);
            let found = found.map_err(|invalid| invalid.code.as_str());
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
