//! The words of the trade: application and publication numbers, kinds, classes, dates, offices,
//! divisions. Knows no case, no database and no HTTP.

pub mod date;

pub use date::Date;
