//! Sides, muscle groups and the qualities a muscle group has.
//!
//! A number that belongs to a leg is never bare: it stands in a [`Bilateral`] or beside a [`Side`].
//! Read next: [`crate::knowledge::MuscleGroup`], which says what is known of each group.

use serde::{Deserialize, Serialize};
use std::fmt;

/// One of the two legs, always the person's own left or right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The person's left leg.
    Left,
    /// The person's right leg.
    Right,
}

impl Side {
    /// Both sides, left first.
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];

    /// The other leg.
    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }

    /// The word that files and people use: `left` or `right`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value for each leg.
///
/// # Example
/// ```
/// use evenstride_core::body::{Bilateral, Side};
/// let peak_newton = Bilateral { left: 412.0, right: 455.0 };
/// assert_eq!(peak_newton[Side::Right], 455.0);
/// assert_eq!(peak_newton.mirrored().left, 455.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Bilateral<T> {
    /// The left leg's value.
    pub left: T,
    /// The right leg's value.
    pub right: T,
}

impl<T> Bilateral<T> {
    /// Makes both values from a function of the side.
    pub fn from_fn(mut value_of: impl FnMut(Side) -> T) -> Self {
        Self { left: value_of(Side::Left), right: value_of(Side::Right) }
    }

    /// Swaps the legs.
    #[must_use]
    pub fn mirrored(self) -> Self {
        Self { left: self.right, right: self.left }
    }

    /// Applies a function to both values.
    pub fn map<U>(self, mut f: impl FnMut(T) -> U) -> Bilateral<U> {
        Bilateral { left: f(self.left), right: f(self.right) }
    }

    /// Borrows both values.
    pub fn as_ref(&self) -> Bilateral<&T> {
        Bilateral { left: &self.left, right: &self.right }
    }
}

impl<T> std::ops::Index<Side> for Bilateral<T> {
    type Output = T;
    fn index(&self, side: Side) -> &T {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }
}

impl<T> std::ops::IndexMut<Side> for Bilateral<T> {
    fn index_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Left => &mut self.left,
            Side::Right => &mut self.right,
        }
    }
}

/// What can differ between two legs; each quality is its own and is never averaged with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// How much force, work or power the muscle gives, on a log scale.
    Strength,
    /// How far the joint or muscle lets one move, in degrees.
    Flexibility,
    /// How big the muscle is, on a log scale.
    Size,
    /// How steadily the leg is held or placed, on a log scale.
    Control,
    /// Which leg carries more when both work together, as log(left share / right share).
    LoadSharing,
}

impl Quality {
    /// All qualities in the order in which reports show them.
    pub const ALL: [Quality; 5] =
        [Quality::Strength, Quality::Flexibility, Quality::Size, Quality::Control, Quality::LoadSharing];

    /// The kebab-case word that files use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Quality::Strength => "strength",
            Quality::Flexibility => "flexibility",
            Quality::Size => "size",
            Quality::Control => "control",
            Quality::LoadSharing => "load-sharing",
        }
    }
}

impl fmt::Display for Quality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAnId(
    /// The text that was given.
    pub String,
);

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "read the id “{}”: expected 1 to 64 letters, digits and single hyphens", self.0)
    }
}

impl std::error::Error for NotAnId {}

/// Is this text made of letters, digits and single inner hyphens, 1 to 64 bytes long?
#[must_use]
pub fn is_id(text: &str) -> bool {
    // In one go, because a catalogue holds very many.
    let mut before = b'-';
    let fits = text.bytes().all(|b| {
        let two_hyphens = b == b'-' && before == b'-';
        before = b;
        !two_hyphens && (b.is_ascii_alphanumeric() || b == b'-')
    });
    fits && before != b'-' && text.len() <= 64
}

/// Declares an id: a checked kebab-case text that never changes once released.
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Checks a text and makes the id.
            ///
            /// # Errors
            /// The text is empty, too long, or holds anything but letters, digits and single hyphens.
            pub fn new(text: &str) -> Result<Self, $crate::body::NotAnId> {
                if $crate::body::is_id(text) { Ok(Self(text.into())) } else { Err($crate::body::NotAnId(text.to_owned())) }
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::body::NotAnId;
            fn try_from(text: String) -> Result<Self, Self::Error> {
                if $crate::body::is_id(&text) { Ok(Self(text.into())) } else { Err($crate::body::NotAnId(text)) }
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}
pub(crate) use id;

id!(
    /// A muscle group of the leg, such as `hamstrings`.
    MuscleGroupId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_kebab_case_and_nothing_else() {
        for good in ["quads", "RF-01", "isok-knee-ext-60"] {
            assert!(MuscleGroupId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "a--b", "a b", "ä", "a/b", &"a".repeat(65)] {
            assert!(MuscleGroupId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn mirroring_twice_changes_nothing() {
        let pair = Bilateral { left: 1, right: 2 };
        assert_eq!(pair.mirrored(), Bilateral { left: 2, right: 1 });
        assert_eq!(pair.mirrored().mirrored(), pair);
        assert_eq!(Side::Left.other().other(), Side::Left);
    }
}
