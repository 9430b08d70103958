//! Check digits of application numbers.

/// The check digit of a Chinese application number of 8 digits (1985 to 2003-09-30) or 12 digits
/// (since 2003-10-01): the sum of the digits weighted 2, 3, … 9, 2, 3, … modulo 11; ten is `X`.
/// `None` when the text is not 8 or 12 digits.
pub fn cn_check_digit(digits: &str) -> Option<char> {
    if !(digits.len() == 8 || digits.len() == 12) {
        return None;
    }
    let mut sum = 0;
    for (at, c) in digits.chars().enumerate() {
        sum += c.to_digit(10)? * (2 + (at % 8) as u32);
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

/// The check digit of a European application number of 8 digits: the digits are weighted 1, 2,
/// 1, 2, …, the cross sums added, and the sum filled up to a multiple of ten. `None` when the
/// text is not 8 digits. Verified on the numbers of the EP full texts of 1978 to 2021.
pub fn ep_check_digit(digits: &str) -> Option<char> {
    if digits.len() != 8 {
        return None;
    }
    let mut sum = 0;
    for (at, c) in digits.chars().enumerate() {
        let product = c.to_digit(10)? * (1 + (at % 2) as u32);
        sum += product / 10 + product % 10;
    }
    char::from_digit((10 - sum % 10) % 10, 10)
}
