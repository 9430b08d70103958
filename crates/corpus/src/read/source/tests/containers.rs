//! Archives: every kind, nested, damaged, with hostile paths and sizes.

use super::*;
use std::io::Write;
use zip::CompressionMethod::{Deflated, Stored};
use zip::write::SimpleFileOptions;

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).expect("packs");
    writer.finish().expect("packs")
}

fn zipped(members: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer
            .start_file(
                *name,
                SimpleFileOptions::default().compression_method(method),
            )
            .expect("packs");
        writer.write_all(bytes).expect("packs");
    }
    writer.finish().expect("packs").into_inner()
}

fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Straight into the field: the library refuses climbing paths.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).expect("packs");
    }
    builder.into_inner().expect("packs")
}

#[test]
fn every_container_gives_the_same_record() {
    let doc = file("us-application.xml");
    let plain = doc.trim_ascii_end();
    let one = ("sub/a.xml", doc.as_slice());
    let deep_stored = zipped(&[("x.zip", &zipped(&[one], Deflated))], Stored);
    let deep = zipped(&[("x.zip", &zipped(&[one], Deflated))], Deflated);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("gzip", gz(&doc), ""),
        (
            "gzip of two members",
            [gz(&doc[..1000]), gz(&doc[1000..])].concat(),
            "",
        ),
        ("zip", zipped(&[one], Deflated), "sub/a.xml"),
        ("stored zip", zipped(&[one], Stored), "sub/a.xml"),
        ("tar", tarred(&[one]), "sub/a.xml"),
        ("tar.gz", gz(&tarred(&[one])), "sub/a.xml"),
        ("zip in zip", deep.clone(), "x.zip!sub/a.xml"),
        ("zip in stored zip", deep_stored, "x.zip!sub/a.xml"),
        (
            "three zips",
            zipped(&[("y.zip", &deep)], Deflated),
            "y.zip!x.zip!sub/a.xml",
        ),
        ("gz in zip", zipped(&[("a.gz", &gz(&doc))], Stored), "a.gz"),
        (
            "zip in tar.gz",
            gz(&tarred(&[("b.zip", &zipped(&[one], Deflated))])),
            "b.zip!sub/a.xml",
        ),
    ];
    for (what, bytes, name) in cases {
        let found = items(&bytes);
        let cut = pieces(&found);
        assert_eq!((cut.len(), found.len()), (1, 1), "{what}: {found:?}");
        assert_eq!(cut[0].bytes, plain, "{what}");
        assert_eq!(inner(cut[0]), name, "{what}");
    }
    let four = zipped(
        &[("z.zip", &zipped(&[("y.zip", &deep)], Deflated))],
        Deflated,
    );
    assert_eq!(code(&items(&four)), "read.archive-too-deep");
}

#[test]
fn paths_that_climb_are_refused_and_the_rest_is_read() {
    let doc = file("us-application.xml");
    let names = [
        "../a.xml",
        "/etc/a.xml",
        "C:\\a.xml",
        "x/../../a.xml",
        "..\\a.xml",
        "good/a..b.xml",
    ];
    let members: Vec<(&str, &[u8])> = names.iter().map(|n| (*n, doc.as_slice())).collect();
    for bytes in [zipped(&members, Deflated), tarred(&members)] {
        let found = items(&bytes);
        assert_eq!(pieces(&found).len(), 1, "{found:?}");
        assert_eq!(broken(&found).len(), 5);
        assert!(
            broken(&found)
                .iter()
                .all(|b| b.code == "read.archive-unsafe-path")
        );
    }
}

#[test]
fn links_in_archives_are_refused() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder
        .append_link(&mut header, "a.xml", "/etc/passwd")
        .expect("packs");
    assert_eq!(
        code(&items(&builder.into_inner().expect("packs"))),
        "read.archive-unsafe-path"
    );
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer
        .add_symlink("a.xml", "/etc/passwd", SimpleFileOptions::default())
        .expect("packs");
    let bytes = writer.finish().expect("packs").into_inner();
    assert_eq!(code(&items(&bytes)), "read.archive-unsafe-path");
}

/// Text that does not pack to nothing.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 1u32;
    (0..len)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + (state >> 24) as u8 % 26
        })
        .collect()
}

#[test]
fn truncated_archives_keep_what_stands_before_the_damage() {
    let doc = file("us-application.xml");
    let mut all = doc.clone();
    all.extend_from_slice(b"\n<?xml version=\"1.0\"?><us-patent-grant>");
    all.extend(noise(400_000));
    all.extend_from_slice(b"</us-patent-grant>");
    let packed = gz(&all);
    let found = items(&packed[..packed.len() / 2]);
    assert_eq!(pieces(&found).len(), 1, "{found:?}");
    assert_eq!(pieces(&found)[0].bytes, doc.trim_ascii_end());
    assert_eq!(broken(&found).len(), 1);
    assert_eq!(broken(&found)[0].code, "read.archive-truncated");

    let members = [("a.xml", doc.as_slice()), ("b.xml", all.as_slice())];
    for bytes in [zipped(&members, Deflated), tarred(&members)] {
        let found = items(&bytes[..bytes.len() / 2]);
        assert_eq!(pieces(&found).len(), 2, "{found:?}");
        assert_eq!(broken(&found).len(), 1, "{found:?}");
    }
    // Every cut ends in items, never in a panic.
    let small = zipped(&[("a.xml", &doc), ("b.xml", &doc)], Deflated);
    for at in (0..small.len()).step_by(97) {
        let found = items(&small[..at]);
        assert!(!broken(&found).is_empty(), "cut at {at}: {found:?}");
    }
}

