//! Tests of tables: mappings, proposals, rows of every form.

use super::*;
use crate::read::{Item, Options, Piece, open, parse};
use crate::record::{Record, Role, Scheme};

fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|n| (*n).to_owned()).collect()
}

fn fields_of(names: &[&str]) -> Vec<Field> {
    propose(&strings(names))
        .columns
        .iter()
        .map(|c| c.field)
        .collect()
}

/// Reads a table from a file of its own.
fn read(bytes: &[u8], options: &Options) -> Vec<Result<Record, crate::read::ReadError>> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("table");
    std::fs::write(&path, bytes).expect("writes");
    open(&path, options)
        .expect("opens")
        .map(|item| match item {
            Item::Piece(piece) => {
                // What quarantine keeps must be enough to read the row again.
                let kind = serde_json::to_string(&piece.kind).expect("serialises");
                let kind = serde_json::from_str(&kind).expect("reads back");
                parse(&Piece { kind, ..piece }).map(|mut r| r.remove(0))
            }
            Item::Broken(broken) => Err(crate::read::ReadError::new(broken.code, broken.reason)),
            Item::Skipped { reason, .. } => Err(crate::read::ReadError::new("skipped", reason)),
        })
        .collect()
}

#[test]
fn columns_are_known_by_their_names() {
    use Field::*;
    assert_eq!(
        fields_of(&[
            "公开（公告）号",
            "申请号",
            "公开（公告）日",
            "申请日",
            "标题 (中文)",
            "摘要(英文)",
            "申请(专利权)人",
            "发明(设计)人",
            "IPC主分类号",
            "首项权利要求",
            "备注"
        ]),
        [
            Publication,
            Application,
            PublicationDate,
            ApplicationDate,
            Title,
            Abstract,
            Applicant,
            Inventor,
            IpcMain,
            FirstClaim,
            Extra
        ]
    );
    assert_eq!(
        fields_of(&[
            "Jurisdiction",
            "Kind",
            "Display Key",
            "Publication Date",
            "Title",
            "Applicants",
            "Inventors",
            "IPCR Classifications",
            "CPC Classifications",
            "Cited by"
        ]),
        [
            Office,
            Kind,
            Publication,
            PublicationDate,
            Title,
            Applicant,
            Inventor,
            Ipc,
            Cpc,
            Extra
        ]
    );
    assert_eq!(
        fields_of(&["publication_number", "abstract_en", "Citations"]),
        [Publication, Abstract, Cites]
    );
    let proposed = propose(&strings(&[
        "公开号",
        "标题(英文)",
        "公开号(副本)",
        "专利号",
    ]));
    assert_eq!(proposed.columns[1].lang, "en");
    // Two columns of numbers: the first is the number, the other is kept beside it.
    assert_eq!(proposed.columns[3].field, Extra);
}

#[test]
fn a_mapping_file_comes_back_as_it_was() {
    let mapping = propose(&strings(&["公开号", "发明人", "公开日"]));
    let toml = mapping.to_toml().expect("writes");
    assert_eq!(Mapping::from_toml(&toml).expect("reads"), mapping);
    assert!(Mapping::from_toml("[[column]]\nname = \"a\"\nfield = \"title\"\n").is_err());
    assert!(Mapping::from_toml("[[column]]\nname = \"a\"\nfield = \"colour\"\n").is_err());
    assert!(Mapping::from_toml("office = ").is_err());
}

#[test]
fn a_mapping_decides_over_names() {
    let mapping = Mapping::from_toml(
        "office = \"CN\"\n[[column]]\nname = \"Nr\"\nfield = \"publication\"\n[[column]]\nname = \"Who\"\nfield = \"inventor\"\nsplit = [\"/\"]\n[[column]]\nname = \"When\"\nfield = \"publication-date\"\ndate = \"month-first\"\n",
    )
    .expect("reads");
    let options = Options {
        mapping: Some(mapping),
        ..Options::default()
    };
    let rows = read(
        "Nr;Who;When;Note\n101141661A;张三/李四;07/12/2019;x\n".as_bytes(),
        &options,
    );
    let record = rows[0].as_ref().expect("reads");
    assert_eq!(
        (
            record.publication.office.as_str(),
            record.publication.number.as_str()
        ),
        ("CN", "101141661")
    );
    assert_eq!(
        record.publication.date.map(|d| d.number()),
        Some(20_190_712)
    );
    assert_eq!(
        record
            .parties
            .iter()
            .map(|p| p.name.as_str())
            .collect::<Vec<_>>(),
        ["张三", "李四"]
    );
    assert_eq!(record.extras["Note"], "x");
}

