//! The filters of a list from a spec, as generated code sets them.

use crate::Json;
use crate::call::filter::IntoFilter;
use crate::call::mode::AsListed;
use crate::call::pager::Pager;
use crate::list::Paged;
use crate::paging::Text;

impl<L: Paged, P> Pager<L, AsListed, P> {
    /// Filters by a query parameter; a second value replaces the first.
    #[doc(hidden)]
    pub fn filter<T>(mut self, param: impl Into<Text>, value: impl IntoFilter<T>) -> Self {
        let param = param.into();
        let value = value.into_filter().map(|value| vec![value]);
        self.call.filter(param, "", value);
        self
    }

    /// Filters by a query parameter with several values.
    #[doc(hidden)]
    pub fn filter_list<T, V: IntoFilter<T>>(
        mut self,
        param: impl Into<Text>,
        style: ListStyle,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let param = param.into();
        let values: Result<Vec<_>, _> = values.into_iter().map(IntoFilter::into_filter).collect();
        match style {
            ListStyle::Repeat => self.call.filter(param, "", values),
            ListStyle::Comma => {
                self.call.filter(param, "", values.map(|values| vec![values.join(",")]));
            }
            ListStyle::Brackets => self.call.filter(param, "[]", values),
        }
        self
    }
}

/// Filters in the request's body, for a list that is requested by POST.
#[doc(hidden)]
impl<L: Paged, P> Pager<L, AsListed, P> {
    /// Filters by the value at this pointer of the body: sent as JSON if `bare`, or
    /// else as a string.
    #[doc(hidden)]
    pub fn body_filter<T>(
        mut self,
        pointer: &'static str,
        bare: bool,
        value: impl IntoFilter<T>,
    ) -> Self {
        self.call.body_at(pointer, value.into_filter().map(|value| json(&value, bare)));
        self
    }

    /// Filters by an array at this pointer of the body.
    #[doc(hidden)]
    pub fn body_filter_list<T, V: IntoFilter<T>>(
        mut self,
        pointer: &'static str,
        bare: bool,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let json = |value: V| value.into_filter().map(|value| json(&value, bare));
        let values: Result<Vec<_>, _> = values.into_iter().map(json).collect();
        self.call.body_at(pointer, values.map(|values| format!("[{}]", values.join(","))));
        self
    }
}

/// The value of a filter as JSON.
fn json(value: &str, bare: bool) -> String {
    if bare { value.to_owned() } else { Json::from(value).to_string() }
}

/// How several values of a filter are written.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum ListStyle {
    /// `a=1&a=2`
    Repeat,
    /// `a=1,2`
    Comma,
    /// `a[]=1&a[]=2`
    Brackets,
}
