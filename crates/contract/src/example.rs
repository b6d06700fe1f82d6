//! Parses `.env.example`: sections of `#NAME=value   # meaning` lines.

use std::collections::BTreeMap;

/// Settings by name, with their value (empty if there is none).
pub type Section = BTreeMap<String, String>;

/// The sections, by their titles up to a comma (`# --- Title, …`).
#[must_use]
pub fn sections(example: &str) -> BTreeMap<String, Section> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    let mut title = String::new();
    for line in example.lines() {
        if let Some(rest) = line.strip_prefix("# --- ") {
            let (words, _) = rest.split_once(',').unwrap_or((rest, ""));
            title = words.trim().to_owned();
        } else if let Some((name, value)) = setting(line) {
            let section = sections.entry(title.clone()).or_default();
            section.insert(name.to_owned(), value.to_owned());
        }
    }
    sections
}

fn setting(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix('#')?.split_once('=')?;
    let is_name = name
        .bytes()
        .all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_');
    let (value, _) = rest.split_once(" #").unwrap_or((rest, ""));
    is_name.then_some((name, value.trim().trim_matches('"')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_has_its_settings_and_values() {
        let example = "# Text = more\n# --- Backend\n\n#PORT=3001   # where\n#JWT_SECRET=  # signs\n#APP_NAME=\"A name\"\n\
                       # --- scripts/dev.sh, besides PORT\n#DATA_DIR=data\n";
        let sections = sections(example);
        let backend = &sections["Backend"];
        assert_eq!(backend["PORT"], "3001");
        assert_eq!(backend["JWT_SECRET"], "");
        assert_eq!(backend["APP_NAME"], "A name");
        assert_eq!(backend.len(), 3);
        assert_eq!(sections["scripts/dev.sh"]["DATA_DIR"], "data");
    }
}
