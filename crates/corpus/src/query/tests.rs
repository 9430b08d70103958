//! Golden cases from data files, and properties over random trees and random texts.

mod golden;
mod limits;
mod random;
