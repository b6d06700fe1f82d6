//! Fields that say who the user is, and which only the gateway itself may set.

/// Whether a field, however it is spelled, is one of `X-User-*`.
///
/// Servers that turn fields into variables read `X_User_Id` as `X-User-Id`, so an underscore
/// counts as a hyphen (the same trap that RFC 3875 §4.1.18 opens for CGI).
pub(crate) fn is_identity(name: &str) -> bool {
    const PREFIX: &str = "x-user-";
    starts_like(name, PREFIX) || name.len() == PREFIX.len() - 1 && starts_like(name, "x-user")
}

/// Whether a field has an underscore in its name. None of the known ones has, and what a server
/// that turns fields into variables would take for a known one (see above) is nobody's right.
pub(crate) fn is_misspelled(name: &str) -> bool {
    name.contains('_')
}

/// Whether `name` starts with `prefix`, in any case, with `_` for `-`.
pub(super) fn starts_like(name: &str, prefix: &str) -> bool {
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
    fn every_spelling_is_known() {
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
