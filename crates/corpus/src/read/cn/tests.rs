//! Real documents of the Chinese office: what each must give, and that nothing is lost.

use super::{application_package, publication};
use crate::read::loss::{check_summary, files_below, fixtures, lost, summary, text_of};
use crate::read::tree::Element;
use std::path::Path;

/// All XML of a package, also inside its zips.
fn parts(folder: &Path) -> Vec<(String, Element)> {
    let mut files = Vec::new();
    files_below(folder, &mut files);
    let mut out = Vec::new();
    for path in &files {
        let name = path.to_string_lossy().into_owned();
        if name.to_lowercase().ends_with(".xml") {
            out.push((name, Element::parse(&text_of(path)).expect("parses")));
        } else if name.ends_with(".zip") {
            let Ok(mut archive) = zip::ZipArchive::new(std::fs::File::open(path).expect("opens"))
            else {
                continue;
            };
            for index in 0..archive.len() {
                let mut entry = archive.by_index(index).expect("entry");
                let inside = entry.name().expect("name").into_owned();
                if inside.to_lowercase().ends_with(".xml") {
                    let mut text = String::new();
                    std::io::Read::read_to_string(&mut entry, &mut text).expect("text");
                    out.push((
                        format!("{name}/{inside}"),
                        Element::parse(&text).expect("parses"),
                    ));
                }
            }
        }
    }
    out
}

#[test]
fn fixtures_read_as_they_are() {
    let mut files = Vec::new();
    files_below(&fixtures("cn"), &mut files);
    let mut count = 0;
    for path in files
        .iter()
        .filter(|p| p.to_string_lossy().ends_with(".gz"))
    {
        let root = Element::parse(&text_of(path)).expect("parses");
        let records = publication(&root).expect("reads");
        check_summary(path, &summary(&records[0]));
        let lost = without_zeros(lost(&root, &records[0]));
        assert!(lost.is_empty(), "{}: {lost:#?}", path.display());
        count += 1;
    }
    assert!(count >= 2, "{count} fixtures");
    for number in ["2018103922220", "2010102412224"] {
        let folder = fixtures("cn").join(number);
        let parts = parts(&folder);
        assert!(parts.len() >= 5, "{} parts", parts.len());
        let mut records = application_package(&parts).expect("reads");
        assert_eq!(records.len(), 1);
        for (path, root) in &parts {
            let lost = lost(root, &records[0]);
            assert!(lost.is_empty(), "{path}: {lost:#?}");
        }
        // The paths of the machine are not part of what is compared.
        records[0].extras.remove("package.files");
        check_summary(
            &fixtures("cn").join(format!("{number}.package")),
            &summary(&records[0]),
        );
    }
}

/// Zeros are placeholders of the format for "not stated".
fn without_zeros(lost: Vec<String>) -> Vec<String> {
    lost.into_iter()
        .filter(|line| {
            !line
                .rsplit(": ")
                .next()
                .unwrap_or_default()
                .chars()
                .all(|c| c == '0')
        })
        .collect()
}

#[test]
fn all_shared_files_read_without_loss() {
    let Some(shared) = std::env::var_os("QUANLIAN_SHARED") else {
        println!("QUANLIAN_SHARED is not set: skipped");
        return;
    };
    let folder = Path::new(&shared).join("data/cn-patents/cnipa-xml-and-application-packages");
    let mut files = Vec::new();
    files_below(&folder, &mut files);
    let show = std::env::var_os("QUANLIAN_SHOW").is_some();
    for path in files
        .iter()
        .filter(|p| p.to_string_lossy().ends_with(".XML"))
    {
        let root = Element::parse(&text_of(path)).expect("parses");
        let record = publication(&root).expect("reads").remove(0);
        if show {
            println!("== {}\n{}", path.display(), summary(&record));
        }
        let lost = without_zeros(lost(&root, &record));
        assert!(lost.is_empty(), "{}: {lost:#?}", path.display());
    }
    let parts = parts(&folder.join("cte/1.xml2txt/application"));
    let records = application_package(&parts).expect("reads");
    assert_eq!(records.len(), 3);
    for record in &records {
        if show {
            println!("{}", summary(record));
        }
        if std::env::var_os("QUANLIAN_JSON").is_some() {
            println!("{}", serde_json::to_string(record).expect("serialises"));
        }
        assert!(
            !record.claims.is_empty()
                && !record.descriptions.is_empty()
                && !record.abstracts.is_empty()
        );
    }
}
