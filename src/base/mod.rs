//! What everything stands on: numbers and their text.

pub mod bit_set;
pub mod collation;
pub mod date;
pub mod histogram;
pub mod locale;
pub mod number;
pub mod number_format;
pub mod regexp;
pub mod tim_sort;
