//! Variants of the American formats for which no open sample is at hand: the structure is that of
//! the document type definitions, the content is invented.

use super::{greenbook, redbook, sgml};
use crate::read::tree::Element;
use crate::record::{Record, RelationKind, Role, Scheme};
use quanlian_handbook::Date;

fn read(text: &str) -> Record {
    let root = Element::parse(text).expect("parses");
    redbook(&root).expect("reads").remove(0)
}

#[test]
fn a_hague_design_and_a_reissue() {
    let record = read(
        r#"<us-patent-grant lang="EN" country="US" date-produced="20200101" date-publ="20200114"><us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>D0872434</doc-number><kind>S1</kind><date>20200114</date></document-id></publication-reference>
<application-reference appl-type="design"><document-id><country>US</country><doc-number>35503812</doc-number><date>20170323</date></document-id></application-reference>
<us-term-of-grant><length-of-grant>15</length-of-grant><disclaimer><text>terminal disclaimer</text></disclaimer></us-term-of-grant>
<classification-locarno><edition>12</edition><main-classification>0203</main-classification></classification-locarno>
<classification-national><country>US</country><main-classification>D 2882</main-classification></classification-national>
<hague-agreement-data><international-filing-date><date>20170323</date></international-filing-date><international-registration-publication-date><date>20170929</date></international-registration-publication-date><international-registration-date><date>20170323</date></international-registration-date><international-registration-number>DM/095 950</international-registration-number></hague-agreement-data>
<invention-title id="d2e43">Helmet</invention-title><rule-47-flag/>
<us-botanic><latin-name>Rosa hybrida</latin-name><variety>Kortut</variety></us-botanic>
<us-related-documents><reissue><relation><parent-doc><document-id><country>US</country><doc-number>12345678</doc-number><date>20100101</date></document-id><parent-grant-document><document-id><country>US</country><doc-number>8000001</doc-number></document-id></parent-grant-document></parent-doc><child-doc><document-id><country>US</country><doc-number>35503812</doc-number></document-id></child-doc></relation></reissue></us-related-documents>
<pct-or-regional-filing-data><document-id><country>WO</country><doc-number>PCT/EP2016/050001</doc-number><kind>00</kind><date>20160104</date></document-id><us-371c12-date><date>20170323</date></us-371c12-date></pct-or-regional-filing-data>
<us-parties><inventors><inventor sequence="000" designation="us-only"><addressbook><last-name>A</last-name><first-name>B</first-name></addressbook></inventor><inventor sequence="001"><addressbook><last-name>C</last-name></addressbook></inventor></inventors></us-parties>
</us-bibliographic-data-grant><us-sequence-list-doc file="x.txt"/><claims><claim id="CLM-00001" num="1-20"><claim-text><b>1</b>-<b>20</b>. (canceled)</claim-text></claim><claim id="CLM-00021" num="21"><claim-text><b>21</b>. A helmet<?delete-start id="D1"?> old<?delete-end id="D1"?>, as in claims 1 to 3.</claim-text></claim></claims></us-patent-grant>"#,
    );
    let classes: Vec<_> = record
        .classes
        .iter()
        .map(|c| (c.scheme, c.symbol.as_str(), c.version.as_str()))
        .collect();
    assert_eq!(
        classes,
        [
            (Scheme::Locarno, "02-03", "12"),
            (Scheme::Uspc, "D2/882", "")
        ]
    );
    assert_eq!(
        record.dates.get("international-registration-date").copied(),
        Date::read("20170323")
    );
    assert_eq!(
        record.dates.get("us-371c12-date").copied(),
        Date::read("20170323")
    );
    assert!(record.extras.values().any(|v| v == "DM/095 950"));
    assert_eq!(
        record.extras.get("rule-47-flag").map(String::as_str),
        Some("yes")
    );
    assert_eq!(
        record
            .extras
            .get("us-botanic.latin-name")
            .map(String::as_str),
        Some("Rosa hybrida")
    );
    assert_eq!(
        record
            .extras
            .get("us-sequence-list-doc")
            .map(String::as_str),
        Some("file=x.txt")
    );
    assert_eq!(
        record
            .extras
            .get("term-of-grant.length-of-grant")
            .map(String::as_str),
        Some("15")
    );
    assert!(record.extras.values().any(|v| v == "terminal disclaimer"));
    assert_eq!(record.relations[0].kind, RelationKind::Reissue);
    assert_eq!(
        record.relations[0].note,
        "grant US 8000001; child US 35503812"
    );
    assert_eq!(record.relations[1].kind, RelationKind::PctApplication);
    let sequences: Vec<_> = record
        .parties
        .iter()
        .filter(|p| p.role == Role::Inventor)
        .map(|p| (p.sequence, p.name.as_str()))
        .collect();
    assert_eq!(sequences, [(1, "A, B"), (2, "C")]);
    let claims = &record.claims[0].claims;
    assert_eq!(
        (claims[0].number, claims[0].text.as_str()),
        (1, "1-20. (canceled)")
    );
    assert_eq!(
        (claims[1].number, claims[1].text.as_str()),
        (21, "A helmet[ old], as in claims 1 to 3.")
    );
    assert_eq!(claims[1].depends_on, [1, 2, 3]);
}

