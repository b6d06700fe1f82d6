//! [`vocabulary!`]: a closed list of words with one spelling, the same on the wire, in the
//! database and in the API description.

use std::{error, fmt};

/// A word that is not in the list it was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// What the word was read as, for example `category`.
    pub kind: &'static str,
    /// The word as it was found.
    pub word: String,
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a {}", self.word, self.kind)
    }
}

impl error::Error for UnknownWord {}

/// Writes a closed list of words: the enum, its `ALL` in the order of declaration, and the one
/// spelling of each for `as_str`, `Display`, `FromStr`, serde and the API description. A word is
/// taken as `tt`, since utoipa does not see through a `literal`.
macro_rules! vocabulary {
    (
        $(#[$about:meta])*
        $name:ident, $kind:literal {
            $($(#[$about_word:meta])* $variant:ident = $word:tt,)+
        }
    ) => {
        $(#[$about])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            $($(#[$about_word])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word of the list, in order.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$variant),+];

            /// The word's one spelling.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::vocabulary::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL.into_iter().find(|known| known.as_str() == word).ok_or_else(|| {
                    $crate::vocabulary::UnknownWord { kind: $kind, word: word.to_owned() }
                })
            }
        }
    };
}
pub(crate) use vocabulary;
