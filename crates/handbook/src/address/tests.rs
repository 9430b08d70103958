//! Addresses of the gazette of 2019-07-12, checked by hand, and the forms they come in.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::division;

fn codes(address: &str) -> (Option<u32>, Option<u32>, Option<u32>) {
    let place = locate(address, None);
    (place.province, place.city, place.county)
}

/// All addresses of the gazette against the labels its publishers of the table gave them.
#[test]
fn the_whole_gazette() {
    let Some(shared) = std::env::var_os("QUANLIAN_SHARED") else {
        println!("skipped: QUANLIAN_SHARED is not set");
        return;
    };
    let folder = std::path::Path::new(&shared).join("data/cn-patents/gazette-2019-07/Target");
    let read = |name: &str| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
        csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(std::io::Cursor::new(text))
            .records()
            .map(|r| r.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let (mut chinese, mut provinces, mut cities, mut wrong) = (0, 0, 0, Vec::new());
    let mut addresses = Vec::new();
    let mut hows = std::collections::BTreeMap::new();
    for kind in [
        "appearance_designed",
        "invention_authorized",
        "invention_published",
        "utility_new",
    ] {
        let mut labels = std::collections::HashMap::new();
        for row in read(&format!("FINAL_CN_patent_{kind}_712.csv")) {
            labels.insert(row[0].clone(), row[3].clone());
        }
        for row in read(&format!("CN_patent_{kind}_712.csv")) {
            let (Some(address), Some(name)) = (row.get(8), row.get(6)) else {
                continue;
            };
            let place = locate(address, Some(name));
            *hows.entry(place.how.clone()).or_insert(0) += 1;
            addresses.push(address.clone());
            let foreign = place
                .country
                .as_deref()
                .is_some_and(|c| !["CN", "HK", "MO", "TW"].contains(&c));
            if !foreign {
                chinese += 1;
                provinces += usize::from(place.province.is_some());
                cities += usize::from(place.city.is_some());
            }
            let label = labels.get(&row[2]).map(String::as_str).unwrap_or("");
            let mine = place.province.and_then(division::get);
            let agree = match mine {
                Some(d) => label.contains(d.short_name),
                None => foreign && label != "其他",
            };
            if !agree || place.country.is_none() {
                wrong.push(format!("{address} | {name} | label {label} | {place:?}"));
            }
        }
    }
    let start = std::time::Instant::now();
    let mut known = 0;
    for address in &addresses {
        known += usize::from(locate(address, None).country.is_some());
    }
    println!(
        "{} rows, known {known}, {} per second in this build",
        addresses.len(),
        (addresses.len() as f64 / start.elapsed().as_secs_f64()) as u64
    );
    println!(
        "{hows:?}; Chinese {chinese}, with province {provinces}, with city {cities}; against labels {}",
        wrong.len()
    );
    assert!(provinces * 1000 >= chinese * 995);
    // The labels take 江西路 for 江西省: they disagree on less than one row in a hundred.
    assert!(wrong.len() * 100 <= addresses.len());
    for line in wrong.iter().take(5) {
        println!("{line}");
    }
}

/// Addresses checked by hand: country, province, city and county of each.
#[test]
fn hand_checked_addresses() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/data/addresses/gazette-2019-07.csv"
    );
    let mut rows = 0;
    for row in csv::Reader::from_path(path).unwrap().records() {
        let row = row.unwrap();
        let place = locate(&row[0], None);
        let show = |c: Option<u32>| c.map_or(String::new(), |c| c.to_string());
        let got = [
            place.country.clone().unwrap_or_default(),
            show(place.province),
            show(place.city),
            show(place.county),
        ];
        assert_eq!(
            got,
            [&row[1], &row[2], &row[3], &row[4]],
            "{} {place:?}",
            &row[0]
        );
        rows += 1;
    }
    assert!(rows >= 300, "{rows}");
}

