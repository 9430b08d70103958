//! x
use crate::query::ast::Expr;
/// x
pub struct Loss;
/// x
pub fn cql(_: &Expr) -> (String, Vec<Loss>) { (String::new(), vec![]) }
