//! [`vocabulary!`]: an enum whose values have one name each, the same on the wire, in the database and
//! in the API description.

/// Writes the enum, its `ALL` in the order of declaration, and the one name of each value for
/// `as_str`, `Display`, `FromStr`, serde and the API description. A name is taken as `tt`, since
/// utoipa does not see through a `literal`.
macro_rules! vocabulary {
    (
        $(#[$about:meta])*
        $name:ident {
            $($(#[$about_word:meta])* $variant:ident = $word:tt,)+
        }
    ) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
            strum::Display, strum::EnumString, strum::IntoStaticStr,
        )]
        pub enum $name {
            $($(#[$about_word])* #[serde(rename = $word)] #[strum(serialize = $word)] $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The value's one name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }
    };
}
pub(crate) use vocabulary;