#[test]
fn forms_people_write() {
    for (address, expected) in [
        (
            "518129 广东省深圳市龙岗区坂田华为总部办公楼",
            (Some(440_000), Some(440_300), Some(440_307)),
        ),
        (
            "５１８１２９　广东省深圳市龙岗区坂田",
            (Some(440_000), Some(440_300), Some(440_307)),
        ),
        (
            "(518129)广东省 深圳市 龙岗区",
            (Some(440_000), Some(440_300), Some(440_307)),
        ),
        (
            "邮编：100080 北京市海淀区中关村",
            (Some(110_000), Some(110_000), Some(110_108)),
        ),
        (
            "中国北京海淀区中关村",
            (Some(110_000), Some(110_000), Some(110_108)),
        ),
        (
            "深圳市南山区",
            (Some(440_000), Some(440_300), Some(440_305)),
        ),
        (
            "深圳南山区科技园",
            (Some(440_000), Some(440_300), Some(440_305)),
        ),
        (
            "广东深圳市宝安区",
            (Some(440_000), Some(440_300), Some(440_306)),
        ),
        ("新疆乌鲁木齐市", (Some(650_000), Some(650_100), None)),
        (
            "内蒙古包头市昆都仑区",
            (Some(150_000), Some(150_200), Some(150_203)),
        ),
        ("内蒙包头市", (Some(150_000), Some(150_200), None)),
        (
            "湖北省恩施州利川市",
            (Some(420_000), Some(422_800), Some(422_802)),
        ),
        (
            "河南省济源市",
            (Some(410_000), Some(419_001), Some(419_001)),
        ),
        (
            "昆山市玉山镇",
            (Some(320_000), Some(320_500), Some(320_583)),
        ),
        (
            "江苏省昆山经济技术开发区龙腾路6号",
            (Some(320_000), Some(320_500), Some(320_583)),
        ),
        (
            "吉林省吉林市船营区",
            (Some(220_000), Some(220_200), Some(220_204)),
        ),
        (
            "吉林市船营区",
            (Some(220_000), Some(220_200), Some(220_204)),
        ),
        // Shared names: the postcode decides, nothing else does.
        ("朝阳区光华路", (None, None, None)),
        (
            "100020 朝阳区光华路",
            (Some(110_000), Some(110_000), Some(110_105)),
        ),
        (
            "130012 朝阳区宽平大路",
            (Some(220_000), Some(220_100), Some(220_104)),
        ),
        (
            "122000 朝阳市双塔区",
            (Some(210_000), Some(211_300), Some(211_302)),
        ),
        ("鼓楼区中山路1号", (None, None, None)),
        ("210008 鼓楼区中山路1号", (Some(320_000), None, None)),
        (
            "350001 鼓楼区",
            (Some(350_000), Some(350_100), Some(350_102)),
        ),
        (
            "101100 通州区",
            (Some(110_000), Some(110_000), Some(110_112)),
        ),
        ("南京路100号", (None, None, None)),
        ("北京路100号", (None, None, None)),
        ("300050 南京路100号", (Some(120_000), Some(120_000), None)),
        (
            "上海市黄浦区南京东路100号",
            (Some(310_000), Some(310_000), Some(310_101)),
        ),
        ("矿区和五路", (None, None, None)),
        // Special administrative regions and Taiwan.
        ("香港九龙弥敦道", (Some(810_000), None, None)),
        ("中国香港特别行政区", (Some(810_000), None, None)),
        ("香港新界沙田", (Some(810_000), None, None)),
        ("澳门特别行政区氹仔", (Some(820_000), None, None)),
        ("臺灣臺北市中山區", (Some(710_000), None, None)),
        ("台湾省新竹县竹东镇", (Some(710_000), None, None)),
        (
            "Longgang District, Shenzhen, Guangdong 518129 (CN)",
            (Some(440_000), Some(440_300), None),
        ),
        ("Beijing, CN", (Some(110_000), Some(110_000), None)),
        ("Suzhou, China", (None, None, None)),
        (
            "Suzhou, Jiangsu, China",
            (Some(320_000), Some(320_500), None),
        ),
        ("Hsinchu, Taiwan", (Some(710_000), None, None)),
        ("某某街1号", (None, None, None)),
    ] {
        assert_eq!(
            codes(address),
            expected,
            "{address} {:?}",
            locate(address, None)
        );
    }
}

#[test]
fn countries() {
    for (address, code) in [
        ("日本东京都", "JP"),
        ("日本国大阪府", "JP"),
        ("美国加利福尼亚州", "US"),
        ("英属开曼群岛", "KY"),
        ("开曼群岛大开曼岛", "KY"),
        ("英国英属维尔京群岛", "VG"),
        ("英国伦敦", "GB"),
        ("印度尼西亚雅加达", "ID"),
        ("印度孟买", "IN"),
        ("韩国首尔市", "KR"),
        ("中国香港九龙", "HK"),
        ("中国台湾台北市", "TW"),
        ("广东省深圳市", "CN"),
        ("中国", "CN"),
        ("Tokyo, Japan", "JP"),
        ("San Jose, CA, US", "US"),
        ("Munich (DE)", "DE"),
        ("新加坡", "SG"),
        ("巴林麦纳麦", "BH"),
    ] {
        assert_eq!(
            locate(address, None).country.as_deref(),
            Some(code),
            "{address}"
        );
    }
    assert_eq!(
        locate("内蒙古自治区赤峰市巴林左旗", None)
            .country
            .as_deref(),
        Some("CN")
    );
    assert_eq!(locate("somewhere", None), Place::default());
}

