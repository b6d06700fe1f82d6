//! Identity fields (`X-User-*`), which clients must not set.

/// Whether a field is one of `X-User-*`, in any spelling.
///
/// Servers that map fields to variables read `X_User_Id` as `X-User-Id`, so an underscore counts as
/// a hyphen (as in CGI, RFC 3875 §4.1.18).
pub(crate) fn is_identity(name: &str) -> bool {
    const PREFIX: &str = "x-user-";
    has_prefix(name, PREFIX) || name.len() == PREFIX.len() - 1 && has_prefix(name, "x-user")
}

/// Whether a field name has an underscore. No registered field has one, and some servers would take
/// it for the field with hyphens (see above).
pub(crate) fn has_underscore(name: &str) -> bool {
    name.contains('_')
}

/// Whether `name` starts with `prefix`, in any case, with `_` for `-`.
pub(super) fn has_prefix(name: &str, prefix: &str) -> bool {
    let alike = |(left, right): (u8, u8)| {
        let left = if left == b'_' { b'-' } else { left };
        left.eq_ignore_ascii_case(&right)
    };
    name.len() >= prefix.len() && name.bytes().zip(prefix.bytes()).all(alike)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_detected() {
        for name in [
            "x-user-id",
            "X-User-Email",
            "x_user_id",
            "X-USER_ROLE",
            "x-user",
        ] {
            assert!(is_identity(name), "{name}");
        }
        for name in ["user-agent", "x-username", "x-users", "my-x-user-id", "x"] {
            assert!(!is_identity(name), "{name}");
        }
    }
}
