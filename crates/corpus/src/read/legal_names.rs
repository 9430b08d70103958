//! The words for derived legal states, and the words that people type for them.

use super::legal::StateCode;
use crate::fold::fold_text;

/// Code, Chinese, English, and other words that mean it.
const NAMES: &[(StateCode, &str, &str, &str, &[&str])] = &[
    (StateCode::Filed, "filed", "已申请", "filed", &["申请"]),
    (
        StateCode::Published,
        "published",
        "已公布",
        "published",
        &["公布", "公开"],
    ),
    (
        StateCode::Examination,
        "examination",
        "审查中",
        "in examination",
        &["实质审查", "实审", "审中"],
    ),
    (
        StateCode::Granted,
        "granted",
        "已授权",
        "granted",
        &["授权", "有效", "in force"],
    ),
    (
        StateCode::Lapsed,
        "lapsed",
        "已终止",
        "lapsed",
        &["终止", "失效", "未缴年费"],
    ),
    (
        StateCode::Expired,
        "expired",
        "期限届满",
        "expired",
        &["届满"],
    ),
    (
        StateCode::Withdrawn,
        "withdrawn",
        "已撤回",
        "withdrawn",
        &["撤回", "视为撤回"],
    ),
    (
        StateCode::Refused,
        "refused",
        "已驳回",
        "refused",
        &["驳回", "rejected"],
    ),
    (
        StateCode::Revoked,
        "revoked",
        "已撤销或宣告无效",
        "revoked or invalidated",
        &["无效", "撤销", "invalid"],
    ),
];

/// The code of a state; empty when unknown.
pub fn name(code: StateCode) -> &'static str {
    NAMES
        .iter()
        .find(|row| row.0 == code)
        .map_or("", |row| row.1)
}

/// The code of a state by any of its names.
pub fn code_of(value: &str) -> Option<&'static str> {
    let folded = fold_text(value);
    let is = |text: &str| fold_text(text) == folded;
    NAMES
        .iter()
        .find(|row| is(row.1) || is(row.2) || is(row.3) || row.4.iter().any(|w| is(w)))
        .map(|row| row.1)
}

/// Chinese and English of a code.
pub fn names(code: &str) -> (&str, &str) {
    NAMES
        .iter()
        .find(|row| row.1 == code)
        .map_or((code, code), |row| (row.2, row.3))
}
