//! Ranges and statistics of exceptions.

use chrono::{Datelike, Months, NaiveDate};

use super::dto::{
    ExceptionFigures, ExceptionMonth, ExceptionRange, ExceptionStatistics, Exceptions, KindDays,
};
use super::store::{self, ExceptionDay};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::http::{DateRange, YEARS};
use crate::scoring::ExceptionKind;
use crate::session::CurrentUser;

pub(super) fn list(
    conn: &mut DbConnection,
    user: &CurrentUser,
    range: &DateRange,
) -> Result<Exceptions, AppError> {
    let days = store::exception_days(conn, user.id, &range.dates()?)?;
    let same = |one: &ExceptionDay, next: &ExceptionDay| {
        one.date.succ_opt() == Some(next.date) && one.kind == next.kind && one.note == next.note
    };
    let exceptions = days.chunk_by(same).map(|days| ExceptionRange {
        from: days[0].date,
        to: days[days.len() - 1].date,
        kind: days[0].kind.0,
        note: days[0].note.clone(),
        days: days.len(),
    });
    Ok(Exceptions {
        exceptions: exceptions.collect(),
    })
}

pub(super) fn statistics(
    conn: &mut DbConnection,
    user: &CurrentUser,
    year: i32,
) -> Result<ExceptionStatistics, AppError> {
    let starts: Option<Vec<NaiveDate>> = NaiveDate::from_ymd_opt(year, 1, 1)
        .filter(|_| YEARS.contains(&year))
        .and_then(|first| {
            (0..=12)
                .map(|month| first.checked_add_months(Months::new(month)))
                .collect()
        });
    let Some(starts) = starts else {
        let message = format!("must be from {} to {}", YEARS.start(), YEARS.end());
        return Err(AppError::invalid("/year", "out_of_range", message));
    };
    let (first, end) = (starts[0], starts[12]);
    let last = end.pred_opt().unwrap_or(end);
    let days = store::exception_days(conn, user.id, &(first..=last))?;
    let months = starts.windows(2).map(|month| ExceptionMonth {
        month: month[0].month(),
        figures: figures(&days, month[0], month[1], user.today),
    });
    Ok(ExceptionStatistics {
        year,
        months: months.collect(),
        figures: figures(&days, first, end, user.today),
    })
}

/// The figures of the days from `first` until before `end`.
fn figures(
    days: &[ExceptionDay],
    first: NaiveDate,
    end: NaiveDate,
    today: NaiveDate,
) -> ExceptionFigures {
    let from = days.partition_point(|day| day.date < first);
    let until = days.partition_point(|day| day.date < end);
    let days = &days[from..until];
    let of_kind = |kind| days.iter().filter(|day| day.kind.0 == kind).count();
    let passed_days = usize::try_from((today.min(end) - first).num_days()).unwrap_or(0);
    let passed = days.partition_point(|day| day.date < today);
    ExceptionFigures {
        kinds: ExceptionKind::ALL
            .map(|kind| KindDays {
                kind,
                days: of_kind(kind),
            })
            .into(),
        days: days.len(),
        passed_days,
        share: (passed_days > 0).then(|| passed as f64 / passed_days as f64),
    }
}
