//! References in the words of claims, as they are printed.

use super::{references, without_number};

#[test]
fn chinese_references() {
    let cases: &[(&str, u32, &[u32])] = &[
        ("如权利要求1所述的耳机，其特征在于", 2, &[1]),
        ("根据权利要求1至3中任一项所述的方法", 5, &[1, 2, 3]),
        ("根据权利要求1-3任一所述的方法", 4, &[1, 2, 3]),
        ("根据权利要求1～3或5所述", 6, &[1, 2, 3, 5]),
        ("如权利要求1或2所述", 3, &[1, 2]),
        ("如权利要求１、２或权利要求３所述", 4, &[1, 2, 3]),
        ("如权利要求1，2或3所述", 4, &[1, 2, 3]),
        ("如权利要求1，2个电极", 4, &[1]),
        ("根据前述权利要求中任一项所述", 3, &[1, 2]),
        ("如上述任一项权利要求所述的装置", 3, &[1, 2]),
        ("如申請專利範圍第1項至第3項中任一項所述", 4, &[1, 2, 3]),
        ("如請求項 1 或 2 所述", 3, &[1, 2]),
        ("一种电池，其容量为权利要求书所述", 3, &[]),
        ("根据权利要求5所述", 3, &[]),
        ("一种根据权利要求5所述的设计方法", 6, &[5]),
        ("根据权利要求1 所述的方法，温度为20-30℃", 40, &[1]),
        ("如权利要求1到权利要求3所述", 9, &[1, 2, 3]),
    ];
    for (text, own, expected) in cases {
        assert_eq!(references(text, "zh", *own), *expected, "{text}");
    }
}

#[test]
fn european_references() {
    let cases: &[(&str, &str, u32, &[u32])] = &[
        (
            "en",
            "The device according to claim 1, wherein 2 rods",
            3,
            &[1],
        ),
        ("en", "as claimed in any of claims 1 to 3", 5, &[1, 2, 3]),
        (
            "en",
            "A device as claimed in claims 1, 2, and 4-6 wherein",
            9,
            &[1, 2, 4, 5, 6],
        ),
        ("en", "The method of claim 1 or claim 2", 3, &[1, 2]),
        ("en", "The method of claim 1, 2 or 3", 7, &[1, 2, 3]),
        ("en", "The method of claim 1, 2 rods being", 7, &[1]),
        (
            "en",
            "according to any one of the preceding claims",
            4,
            &[1, 2, 3],
        ),
        ("en", "the reclaimed material 1 of claimant 2", 4, &[]),
        ("en", "claim 1 to 90 % by weight", 4, &[1]),
        (
            "de",
            "Vorrichtung nach einem der Ansprüche 1 bis 3 oder 5",
            6,
            &[1, 2, 3, 5],
        ),
        (
            "de",
            "Vorrichtung nach Anspruch 1, dadurch gekennzeichnet",
            2,
            &[1],
        ),
        ("de", "nach einem der vorhergehenden Ansprüche", 3, &[1, 2]),
        ("fr", "selon la revendication 1 ou 2", 3, &[1, 2]),
        (
            "fr",
            "selon l'une quelconque des revendications 1 à 3",
            4,
            &[1, 2, 3],
        ),
        (
            "fr",
            "selon l'une des revendications précédentes",
            3,
            &[1, 2],
        ),
        ("", "The method of claims 1 through 3", 5, &[1, 2, 3]),
    ];
    for (lang, text, own, expected) in cases {
        assert_eq!(references(text, lang, *own), *expected, "{text}");
    }
    assert!(references("of claims 1 to 4000", "en", 3).len() == 2);
    assert!(references("of any preceding claim", "en", 0).is_empty());
    assert_eq!(
        references("of any preceding claim", "en", u32::MAX).len(),
        2000
    );
}

#[test]
fn printed_numbers_go() {
    assert_eq!(without_number("1. A device", 1), "A device");
    assert_eq!(without_number("12．一种", 12), "一种");
    assert_eq!(without_number("1、一种", 1), "一种");
    assert_eq!(without_number("1 一种", 1), "一种");
    assert_eq!(without_number("1.5 mm", 1), "1.5 mm");
    assert_eq!(without_number("2. A device", 1), "2. A device");
    assert_eq!(without_number("1-20. (canceled)", 1), "1-20. (canceled)");
}
