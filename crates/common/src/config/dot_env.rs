//! The syntax of `.env`: one `NAME=value` a line.
//!
//! Programs differ in what a `$`, a backslash, a quote, a blank or a `#` in a value means. Only what
//! the scripts (`scripts/lib/common.sh`), Compose and systemd read alike is accepted: no escapes, no
//! variables, and anything between single quotes.

/// Names and values in their order, and the problems, which quote no value.
pub(super) fn parse(content: &[u8]) -> (Vec<(String, String)>, Vec<String>) {
    let (mut entries, mut problems) = (Vec::new(), Vec::new());
    let text = str::from_utf8(content).unwrap_or("\0");
    if text.contains('\0') {
        let problem = ".env is not UTF-8 text, perhaps UTF-16: save it as UTF-8.";
        return (entries, vec![problem.to_owned()]);
    }
    for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        match entry(line.trim()) {
            Ok(entry) => entries.extend(entry),
            Err(problem) => problems.push(format!(".env: line {} {problem}.", index + 1)),
        }
    }
    (entries, problems)
}

/// The entry of a line; `None` for a blank line or a comment.
fn entry(line: &str) -> Result<Option<(String, String)>, String> {
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let assignment = line.strip_prefix("export ").unwrap_or(line);
    let assignment = assignment.split_once('=');
    let assignment = assignment.map(|(name, value)| (name.trim(), value));
    let (name, text) = assignment
        .filter(|(name, _)| is_name(name))
        .ok_or("is not of the form NAME=value")?;
    let value = value(text).ok_or_else(|| {
        format!(
            "has a value that not all programs read alike: write it in single quotes, {name}='…', \
             or in a file that {name}_FILE names"
        )
    })?;
    Ok(Some((name.to_owned(), value.to_owned())))
}

fn is_name(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| !first.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The value; `None` if not all programs read it alike.
fn value(text: &str) -> Option<&str> {
    let trimmed = text.trim_start();
    let (value, rest, is_clear) = if let Some(quoted) = trimmed.strip_prefix('\'') {
        let (value, rest) = quoted.split_once('\'')?;
        // Some versions of Compose let a backslash escape itself and the quote, or replace ${NAME}.
        let is_clear = ![r"\\", "${"].iter().any(|it| value.contains(it)) && !value.ends_with('\\');
        (value, rest, is_clear)
    } else if let Some(quoted) = trimmed.strip_prefix('"') {
        let (value, rest) = quoted.split_once('"')?;
        (value, rest, !value.contains(['$', '\\', '`']))
    } else {
        let value = without_comment(text);
        let unclear = ['$', '\\', '`', '\'', '"', '#'];
        let is_clear = !value.contains(unclear) && !value.contains(char::is_whitespace);
        (value, "", is_clear)
    };
    (is_clear && without_comment(rest).is_empty()).then_some(value)
}

fn without_comment(text: &str) -> &str {
    text.split(" #").next().unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines with their values, which a test of the scripts reads too.
    const VALUES: &str = include_str!("../../../../scripts/tests/dotenv-values.tsv");

    #[test]
    fn values_are_those_that_all_programs_read() {
        let mut count = 0;
        for case in VALUES.lines().filter(|line| !line.starts_with("//")) {
            let (line, expected) = case.split_once('\t').unwrap();
            let expected = (expected != "refused").then(|| expected.trim_matches('|').to_owned());
            let read = entry(line).ok().flatten().map(|(_, value)| value);
            assert_eq!(read, expected, "{line}");
            count += 1;
        }
        assert!(count > 30, "{count}");
    }

    #[test]
    fn any_encoding_is_read_or_named() {
        let expected = [("A".to_owned(), "1".to_owned()), ("B".into(), "é".into())];
        for text in [
            "A=1\nB=é\n",
            "A=1\r\nB=é\r\n",
            "\u{feff}A=1\nB=é",
            "\u{feff}# why\r\nA=1\r\n\r\nB=é",
        ] {
            let (entries, problems) = parse(text.as_bytes());
            assert_eq!(entries, expected, "{text:?}");
            assert_eq!(problems, Vec::<String>::new());
        }
        let utf_16 = |order: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        for content in [
            utf_16(u16::to_le_bytes, "\u{feff}A=1\r\n"),
            utf_16(u16::to_be_bytes, "\u{feff}A=1\r\n"),
            utf_16(u16::to_le_bytes, "A=1\n"),
            b"A=\xe9\n".to_vec(),
        ] {
            let (entries, problems) = parse(&content);
            assert_eq!(entries, []);
            assert_eq!(
                problems,
                [".env is not UTF-8 text, perhaps UTF-16: save it as UTF-8."]
            );
        }
    }

    #[test]
    fn every_problem_is_named_by_its_line_without_the_value() {
        let content = "A=1\nhunter2 is my password\n\nB=hunter2$3\nC='hunter2\n";
        let (entries, problems) = parse(content.as_bytes());
        assert_eq!(entries.len(), 1);
        assert_eq!(
            problems,
            [
                ".env: line 2 is not of the form NAME=value.",
                ".env: line 4 has a value that not all programs read alike: write it in single \
                 quotes, B='…', or in a file that B_FILE names.",
                ".env: line 5 has a value that not all programs read alike: write it in single \
                 quotes, C='…', or in a file that C_FILE names.",
            ]
        );
    }
}