#[test]
fn the_name_speaks_only_for_a_silent_address() {
    let place = locate("", Some("深圳市腾讯计算机系统有限公司"));
    assert_eq!(
        (place.province, place.how.as_str()),
        (Some(440_000), "name")
    );
    assert_eq!(locate("", Some("张鹏")).province, None);
    assert_eq!(
        locate("日本东京都", Some("北京某某有限公司"))
            .country
            .as_deref(),
        Some("JP")
    );
    assert_eq!(
        locate("浙江省杭州市", Some("北京某某有限公司")).province,
        Some(330_000)
    );
}

#[test]
fn empty_and_hostile() {
    for text in [
        "",
        " ",
        "123456",
        "000000",
        "？？？",
        "中国",
        "中",
        "\u{fffd}\u{fffd}",
        "邮编",
        "(((((",
        "省市区",
    ] {
        assert_eq!(codes(text), (None, None, None), "{text}");
    }
    assert_eq!(locate("123456", None).postcode.as_deref(), Some("123456"));
    let long = "深圳".repeat(5_000_000);
    assert_eq!(codes(&long).1, Some(440_300));
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_panic(text in "\\PC*", name in "\\PC*") {
        let place = locate(&text, Some(&name));
        if let (Some(p), Some(c)) = (place.province, place.county) {
            proptest::prop_assert_eq!(division::province_of(c), p);
        }
    }

    #[test]
    fn any_mix_of_names_is_consistent(picks in proptest::collection::vec(0usize..7000, 1..5)) {
        let names = division::names();
        let text: String = picks.iter().map(|i| names[i % names.len()].text).collect();
        let place = locate(&text, None);
        for code in [place.city, place.county].into_iter().flatten() {
            proptest::prop_assert_eq!(Some(division::province_of(code)), place.province);
        }
        if let (Some(county), Some(city)) = (place.county, place.city) {
            proptest::prop_assert_eq!(division::city_of(county), Some(city));
        }
    }
}

/// Drops the leading names of gazette addresses and asks for the same places again.
#[test]
fn shortened_addresses_are_never_misread() {
    let Some(shared) = std::env::var_os("QUANLIAN_SHARED") else {
        println!("skipped: QUANLIAN_SHARED is not set");
        return;
    };
    let folder = std::path::Path::new(&shared).join("data/cn-patents/gazette-2019-07/Target");
    let mut all = std::collections::BTreeSet::new();
    for kind in [
        "appearance_designed",
        "invention_authorized",
        "invention_published",
        "utility_new",
    ] {
        let bytes = std::fs::read(folder.join(format!("CN_patent_{kind}_712.csv"))).unwrap();
        let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
        for row in csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(std::io::Cursor::new(text))
            .records()
        {
            if let Some(a) = row.unwrap().get(8) {
                all.insert(a.to_owned());
            }
        }
    }
    let mut stat = std::collections::BTreeMap::new();
    for address in &all {
        let whole = locate(address, None);
        if whole.country.as_deref() != Some("CN") {
            continue;
        }
        let (Some(p), Some(code)) = (whole.province, &whole.postcode) else {
            continue;
        };
        let names = |c: Option<u32>| c.and_then(division::get).map_or("", |d| d.name);
        let rest = address.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix(names(Some(p))).unwrap_or(rest);
        let city = rest.strip_prefix(names(whole.city)).unwrap_or(rest);
        for (kind, text) in [
            ("city", rest.to_owned()),
            ("postcode+city", format!("{code}{rest}")),
            ("county", city.to_owned()),
            ("postcode+county", format!("{code}{city}")),
        ] {
            let place = locate(&text, None);
            let verdict = match place.province {
                None => "none",
                Some(q) if q == p => "right",
                _ => "WRONG",
            };
            let v2 = match (place.city, whole.city) {
                (None, _) => "none",
                (a, b) if a == b => "right",
                _ => "WRONG",
            };
            *stat.entry((kind, "province", verdict)).or_insert(0) += 1;
            *stat.entry((kind, "city", v2)).or_insert(0) += 1;
        }
    }
    let count = |kind, what, verdict| stat.get(&(kind, what, verdict)).copied().unwrap_or(0);
    println!("{stat:?}");
    // Without postcode a county of a unique name may still be a slip of the address' writer.
    assert_eq!(count("city", "province", "WRONG"), 0);
    assert_eq!(count("postcode+city", "province", "WRONG"), 0);
    assert!(count("county", "province", "WRONG") * 1000 <= all.len());
    assert!(count("postcode+county", "province", "WRONG") * 5000 <= all.len());
}