#[test]
fn tables_lists_and_formulae_become_text() {
    let record = read(
        r#"<us-patent-grant><us-bibliographic-data-grant><publication-reference><document-id><country>US</country><doc-number>1</doc-number></document-id></publication-reference><invention-title>X</invention-title></us-bibliographic-data-grant><description><heading>FIELD</heading><p id="p-1" num="0001">Of <maths id="MATH-US-00001"><math><mi>x</mi></math><img id="EMI-M1" file="m.tif"/></maths> and H<sub>2</sub>O:<ul><li>one</li><li>two</li></ul><tables id="T"><table><tgroup><thead><row><entry>A</entry><entry>B</entry></row></thead><tbody><row><entry/><entry>2</entry></row></tbody></tgroup></table></tables></p></description></us-patent-grant>"#,
    );
    let paragraphs = &record.descriptions[0].paragraphs;
    assert!(paragraphs[0].heading);
    assert_eq!(
        paragraphs[1].text,
        "Of [math:MATH-US-00001] and H2O:\none\ntwo\nA\tB\n\t2"
    );
    assert_eq!(paragraphs[1].number, "0001");
    assert_eq!(record.drawings[0].file, "m.tif");
}

#[test]
fn sgml_of_2001_with_open_empty_elements() {
    let record = sgml(r#"<!DOCTYPE PATDOC PUBLIC "-//USPTO//DTD ST.32 US PATENT GRANT V2.4 2000-09-20//EN" [
<!ENTITY US06167569-20010102-D00000.TIF SYSTEM "US06167569-20010102-D00000.TIF" NDATA TIF>
]>
<PATDOC DTD="2.4" STATUS="BUILD 20001108"><SDOBI><B100><B110><DNUM><PDAT>06167569</PDAT></DNUM></B110><B130><PDAT>B1</PDAT></B130><B140><DATE><PDAT>20010102</PDAT></DATE></B140><B190><PDAT>US</PDAT></B190></B100>
<B200><B210><DNUM><PDAT>09/000001</PDAT></DNUM></B210></B200><B500><B540><STEXT><PDAT>Device</PDAT></STEXT></B540>
<B520><B521><PDAT>  4675</PDAT></B521></B520>
<B560><B561><PCIT><DOC><DNUM><PDAT>4000000</PDAT></DNUM></DOC></PCIT><CITED-BY-EXAMINER></B561><B562><NCIT><STEXT><PDAT>A &amp; B &lsqb;1&rsqb;</PDAT></STEXT></NCIT><CITED-BY-OTHER></B562></B560></B500></SDOBI>
<SDOCL><CL><CLM ID="CLM-00001"><PARA ID="P-1"><PTEXT><PDAT>1. A device.</PDAT></PTEXT></PARA></CLM><CLM ID="CLM-00002"><PARA><PTEXT><PDAT>2. The device of </PDAT><CLREF ID="CLM-00001"><PDAT>claim 1</PDAT></CLREF><PDAT>.</PDAT></PTEXT></PARA></CLM></CL></SDOCL><SDODR ID="DRAWINGS"><EMI ID="EMI-D00000" FILE="US06167569-20010102-D00000.TIF"></SDODR></PATDOC>"#)
        .expect("reads")
        .remove(0);
    assert_eq!(
        (
            record.publication.number.as_str(),
            record.publication.kind.as_str()
        ),
        ("06167569", "B1")
    );
    assert_eq!(record.classes[0].symbol, "4/675");
    assert_eq!(
        record
            .citations
            .iter()
            .map(|c| c.by.as_str())
            .collect::<Vec<_>>(),
        ["examiner", "other"]
    );
    assert_eq!(record.citations[1].literature, "A & B [1]");
    assert_eq!(record.claims[0].claims[1].depends_on, [1]);
    assert_eq!(record.claims[0].claims[1].text, "The device of claim 1.");
    assert_eq!(record.drawings.len(), 1);
}

