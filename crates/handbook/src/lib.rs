//! The words of the trade: application and publication numbers, kinds, classes, dates, offices,
//! divisions. Knows no case, no database and no HTTP.

pub mod address;
pub mod class;
pub mod date;
pub mod division;
pub mod kind;
pub mod number;
pub mod office;

pub use date::Date;
