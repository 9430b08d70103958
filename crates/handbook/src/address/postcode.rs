//! Chinese postcodes: the six digits before an address and the province they belong to.

/// The postcode at the start of an address and the position after it. `邮编` before it is skipped.
pub(super) fn leading(text: &[char]) -> (Option<String>, usize) {
    let mut at = 0;
    while text.get(at).is_some_and(|c| {
        matches!(
            c,
            ' ' | '邮' | '编' | '政' | '码' | ':' | '：' | '?' | ';' | '('
        )
    }) {
        at += 1;
    }
    let digits = text
        .iter()
        .skip(at)
        .take_while(|c| c.is_ascii_digit())
        .count();
    if digits != 6 {
        return (None, 0);
    }
    let code: String = text.iter().skip(at).take(6).collect();
    // Seven-figure house numbers and dates do not begin an address; a lone 000000 says nothing.
    ((code != "000000").then_some(code), at + 6)
}

/// The province whose post offices use a postcode, by its first two or three digits. Codes that
/// neighbours share, and codes not in use, give `None`.
pub fn province_of_postcode(code: &str) -> Option<u32> {
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let three: u32 = code.get(..3)?.parse().ok()?;
    match code {
        "999077" => return Some(810_000),
        "999078" => return Some(820_000),
        "999079" => return Some(710_000),
        _ => {}
    }
    Some(match three {
        // Districts served from a neighbour's sorting centre.
        137 | 162 | 165 => return None,
        202 if code.starts_with("2024") => return None,
        65 | 67 => 130_000,
        10..=29 => 150_000,
        30..=48 => 140_000,
        50..=76 => 130_000,
        100..=102 => 110_000,
        110..=125 => 210_000,
        130..=136 => 220_000,
        150..=166 => 230_000,
        200..=202 => 310_000,
        210..=226 => 320_000,
        230..=247 => 340_000,
        250..=277 => 370_000,
        300..=301 => 120_000,
        310..=325 => 330_000,
        330..=344 => 360_000,
        350..=366 => 350_000,
        400..=409 => 500_000,
        410..=428 => 430_000,
        430..=448 => 420_000,
        450..=477 => 410_000,
        510..=529 => 440_000,
        530..=549 => 450_000,
        550..=566 => 520_000,
        570..=579 => 460_000,
        610..=629 | 635..=644 => 510_000,
        650..=679 => 530_000,
        710..=727 => 610_000,
        730..=748 => 620_000,
        750..=756 => 640_000,
        810..=817 => 630_000,
        830..=849 => 650_000,
        850..=860 => 540_000,
        _ => return None,
    })
}