#[test]
fn damage_inside_a_member_is_told() {
    let all = [
        b"<us-patent-grant>".to_vec(),
        noise(100_000),
        b"</us-patent-grant>".to_vec(),
    ]
    .concat();
    let mut bytes = zipped(&[("a.xml", &all)], Stored);
    let at = memchr::memmem::find(&bytes, b"<us-patent-grant>").expect("stored") + 500;
    bytes[at] ^= 1;
    let found = items(&bytes);
    assert!(
        broken(&found)
            .iter()
            .any(|b| b.code.starts_with("read.archive")),
        "{found:?}"
    );
}

#[test]
fn bombs_stop_at_the_ratio() {
    let zeros = vec![b' '; 8 << 20];
    let options = Options {
        limits: Limits {
            ratio_free_bytes: 1 << 20,
            ratio_max: 20,
            ..Limits::default()
        },
        ..Options::default()
    };
    let xml = [
        b"<us-patent-grant>".to_vec(),
        zeros,
        b"</us-patent-grant>".to_vec(),
    ]
    .concat();
    for bytes in [
        gz(&xml),
        zipped(&[("a.xml", &xml)], Deflated),
        gz(&gz(&xml)),
    ] {
        let found = items_of("bomb", &bytes, &options);
        assert!(pieces(&found).is_empty());
        assert_eq!(
            broken(&found)[0].code,
            "read.archive-bomb",
            "{:?}",
            broken(&found)[0].reason
        );
        assert!(found.len() <= 2);
    }
}

#[test]
fn stored_numbers_of_members_are_limited() {
    let members: Vec<(String, Vec<u8>)> = (0..20)
        .map(|n| (format!("{n}.xml"), b"<fault/>".to_vec()))
        .collect();
    let members: Vec<(&str, &[u8])> = members
        .iter()
        .map(|(n, b)| (n.as_str(), b.as_slice()))
        .collect();
    let options = Options {
        limits: Limits {
            members_max: 5,
            ..Limits::default()
        },
        ..Options::default()
    };
    for bytes in [zipped(&members, Stored), tarred(&members)] {
        let found = items_of("many", &bytes, &options);
        assert_eq!(pieces(&found).len(), 5);
        assert_eq!(broken(&found)[0].code, "read.archive-too-many");
    }
}

#[test]
fn packages_become_one_piece() {
    let folder = data().join("package");
    let found: Vec<Item> = open(&folder, &Options::default()).expect("opens").collect();
    let cut = pieces(&found);
    assert_eq!(cut.len(), 1, "{found:?}");
    assert_eq!(cut[0].kind, PieceKind::CnApplication);
    assert!(cut[0].file.ends_with("2010102412224"));
    let parts: Vec<(String, String)> = serde_json::from_slice(&cut[0].bytes).expect("parts");
    let names: Vec<&str> = parts
        .iter()
        .map(|(p, _)| p.rsplit('/').next().unwrap_or_default())
        .collect();
    assert_eq!(
        names,
        ["DA000002391714.xml", "DA000002391717.xml"],
        "each part once, the zips beside are the same"
    );
    assert!(parts[0].1.contains("<cn-claims>"));
    let planned = plan(&[folder]).expect("plans");
    assert_eq!(planned.len(), 1);
    assert!(planned[0].path.ends_with("2010102412224") && planned[0].bytes > 4000);

    // The same tree in a zip, with the parts packed once more.
    let part = |n: &str| file(&format!("package/2010102412224/{n}"));
    let bytes = zipped(
        &[
            (
                "2010102412224/100001-/a.zip",
                &part("100001-/DA000002391714.zip"),
            ),
            (
                "2010102412224/100004-/b.xml",
                &part("100004-/DA000002391717.xml"),
            ),
            (
                "2018103922220/100004-/b.xml",
                &part("100004-/DA000002391717.xml"),
            ),
        ],
        Deflated,
    );
    let found = items(&bytes);
    let cut = pieces(&found);
    assert_eq!(cut.len(), 2, "{found:?}");
    assert_eq!(inner(cut[0]), "2010102412224");
    let parts: Vec<(String, String)> = serde_json::from_slice(&cut[0].bytes).expect("parts");
    assert_eq!(parts.len(), 2);
}

#[test]
fn folders_are_walked_in_order_and_links_are_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    std::fs::create_dir_all(root.join("b/c")).expect("folders");
    for name in ["z.xml", "a.xml", "b/c/m.xml", "b/a.xml"] {
        std::fs::write(root.join(name), file("ops-fault.xml")).expect("writes");
    }
    std::fs::write(root.join("picture.tif"), b"II*\0").expect("writes");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc", root.join("link")).expect("links");
    let found: Vec<Item> = open(root, &Options::default()).expect("opens").collect();
    let names: Vec<String> = pieces(&found)
        .iter()
        .map(|p| {
            Path::new(&*p.file)
                .strip_prefix(root)
                .expect("inside")
                .display()
                .to_string()
        })
        .collect();
    assert_eq!(names, ["a.xml", "b/a.xml", "b/c/m.xml", "z.xml"]);
    assert!(
        found
            .iter()
            .any(|i| matches!(i, Item::Skipped { reason, .. } if reason.contains("TIFF")))
    );
    let planned = plan(&[root.to_owned(), root.join("a.xml")]).expect("plans");
    let files = planned
        .iter()
        .filter(|p| p.path.extension().is_some())
        .count();
    assert_eq!(files, 5, "each real file once");
    let read = Options::default();
    let _: Vec<Item> = open(root, &read).expect("opens").collect();
    let bytes: u64 = planned.iter().map(|p| p.bytes).sum();
    assert!(read.progress.load(std::sync::atomic::Ordering::Relaxed) >= bytes.min(1000));
    assert!(open(&root.join("nothing"), &Options::default()).is_err());
}
