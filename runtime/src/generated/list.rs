//! What the type of a generated list consists of: its filters, one line each,
//! and what all lists have.

/// The methods of a list, around a field of type [`Pager`](crate::Pager):
/// `list!(ListCalls of Call { status: CallStatus = "Status", … })`.
///
/// An entry is a filter: its method, the type of its value, and its parameter.
/// Behind it stands how it is sent, where that is not as one value: `as repeat`,
/// `as comma` or `as brackets` for several, and for what stands in a body `as
/// body` with `text` or `bare`, how JSON writes it, and `list` before that for
/// an array. `in "+02:00"` in front of `as` is the offset of the times that it
/// sends without one. Docs go to the method. `numbered` behind the item is of lists whose
/// pages have numbers.
#[doc(hidden)]
#[macro_export]
macro_rules! __list {
    ($name:ident of $item:ty $(, $numbered:ident)? {
        $($(#[$docs:meta])* $filter:ident: $ty:ty = $param:literal $(in $zone:literal)? $(as $($how:ident)+)?),* $(,)?
    }) => {
        #[allow(dead_code, reason = "a program calls what it needs")]
        impl $name {
            $($crate::__list!(@one $($($how)+)? [$(#[$docs])*] $filter $ty, $param $(, $zone)?);)*
            $crate::__pager!($item $(, $numbered)?);
        }
    };
    (@one [$($docs:tt)*] $filter:ident $ty:ty, $param:literal $(, $zone:literal)?) => {
        $($docs)*
        pub fn $filter(self, value: impl $crate::IntoFilter<$ty>) -> Self {
            Self(self.0.filter($param, $crate::__list!(@value value $($zone)?)))
        }
    };
    (@one repeat $($filter:tt)*) => {
        $crate::__list!(@several filter_list [$crate::__private::ListStyle::Repeat] $($filter)*);
    };
    (@one comma $($filter:tt)*) => {
        $crate::__list!(@several filter_list [$crate::__private::ListStyle::Comma] $($filter)*);
    };
    (@one brackets $($filter:tt)*) => {
        $crate::__list!(@several filter_list [$crate::__private::ListStyle::Brackets] $($filter)*);
    };
    (@one body list text $($filter:tt)*) => {
        $crate::__list!(@several body_filter_list [false] $($filter)*);
    };
    (@one body list bare $($filter:tt)*) => {
        $crate::__list!(@several body_filter_list [true] $($filter)*);
    };
    (@one body text $($filter:tt)*) => {
        $crate::__list!(@body false $($filter)*);
    };
    (@one body bare $($filter:tt)*) => {
        $crate::__list!(@body true $($filter)*);
    };
    (@body $bare:literal [$($docs:tt)*] $filter:ident $ty:ty, $param:literal $(, $zone:literal)?) => {
        $($docs)*
        pub fn $filter(self, value: impl $crate::IntoFilter<$ty>) -> Self {
            Self(self.0.body_filter($param, $bare, $crate::__list!(@value value $($zone)?)))
        }
    };
    (@several $method:ident [$how:expr] [$($docs:tt)*] $filter:ident $ty:ty, $param:literal $(, $zone:literal)?) => {
        $($docs)*
        pub fn $filter(
            self,
            values: impl ::core::iter::IntoIterator<Item = impl $crate::IntoFilter<$ty>>,
        ) -> Self {
            Self(self.0.$method($param, $how, $crate::__list!(@values values $($zone)?)))
        }
    };
    (@value $value:ident) => { $value };
    (@value $value:ident $zone:literal) => { $crate::__private::InZone($value, $zone) };
    (@values $values:ident) => { $values };
    (@values $values:ident $zone:literal) => {
        ::core::iter::Iterator::map(
            ::core::iter::IntoIterator::into_iter($values),
            |value| $crate::__private::InZone(value, $zone),
        )
    };
}
