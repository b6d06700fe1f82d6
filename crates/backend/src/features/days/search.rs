//! Which days a list has: those of a range, or those with a note, or with a text in it.

use std::ops::RangeInclusive;

use chrono::NaiveDate;

use super::dto::DaysQuery;
use crate::domain::{ShortText, fold_case, nfc};
use crate::error::AppError;
use crate::http::{DateRange, check_range_of, parse_date};

/// Characters of an excerpt on either side of what was found.
const EXCERPT_CONTEXT: usize = 60;
/// Characters of an excerpt from the beginning of a note.
const EXCERPT_BEGINNING: usize = 160;

/// The selection of a list of days.
pub(super) enum DaySelection {
    /// The recorded days of a range.
    Range(RangeInclusive<NaiveDate>),
    /// The days with a text in their note.
    Notes(NoteSearch),
}

/// A search in the notes of days.
pub(super) struct NoteSearch {
    /// Not before this date.
    pub from: Option<NaiveDate>,
    /// Not after this date.
    pub to: Option<NaiveDate>,
    /// The text, as [`fold_case`] has it; empty for every note.
    pub folded: String,
}

impl DaySelection {
    /// The selection as part of a cache key.
    pub fn as_path(&self) -> String {
        match self {
            Self::Range(dates) => format!("{}/{}", dates.start(), dates.end()),
            Self::Notes(NoteSearch { from, to, folded }) => {
                let bound = |date: &Option<NaiveDate>| date.map(|date| date.to_string());
                let [from, to] = [from, to].map(|date| bound(date).unwrap_or_default());
                format!("{from}/{to}/{folded}")
            }
        }
    }
}

impl TryFrom<DaysQuery> for DaySelection {
    type Error = AppError;

    fn try_from(query: DaysQuery) -> Result<Self, AppError> {
        let DaysQuery { from, to, q } = query;
        let Some(q) = q else {
            let (Some(from), Some(to)) = (from, to) else {
                let message = "from and to are required without q";
                return Err(AppError::invalid("", "query_invalid", message));
            };
            return DateRange::new(from, to).dates().map(Self::Range);
        };
        let folded = if q.trim().is_empty() {
            String::new()
        } else {
            let text = ShortText::<200>::try_from(q).map_err(|problem| AppError::Invalid {
                pointer: "/q".to_owned(),
                problem,
            })?;
            fold_case(text.as_str())
        };
        let parse = |text: Option<String>, pointer| {
            let date = text.map(|text| parse_date(&text, pointer));
            date.transpose()
        };
        let (from, to) = (parse(from, "/from")?, parse(to, "/to")?);
        if let (Some(from), Some(to)) = (from, to) {
            check_range_of(i64::MAX, from, to)?;
        }
        Ok(Self::Notes(NoteSearch { from, to, folded }))
    }
}

impl NoteSearch {
    /// The part of a note around the first occurrence of the text, in one line, cut between words.
    pub fn excerpt_of(&self, note: &str) -> String {
        let folded = fold_case(note);
        let found = folded.find(&self.folded).unwrap_or(0);
        // Folding replaces each character by one.
        let start = folded[..found].chars().count();
        let end = start + self.folded.chars().count();
        let note: Vec<char> = nfc(note).replace('\n', " ").chars().collect();
        let (before, rest) = note.split_at(start.min(note.len()));
        let (occurrence, after) = rest.split_at((end - start).min(rest.len()));

        let cut = before.len().saturating_sub(EXCERPT_CONTEXT);
        let word = before[cut..].iter().position(|c| *c == ' ');
        let cut_before = if cut == 0 {
            0
        } else {
            cut + word.map_or(0, |at| at + 1)
        };
        let context = if self.folded.is_empty() {
            EXCERPT_BEGINNING
        } else {
            EXCERPT_CONTEXT
        };
        let cut = after.len().min(context);
        let word = after[..cut].iter().rposition(|c| *c == ' ');
        let cut_after = if cut == after.len() {
            cut
        } else {
            word.unwrap_or(cut)
        };

        let mut excerpt = String::new();
        if cut_before > 0 {
            excerpt.push('…');
        }
        excerpt.extend(&before[cut_before..]);
        excerpt.extend(occurrence);
        excerpt.extend(&after[..cut_after]);
        if cut_after < after.len() {
            excerpt.push('…');
        }
        excerpt
    }
}
