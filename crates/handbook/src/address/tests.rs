//! Addresses of the gazette of 2019-07-12, checked by hand, and the forms they come in.

use super::*;

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
    if let Some(out) = std::env::var_os("QUANLIAN_OUT") {
        std::fs::write(out, wrong.join("\n")).unwrap();
    }
    assert!(provinces * 1000 >= chinese * 995);
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
    ] {
        assert_eq!(
            codes(text),
            (province_of_postcode(text), None, None).min((None, None, None)),
            "{text}"
        );
    }
    let long = "深圳".repeat(5_000_000);
    assert_eq!(codes(&long).1, Some(440_300));
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
    let mut out = String::new();
    let mut stat = std::collections::BTreeMap::new();
    for address in &all {
        let whole = locate(address, None);
        if whole.country.as_deref() != Some("CN") {
            continue;
        }
        let (Some(p), Some(code)) = (whole.province, &whole.postcode) else {
            continue;
        };
        if whole.city.is_none() {
            out.push_str(&format!("nocity {address}\n"));
        }
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
            if verdict == "WRONG" || v2 == "WRONG" || (verdict == "none" && kind.contains("city")) {
                out.push_str(&format!(
                    "{kind} {verdict} {v2} {text} | {address} | {place:?}\n"
                ));
            }
        }
    }
    println!("{stat:#?}");
    if let Some(path) = std::env::var_os("QUANLIAN_OUT2") {
        std::fs::write(path, out).unwrap();
    }
}
