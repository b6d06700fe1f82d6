//! [`string_enum!`]: enums that are strings in JSON, in the database and in the OpenAPI schema, with
//! the same name in all three.

/// Defines the enum, `ALL` in the order of declaration, `as_str`, `Display`, `FromStr`, serde and the
/// OpenAPI schema. Names are matched as `tt`, because utoipa does not accept a `literal` fragment.
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $string:tt,)+
        }
    ) => {
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
            strum::Display, strum::EnumString, strum::IntoStaticStr,
        )]
        $(#[$meta])*
        pub enum $name {
            $($(#[$variant_meta])* #[serde(rename = $string)] #[strum(serialize = $string)] $variant,)+
        }

        impl $name {
            /// All values, in the order of declaration.
            pub const ALL: [Self; [$($string),+].len()] = [$(Self::$variant),+];

            /// The name in JSON and in the database.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                self.into()
            }
        }
    };
}
pub(crate) use string_enum;