#[test]
fn green_book_with_foreign_citations_reissue_and_design_claim() {
    let text = "HHHHHT     APS1          ISSUE - 760106\r\nPATN\r\nWKU  D02382101\r\nSRC  D\r\nAPN  4875471\r\nAPT  4\r\nAPD  19740711\r\nTTL  Shoe\r\n     upper\r\nISD  19760106\r\nNCL  1\r\nINVT\r\nNAM  Doe; Jane\r\nCTY  Bonn\r\nCNT  DEX\r\nREIS\r\nCOD  50\r\nAPN  123456\r\nPNO  3000001\r\nRLAP\r\nCOD  74\r\nAPN  351745\r\nAPD  19730416\r\nCLAS\r\nOCL  D 2310\r\nICL  D0204\r\nFREF\r\nPNO  1,234,567\r\nISD  19700600\r\nCNT  GBX\r\nOREF\r\nPAL  Journal of Shoes, 1970,\r\n     p. 3.\r\nPAL  Another.\r\nPARN\r\nPAR  This is a division of application Ser. No. 351,745.\r\nDCLM\r\nPAR  The ornamental design for a shoe, as shown.\r\nPATN\r\nWKU  039373754\r\nTTL  B\r\n";
    let records = greenbook(text).expect("reads");
    assert_eq!(records.len(), 2);
    let record = &records[0];
    assert_eq!(
        (
            record.publication.number.as_str(),
            record.publication.kind.as_str()
        ),
        ("D0238210", "S")
    );
    assert_eq!(record.titles[0].text, "Shoe upper");
    assert_eq!(record.parties[0].country, "DE");
    assert_eq!(record.relations[0].kind, RelationKind::Reissue);
    assert_eq!(record.relations[1].kind, RelationKind::Division);
    assert_eq!(record.classes[0].symbol, "D2/310");
    assert_eq!(
        (record.classes[1].scheme, record.classes[1].symbol.as_str()),
        (Scheme::Locarno, "02-04")
    );
    let cited = record.citations[0].patent.as_ref().expect("patent");
    assert_eq!(
        (
            cited.office.as_str(),
            cited.number.as_str(),
            cited.original.as_str()
        ),
        ("GB", "1234567", "1,234,567")
    );
    assert_eq!(
        record.citations[1].literature,
        "Journal of Shoes, 1970, p. 3."
    );
    assert_eq!(record.citations.len(), 3);
    assert_eq!(
        record.claims[0].claims[0].text,
        "The ornamental design for a shoe, as shown."
    );
    assert_eq!(
        record.extras.get("REIS.COD").map(String::as_str),
        Some("50")
    );
}
