//! Parses tables of Markdown documents.

/// The rows of all tables, without head and delimiter rows.
#[must_use]
pub fn rows(document: &str) -> Vec<Vec<String>> {
    let is_delimiter =
        |line: &str| line.starts_with('|') && line.trim_matches(['|', '-', ' ']).is_empty();
    let lines: Vec<_> = document.lines().map(str::trim).collect();
    lines
        .iter()
        .enumerate()
        .filter(|(at, line)| {
            let is_head = lines.get(at + 1).is_some_and(|next| is_delimiter(next));
            line.starts_with('|') && !is_delimiter(line) && !is_head
        })
        .map(|(_, line)| cells(line))
        .collect()
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim_start_matches('|').trim_end_matches('|');
    inner
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// The code spans of a cell, in order.
#[must_use]
pub fn codes(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_the_body_of_tables() {
        let document =
            "# T\n\n| a | b |\n| --- | --- |\n| `x`, `y` | 1 |\n\ntext\n| c |\n|---|\n| z |\n";
        assert_eq!(
            rows(document),
            [
                vec!["`x`, `y`".to_owned(), "1".to_owned()],
                vec!["z".to_owned()]
            ]
        );
        assert_eq!(codes("`x`, `y` and z"), ["x", "y"]);
        assert!(codes("none").is_empty());
    }
}