#[test]
fn an_export_with_everything_reads() {
    let csv = "公开号,申请号,公开日,申请日,标题,摘要,权利要求,申请人,发明人,代理机构,IPC,主分类号,CPC,地址\nCN109524631A,CN201811234235.1,2019/3/26,2018-10-23,一种电池,\"摘要一。\n摘要二。\",\"1. 一种电池，包括石墨烯。\n2. 根据权利要求1所述的电池。\n3. 如权利要求1或2所述的电池，其特征在于\n厚。\",甲公司; 乙大学,张三;李四,某代理有限公司,H01M10/0525; H01M4/36,H01M4/36,\"Y02E60/10, H01M4/366\",浙江省杭州市\n";
    for encoding in [encoding_rs::UTF_8, encoding_rs::GB18030] {
        let (bytes, ..) = encoding.encode(csv);
        let rows = read(&bytes, &Options::default());
        let record = rows[0].as_ref().expect("reads");
        assert_eq!(
            record.application.as_ref().expect("number").number,
            "201811234235"
        );
        assert_eq!(
            record.publication.date.map(|d| d.number()),
            Some(20_190_326)
        );
        assert_eq!(
            (
                record.titles[0].lang.as_str(),
                record.titles[0].text.as_str()
            ),
            ("zh", "一种电池")
        );
        let claims = &record.claims[0].claims;
        assert_eq!(claims.len(), 3);
        assert_eq!(claims[1].depends_on, [1]);
        assert_eq!(claims[2].depends_on, [1, 2]);
        assert!(claims[2].text.ends_with("\n厚。"));
        assert_eq!(
            record
                .parties
                .iter()
                .filter(|p| p.role == Role::Applicant)
                .count(),
            2
        );
        assert_eq!(record.parties[0].address, "浙江省杭州市");
        let first: Vec<_> = record
            .classes
            .iter()
            .filter(|c| c.first)
            .map(|c| c.symbol.as_str())
            .collect();
        assert_eq!(first, ["H01M4/36"]);
        assert_eq!(
            record
                .classes
                .iter()
                .filter(|c| c.scheme == Scheme::Cpc)
                .count(),
            2
        );
    }
}

#[test]
fn workbooks_read_row_by_row() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "检索结果导出").expect("writes");
    for (column, name) in ["公开号", "申请号", "公开日", "标题"].iter().enumerate() {
        sheet.write(2, column as u16, *name).expect("writes");
    }
    sheet.write(3, 0, "CN305252226S").expect("writes");
    sheet.write(3, 1, 2_018_305_140_799_f64).expect("writes");
    let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2019, 7, 12).expect("a day");
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    sheet
        .write_with_format(3, 2, &day, &format)
        .expect("writes");
    sheet.write(3, 3, "月饼").expect("writes");
    let bytes = book.save_to_buffer().expect("saves");
    let rows = read(&bytes, &Options::default());
    assert_eq!(rows.len(), 1, "{rows:?}");
    let record = rows[0].as_ref().expect("reads");
    assert_eq!(record.publication.number, "305252226");
    assert_eq!(
        record.publication.date.map(|d| d.number()),
        Some(20_190_712)
    );
    assert_eq!(
        record.application.as_ref().expect("number").number,
        "201830514079"
    );
    // Damage anywhere in the file is told, never a panic.
    for at in (0..bytes.len()).step_by(61) {
        let mut bad = bytes.clone();
        bad[at] ^= 0x55;
        read(&bad, &Options::default());
        read(&bytes[..at], &Options::default());
    }
}

#[test]
fn json_objects_are_rows() {
    let json = r#"[ {"publication_number":"US-2019287971-A1","abstract_en":"A device.","Citations":"US-6387113-B1,US-2008035701-A1"},
      {"publication_number":"JP-H01113280-U","title_localized":[{"text":"電池","language":"ja"}]},
      {"publication_number":12} ]"#;
    let rows = read(json.as_bytes(), &Options::default());
    assert_eq!(rows.len(), 3, "{rows:?}");
    let record = rows[0].as_ref().expect("reads");
    assert_eq!(record.abstracts[0].lang, "en");
    assert_eq!(record.citations.len(), 2);
    assert_eq!(
        record.citations[1].patent.as_ref().expect("patent").number,
        "2008035701"
    );
    assert_eq!(rows[1].as_ref().expect("reads").titles[0].text, "電池");
    assert_eq!(
        rows[2].as_ref().expect_err("no number").code,
        "read.no-number"
    );
}

#[test]
fn reference_lists_read() {
    let text = "[1]R.W.乔尔,C.摩尔. 作为预测因子的CCL20[P]. 美国：CN108472367A,2018-08-31.\n\n[2]甲,乙,\n丙. 方法[P]. 上海：CN1382797,2002-12-04.\n\n[3]no patent\n";
    let rows = read(text.as_bytes(), &Options::default());
    assert_eq!(rows.len(), 3);
    let record = rows[0].as_ref().expect("reads");
    assert_eq!(
        (
            record.publication.number.as_str(),
            record.publication.kind.as_str()
        ),
        ("108472367", "A")
    );
    assert_eq!(record.parties.len(), 2);
    assert_eq!(record.extras["省份或国家"], "美国");
    assert_eq!(rows[1].as_ref().expect("reads").parties.len(), 3);
    assert_eq!(
        rows[2].as_ref().expect_err("refused").code,
        "read.reference"
    );
}

#[test]
fn tables_without_numbers_are_refused_as_a_whole() {
    let rows = read(
        b"sentence_A,sentence_B,label\na,b,0\nc,d,1\n",
        &Options::default(),
    );
    assert_eq!(rows.len(), 1);
    let error = rows[0].as_ref().expect_err("refused");
    assert_eq!(error.code, "read.table-no-number");
    assert!(error.detail.contains("sentence_A"));
}

#[test]
fn the_summary_of_the_gazette_keeps_its_columns_apart() {
    let rows = read("authorization_notice_id,filing_date,patentee,address,IPC\nCN110007813A,2017-09,公司,广东省,G\n".as_bytes(), &Options::default());
    let record = rows[0].as_ref().expect("reads");
    assert!(record.parties.is_empty() && record.classes.is_empty() && record.notes.is_empty());
    assert_eq!(record.extras["patentee"], "公司");
}

#[test]
fn rows_of_another_width_are_refused() {
    let rows = read(b"publication_number,title,abstract\nCN101141661A,a,b,c,d\nCN101141662A,a,b\nCN101141663A,a\n", &Options::default());
    assert_eq!(
        rows[0].as_ref().expect_err("wide").code,
        "read.table-columns"
    );
    assert!(rows[1].is_ok() && rows[2].is_ok());
}
