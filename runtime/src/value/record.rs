//! What generated records and enums consist of, written once for all of them.

use std::fmt;

/// Shows a record.
///
/// # Errors
/// When the text can't be written.
pub fn show(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, &dyn fmt::Debug)],
) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (field, value) in fields {
        shown.field(field.strip_prefix("r#").unwrap_or(field), value);
    }
    shown.finish()
}

/// What a record implements, with the keys of its fields:
/// `record!(Message: Debug + Deserialize + Serialize { sid, from = "From", … })`.
///
/// A field without a key has its own name as one. Unknown keys are skipped; a
/// key of a field whose type has no way to be missing has to be there. A field
/// is read into what its type is by default: `as required` is for types that
/// have none, and `as own` for those that are read by their own `Deserialize`.
/// `in "+02:00"` is the offset of its times that have none.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident: Debug + Deserialize $(+ $serialize:ident)? {
        $($field:ident $(= $wire:literal)? $(as $how:ident)? $(in $zone:literal)?),* $(,)?
    }) => {
        #[automatically_derived]
        impl $crate::__private::Value for $name {
            const SHAPE: $crate::__private::Shape = $crate::__private::Shape::Object;
            const KIND: $crate::__private::Kind = $crate::__private::Kind::Record(
                ::core::stringify!($name),
                &[$($crate::__private::Field {
                    quoted: ::core::concat!("\"", $crate::__wire!($field $($wire)?), "\":"),
                    kind: $crate::__record!(@kind $name $field $($how)?),
                    zone: $crate::__record!(@zone $($zone)?),
                }),*],
            );

            fn take(token: $crate::__private::Token<'_>) -> ::core::result::Result<Self, $crate::__private::ReadError> {
                let $crate::__private::Token::Object(object) = token else {
                    return ::core::result::Result::Err(
                        token.refused(::core::concat!("an object (", ::core::stringify!($name), ")")),
                    );
                };
                $(let mut $field = $crate::__record!(@slot $($how)?);)*
                object.fields(
                    const { &[$($crate::__private::Key::new(
                        ::core::concat!("\"", $crate::__wire!($field $($wire)?), "\":"),
                    )),*] },
                    &mut [$(::core::option::Option::Some($crate::__record!(@place $field $($zone)?))),*],
                )?;
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__record!(@value $field $($how)?)),*
                })
            }
        }

        $crate::__deserialize!($name);

        // Not marked as derived: it reads every field, so that none is unused.
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::show(f, ::core::stringify!($name), &[
                    $((::core::stringify!($field), &self.$field)),*
                ])
            }
        }

        $crate::__record!(@write [$($serialize)?] $name {
            $($field = $crate::__wire!($field $($wire)?)),*
        });
    };
    (@place $slot:ident) => { &mut $slot };
    (@place $slot:ident $zone:literal) => { &mut $crate::__private::Zoned::new(&mut $slot, $zone) };
    (@kind $name:ident $field:ident $(required)?) => {
        $crate::__private::kind_of(|record: &$name| &record.$field)
    };
    (@kind $name:ident $field:ident own) => {
        $crate::__private::own_kind_of(|record: &$name| &record.$field)
    };
    (@zone) => { ::core::option::Option::None };
    (@zone $zone:literal) => { ::core::option::Option::Some($zone) };
    (@slot) => { ::core::default::Default::default() };
    (@slot required) => { $crate::__private::Required::empty() };
    (@slot own) => { $crate::__private::Required::<$crate::__private::ViaSerde<_>>::empty() };
    (@value $slot:ident) => { $slot };
    (@value $slot:ident required) => { $slot.taken()? };
    (@value $slot:ident own) => { $slot.taken()?.0 };
    (@write [] $($record:tt)*) => {};
    (@write [Serialize] $name:ident { $($field:ident = $wire:expr),* }) => {
        #[automatically_derived]
        impl $crate::__private::Serialize for $name {
            fn serialize<S>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::Serializer,
            {
                let fields: &[&::core::primitive::str] = &[$($wire),*];
                let mut object = $crate::__private::Serializer::serialize_struct(
                    to,
                    ::core::stringify!($name),
                    fields.len(),
                )?;
                $($crate::__private::SerializeStruct::serialize_field(&mut object, $wire, &self.$field)?;)*
                $crate::__private::SerializeStruct::end(object)
            }
        }
    };
}

/// What a field or a variant is called on the wire: its own name unless another
/// is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __wire {
    ($name:ident) => {
        ::core::stringify!($name)
    };
    ($name:ident $wire:literal) => {
        $wire
    };
}

/// `Deserialize` of what is a `Value`.
#[doc(hidden)]
#[macro_export]
macro_rules! __deserialize {
    ($name:ident) => {
        #[automatically_derived]
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D>(from: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::__private::Deserializer<'de>,
            {
                $crate::__private::read(from)
            }
        }
    };
}

/// An enum that keeps values it does not name:
/// `open_enum!(Status, else Other { Queued = "queued", DialVerb, … })`. A variant
/// without a value is its own name on the wire.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident, else $other:ident { $($variant:ident $(= $wire:literal)?),* $(,)? }) => {
        impl $name {
            /// The value as the API writes it.
            #[must_use]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $crate::__wire!($variant $($wire)?),)*
                    Self::$other(value) => value,
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(value: &::core::primitive::str) -> Self {
                match value {
                    $($crate::__wire!($variant $($wire)?) => Self::$variant,)*
                    _ => Self::$other(::std::string::String::from(value)),
                }
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[automatically_derived]
        impl $crate::__private::Value for $name {
            const KIND: $crate::__private::Kind = $crate::__private::Kind::Enum;

            fn take(token: $crate::__private::Token<'_>) -> ::core::result::Result<Self, $crate::__private::ReadError> {
                let word = token.word()?;
                ::core::result::Result::Ok(<Self as ::core::convert::From<&::core::primitive::str>>::from(&word))
            }
        }

        $crate::__deserialize!($name);

        #[automatically_derived]
        impl $crate::__private::Serialize for $name {
            fn serialize<S>(&self, to: S) -> ::core::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::Serializer,
            {
                $crate::__private::Serializer::serialize_str(to, self.as_str())
            }
        }

        $crate::__open_enum!(@filter $name);
        $crate::__open_enum!(@filter &$name => $name);
        $crate::__open_enum!(@filter &::core::primitive::str => $name);
    };
    (@filter $from:ty) => { $crate::__open_enum!(@filter $from => $from); };
    (@filter $from:ty => $to:ty) => {
        #[automatically_derived]
        impl $crate::IntoFilter<$to> for $from {
            fn into_filter(self) -> ::core::result::Result<::std::string::String, $crate::FilterError> {
                ::core::result::Result::Ok(::std::string::ToString::to_string(&self))
            }
        }
    };
}
