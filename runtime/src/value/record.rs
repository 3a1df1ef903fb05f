//! What generated records and enums consist of, written once for all of them.

/// Reads a struct from an object, and shows it:
/// `record!(Message { sid = "sid", … })`.
///
/// Unknown keys are skipped; a key of a field whose type has no way to be
/// missing has to be there. `as plain` reads by the type's own `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident { $($field:ident = $wire:literal $(as $plain:ident)?),* $(,)? }) => {
        #[automatically_derived]
        impl<'de> $crate::__private::Value<'de> for $name {
            const EXPECTING: &'static ::core::primitive::str = ::core::concat!("an object (", ::core::stringify!($name), ")");

            fn map<A>(mut map: A) -> ::core::result::Result<Self, A::Error>
            where
                A: $crate::__private::MapAccess<'de>,
            {
                // The keys as data, and a field for each, so that one function
                // finds the keys of all records.
                #[allow(non_camel_case_types, dead_code, reason = "fields by their names")]
                enum Field {
                    $($field,)*
                }
                const KEYS: &[&::core::primitive::str] = &[$($wire),*];
                const FIELDS: &[Field] = &[$(Field::$field),*];

                $(let mut $field = ::core::option::Option::None;)*
                let mut expected = 0;
                while let ::core::option::Option::Some(key) = map.next_key::<$crate::__private::Key<'de>>()? {
                    match FIELDS.get(key.find(KEYS, &mut expected)) {
                        $(::core::option::Option::Some(Field::$field) => $crate::__record!(@fill $field map $wire $($plain)?),)*
                        ::core::option::Option::None => {
                            map.next_value::<$crate::__private::IgnoredAny>()?;
                        }
                    }
                }
                $($crate::__record!(@complete $field $wire $($plain)?);)*
                match ($($field,)*) {
                    ($(::core::option::Option::Some($field),)*) => ::core::result::Result::Ok(Self { $($field),* }),
                    _ => ::core::result::Result::Err($crate::__private::incomplete()),
                }
            }
        }

        $crate::__deserialize!($name);

        // Not marked as derived: it reads every field, so that none is unused.
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct(::core::stringify!($name))
                    $(.field($crate::__private::unraw(::core::stringify!($field)), &self.$field))*
                    .finish()
            }
        }
    };
    (@fill $field:ident $map:ident $wire:literal) => {
        $crate::__private::fill(&mut $field, &mut $map, $wire)?
    };
    (@fill $field:ident $map:ident $wire:literal plain) => {
        $crate::__private::Plain::fill(&mut $field, &mut $map, $wire)?
    };
    (@complete $field:ident $wire:literal) => {
        $crate::__private::complete(&mut $field, $wire)?
    };
    (@complete $field:ident $wire:literal plain) => {
        $crate::__private::Plain::complete(&mut $field, $wire)?
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
                <Self as $crate::__private::Value<'de>>::read(from)
            }
        }
    };
}

/// Writes a struct as an object: `serialize!(Message { sid = "sid", … })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __serialize {
    ($name:ident { $($field:ident = $wire:literal),* $(,)? }) => {
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

/// An enum that keeps values it does not name:
/// `open_enum!(Status, Other { Queued = "queued", … })`.
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum {
    ($name:ident, $other:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $name {
            /// The value as the API writes it.
            #[must_use]
            pub fn as_str(&self) -> &::core::primitive::str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$other(value) => value,
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::From<&::core::primitive::str> for $name {
            fn from(value: &::core::primitive::str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
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
        impl<'de> $crate::__private::Value<'de> for $name {
            const EXPECTING: &'static ::core::primitive::str = "a string";

            fn read<D>(from: D) -> ::core::result::Result<Self, D::Error>
            where
                D: $crate::__private::Deserializer<'de>,
            {
                let mut read = ::core::option::Option::None;
                $crate::__private::word(from, &mut |word| read = ::core::option::Option::Some(<Self as ::core::convert::From<&::core::primitive::str>>::from(word)))?;
                read.ok_or_else($crate::__private::no_word)
            }

            fn read_optional<D>(from: D) -> ::core::result::Result<::core::option::Option<Self>, D::Error>
            where
                D: $crate::__private::Deserializer<'de>,
            {
                let mut read = ::core::option::Option::None;
                $crate::__private::word(from, &mut |word| {
                    read = if word.is_empty() {
                        ::core::option::Option::None
                    } else {
                        ::core::option::Option::Some(<Self as ::core::convert::From<&::core::primitive::str>>::from(word))
                    };
                })?;
                ::core::result::Result::Ok(read)
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
            fn into_filter(self) -> ::core::result::Result<::std::string::String, ::std::string::String> {
                ::core::result::Result::Ok(::std::string::ToString::to_string(&self))
            }
        }
    };
}
