//! Variants of the Chinese formats for which no open sample exists: the structure is the one that
//! style sheets and readers of the office's data name; the content is invented.

use super::{application_package, publication};
use crate::read::tree::Element;
use crate::record::{Record, RelationKind, Role, Scheme};
use quanlian_handbook::Date;

fn read(text: &str) -> Record {
    let root = Element::parse(text).expect("parses");
    publication(&root).expect("reads").remove(0)
}

fn names(record: &Record, role: Role) -> Vec<&str> {
    record
        .parties
        .iter()
        .filter(|p| p.role == role)
        .map(|p| p.name.as_str())
        .collect()
}

#[test]
fn a_design_has_locarno_views_and_explanation() {
    let record = read(
        r#"<business:PatentDocumentAndRelated lang="zh" country="CN" docNumber="307096040" kind="S" datePublication="20220201">
<business:DesignBibliographicData>
<business:PublicationReference dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>307096040</base:DocNumber><base:Kind>S</base:Kind><base:Date>20220201</base:Date></base:DocumentID></business:PublicationReference>
<business:ApplicationReference applType="30" dataFormat="original"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>202130671538.X</base:DocNumber><base:Date>20211013</base:Date></base:DocumentID></business:ApplicationReference>
<business:PatentNumber>ZL202130671538.X</business:PatentNumber>
<business:ClassificationLocarno><business:Edition>13</business:Edition><business:MainClassification>14-02</business:MainClassification><business:FurtherClassification>14-03;26-05</business:FurtherClassification></business:ClassificationLocarno>
<business:DesignTitle lang="zh">台灯</business:DesignTitle><business:DesignTitle lang="en">Desk lamp</business:DesignTitle>
<business:ApplicantDetails><business:Applicant sequence="1"><base:AddressBook lang="zh"><base:Name>甲公司</base:Name></base:AddressBook><base:AddressBook lang="en"><base:Name>A Co.</base:Name></base:AddressBook></business:Applicant></business:ApplicantDetails>
<business:DesignerDetails><business:Designer sequence="1"><base:AddressBook><base:Name>张三</base:Name></base:AddressBook></business:Designer><business:Designer sequence="2"><base:AddressBook><base:Name>李四</base:Name></base:AddressBook></business:Designer></business:DesignerDetails>
<business:CorrespondenceAddress><base:AddressBook><base:Address><base:Text>100000 北京市海淀区</base:Text></base:Address></base:AddressBook></business:CorrespondenceAddress>
</business:DesignBibliographicData>
<business:DesignBriefExplanation><base:Paragraphs>1.本外观设计产品的名称：台灯。</base:Paragraphs><base:Paragraphs>2.用途：照明。</base:Paragraphs></business:DesignBriefExplanation>
<business:DesignImages><base:Figure num="0001" figureLabels="主视图"><base:Image file="A.JPG" wi="10" he="20"/></base:Figure></business:DesignImages>
<business:FullDocImage numberOfFigures="7" type="pdf"/>
</business:PatentDocumentAndRelated>"#,
    );
    assert_eq!(record.publication.kind, "S");
    let application = record.application.as_ref().expect("application");
    assert_eq!(
        (application.number.as_str(), application.original.as_str()),
        ("202130671538", "202130671538.X")
    );
    let classes: Vec<_> = record
        .classes
        .iter()
        .map(|c| (c.scheme, c.symbol.as_str(), c.first, c.version.as_str()))
        .collect();
    assert_eq!(
        classes,
        [
            (Scheme::Locarno, "14-02", true, "13"),
            (Scheme::Locarno, "14-03", false, "13"),
            (Scheme::Locarno, "26-05", false, "13")
        ]
    );
    let titles: Vec<_> = record
        .titles
        .iter()
        .map(|t| (t.lang.as_str(), t.text.as_str()))
        .collect();
    assert_eq!(titles, [("zh", "台灯"), ("en", "Desk lamp")]);
    assert_eq!(names(&record, Role::Inventor), ["张三", "李四"]);
    assert_eq!(
        record.parties[0].names.get("en").map(String::as_str),
        Some("A Co.")
    );
    assert_eq!(record.descriptions[0].paragraphs.len(), 2);
    assert_eq!(
        (
            record.drawings[0].content.as_str(),
            record.drawings[0].figure.as_str()
        ),
        ("design", "主视图")
    );
    assert_eq!(
        record.extras.get("FullDocImage").map(String::as_str),
        Some("numberOfFigures=7 type=pdf")
    );
    assert_eq!(
        record.extras.get("patent-number").map(String::as_str),
        Some("ZL202130671538.X")
    );
    assert!(record.extras.values().any(|v| v.contains("北京市海淀区")));
}

#[test]
fn priorities_pct_divisional_and_citations() {
    let record = read(
        r#"<business:PatentDocumentAndRelated lang="zh" country="CN" docNumber="118000001" kind="B"><business:BibliographicData>
<business:PublicationReference><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>118000001</base:DocNumber><base:Kind>B</base:Kind><base:Date>20240510</base:Date></business:PublicationReference>
<business:ApplicationReference dataFormat="standard"><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>102022000123456</base:DocNumber><base:Date>20220810</base:Date></base:DocumentID></business:ApplicationReference>
<business:PriorityDetails><business:Priority kind="international" dataFormat="original" sequence="1"><base:WIPOST3Code>KR</base:WIPOST3Code><base:DocNumber>10-2022-0100096</base:DocNumber><base:Date>20220810</base:Date></business:Priority><business:Priority kind="international" dataFormat="standard" sequence="1"><base:WIPOST3Code>KR</base:WIPOST3Code><base:DocNumber>102022000100096</base:DocNumber><base:Date>20220810</base:Date></business:Priority></business:PriorityDetails>
<business:PCTOrRegionalFilingData><base:DocumentID><base:WIPOST3Code>KR</base:WIPOST3Code><base:DocNumber>PCT/KR2022/011963</base:DocNumber><base:Date>20220811</base:Date></base:DocumentID></business:PCTOrRegionalFilingData>
<business:PCTOrRegionalPublishingData lang="ko"><base:DocumentID><base:WIPOST3Code>WO</base:WIPOST3Code><base:DocNumber>WO2023/018231</base:DocNumber><base:Date>20230216</base:Date></base:DocumentID></business:PCTOrRegionalPublishingData>
<business:DatePCTArticle22-39Fulfilled><base:Date>20240201</base:Date></business:DatePCTArticle22-39Fulfilled>
<business:ClassificationIPCRDetails><business:ClassificationIPCR sequence="1"><base:Text>H01M  10/0525(2010.01)I</base:Text></business:ClassificationIPCR><business:ClassificationIPCR sequence="2"><base:Text>H01M   4/62(2006.01)N</base:Text></business:ClassificationIPCR></business:ClassificationIPCRDetails>
<business:InventionTitle>电池</business:InventionTitle>
<business:ReferencesCited><business:Citation srepPhase="SEA"><business:ApplicationCitation><base:DocumentID><base:WIPOST3Code>US</base:WIPOST3Code><base:DocNumber>2010123456</base:DocNumber><base:Kind>A1</base:Kind></base:DocumentID></business:ApplicationCitation><business:Category>X</business:Category><business:RelevantClaims>1-3</business:RelevantClaims><business:RelevantPassage>说明书第2页</business:RelevantPassage></business:Citation><business:Citation><business:NPLCitation><base:Text>王某: 电池学报, 2001</base:Text></business:NPLCitation></business:Citation></business:ReferencesCited>
<business:RelatedDocuments><business:Division><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>201910302430.1</base:DocNumber><base:Date>20190416</base:Date></base:DocumentID></business:Division></business:RelatedDocuments>
<business:SomethingNew><base:Text>新内容</base:Text></business:SomethingNew>
</business:BibliographicData></business:PatentDocumentAndRelated>"#,
    );
    assert_eq!(
        record.application.as_ref().map(|a| a.number.as_str()),
        Some("202210123456")
    );
    assert_eq!(record.priorities.len(), 1);
    assert_eq!(record.priorities[0].id.number, "10-2022-0100096");
    assert_eq!(
        record.extras.get("priority.standard").map(String::as_str),
        Some("1: KR102022000100096")
    );
    let relations: Vec<_> = record
        .relations
        .iter()
        .map(|r| (r.kind, r.id.number.as_str()))
        .collect();
    assert_eq!(
        relations,
        [
            (RelationKind::Division, "201910302430"),
            (RelationKind::PctApplication, "PCT/KR2022/011963"),
            (RelationKind::PctPublication, "WO2023/018231"),
        ]
    );
    assert_eq!(record.relations[2].id.lang, "ko");
    assert_eq!(record.dates.get("85").copied(), Date::read("20240201"));
    let classes: Vec<_> = record
        .classes
        .iter()
        .map(|c| {
            (
                c.symbol.as_str(),
                c.first,
                c.value.as_str(),
                c.version.as_str(),
            )
        })
        .collect();
    assert_eq!(
        classes,
        [
            ("H01M10/0525", true, "I", "2010.01"),
            ("H01M4/62", false, "N", "2006.01")
        ]
    );
    let first = &record.citations[0];
    assert_eq!(
        (
            first.category.as_str(),
            first.claims.as_str(),
            first.passages.as_str(),
            first.phase.as_str()
        ),
        ("X", "1-3", "说明书第2页", "SEA")
    );
    assert_eq!(record.citations[1].literature, "王某: 电池学报, 2001");
    assert!(record.extras.values().any(|v| v == "新内容"));
}

#[test]
fn the_older_form_with_hyphens() {
    let record = read(
        r#"<cn-patent-document lang="ZH" country="CN"><cn-bibliographic-data lang="zh" country="CN">
<cn-publication-reference><document-id><country>CN</country><doc-number>1719946</doc-number><kind>A</kind><date>20060111</date></document-id></cn-publication-reference>
<application-reference appl-type="invention"><document-id><country>CN</country><doc-number>200510050999.1</doc-number><date>20050301</date></document-id></application-reference>
<priority-claims><priority-claim sequence="1" kind="national"><country>JP</country><doc-number>2004-123456</doc-number><date>20040301</date></priority-claim></priority-claims>
<classification-ipc><ipc-version>7</ipc-version><main-classification>H04R  1/10</main-classification><further-classification>H04R  5/033</further-classification></classification-ipc>
<invention-title>耳机</invention-title><abstract><p>一种耳机。</p></abstract><cn-abstract-drawing><figure><img file="a.tif"/></figure></cn-abstract-drawing>
<cn-parties><cn-applicants><cn-applicant sequence="1"><addressbook><name>甲</name><address><text>浙江省杭州市</text></address></addressbook></cn-applicant><cn-applicant sequence="2"><addressbook><name>乙</name></addressbook></cn-applicant></cn-applicants>
<cn-inventors><cn-inventor sequence="1"><name>丙</name></cn-inventor></cn-inventors>
<cn-agents><cn-agent sequence="1" rep-type="agent"><name>丁</name><cn-agency><name>戊事务所</name></cn-agency></cn-agent></cn-agents></cn-parties>
<assignees><assignee><addressbook><name>甲</name></addressbook></assignee></assignees>
<cn-related-documents><division><relation><parent-doc><document-id><country>CN</country><doc-number>03100001.2</doc-number></document-id></parent-doc></relation></division></cn-related-documents>
<pct-or-regional-filing-data><document-id><country>JP</country><doc-number>PCT/JP2005/000001</doc-number><date>20050301</date></document-id></pct-or-regional-filing-data>
<date-pct-article-22-39-fulfilled><date>20060901</date></date-pct-article-22-39-fulfilled>
</cn-bibliographic-data><application-body lang="zh"><description><invention-title>耳机</invention-title><technical-field><p id="p0001" num="0001">技术领域</p><p num="0002">涉及耳机。</p></technical-field></description>
<claims><claim id="cl1" num="1"><claim-text>1．一种耳机。</claim-text></claim><claim id="cl2" num="2"><claim-text>2．如权利要求1所述的耳机。</claim-text></claim></claims><drawings><figure num="1"><img id="i1" file="b.tif"/></figure></drawings></application-body></cn-patent-document>"#,
    );
    assert_eq!(
        (
            record.publication.number.as_str(),
            record.publication.kind.as_str()
        ),
        ("1719946", "A")
    );
    assert_eq!(
        record.application.as_ref().map(|a| a.number.as_str()),
        Some("200510050999")
    );
    assert_eq!(record.priorities[0].kind, "national");
    let symbols: Vec<_> = record
        .classes
        .iter()
        .map(|c| (c.symbol.as_str(), c.version.as_str()))
        .collect();
    assert_eq!(symbols, [("H04R1/10", "7"), ("H04R5/033", "7")]);
    assert_eq!(names(&record, Role::Applicant), ["甲", "乙"]);
    assert_eq!(names(&record, Role::Inventor), ["丙"]);
    assert_eq!(names(&record, Role::Agency), ["戊事务所"]);
    assert_eq!(names(&record, Role::Agent), ["丁"]);
    assert_eq!(names(&record, Role::Owner), ["甲"]);
    assert_eq!(record.parties[0].address, "浙江省杭州市");
    assert_eq!(record.relations[0].kind, RelationKind::Division);
    assert_eq!(record.relations[0].id.number, "03100001");
    assert_eq!(record.dates.get("85").copied(), Date::read("20060901"));
    assert_eq!(record.abstracts[0].paragraphs[0].text, "一种耳机。");
    assert_eq!(record.titles.len(), 1);
    let description = &record.descriptions[0].paragraphs;
    assert!(description[0].heading && !description[1].heading && description[1].number == "0002");
    assert_eq!(record.claims[0].claims[1].depends_on, [1]);
    assert_eq!(record.claims[0].claims[1].text, "如权利要求1所述的耳机。");
    assert_eq!(record.drawings.len(), 2);
}

#[test]
fn what_is_damaged_is_named() {
    let code = |text: &str| {
        publication(&Element::parse(text).expect("parses"))
            .expect_err("refused")
            .code
    };
    assert_eq!(
        code("<PatentDocumentAndRelated/>"),
        "read.no-publication-number"
    );
    assert_eq!(
        code("<cn-patent-document><cn-bibliographic-data/></cn-patent-document>"),
        "read.no-publication-number"
    );
    let record = read(
        r#"<PatentDocumentAndRelated docNumber="101945314" kind="B" country="CN"><BibliographicData><ApplicationReference><DocumentID><WIPOST3Code>CN</WIPOST3Code><DocNumber>201010298420.5</DocNumber></DocumentID></ApplicationReference></BibliographicData></PatentDocumentAndRelated>"#,
    );
    let codes: Vec<&str> = record.notes.iter().map(|n| n.code.as_str()).collect();
    assert_eq!(
        codes,
        ["read.missing-node", "read.check-digit", "read.no-title"]
    );
    assert_eq!(
        application_package(&[]).expect_err("empty").code,
        "read.no-record"
    );
    let body =
        Element::parse("<cn-application-body><cn-claims/></cn-application-body>").expect("parses");
    assert_eq!(
        application_package(&[("x.xml".to_owned(), body)])
            .expect_err("no number")
            .code,
        "read.no-application-number"
    );
}

#[test]
fn a_request_form_gives_the_bibliography_of_a_package() {
    let form = Element::parse(r#"<cn-request><cn-bibliographic-data><application-reference><document-id><country>CN</country><doc-number>2018103922220</doc-number></document-id></application-reference><invention-title>装置</invention-title><cn-parties><cn-applicants><cn-applicant><addressbook><name>甲</name></addressbook></cn-applicant></cn-applicants></cn-parties></cn-bibliographic-data><fee-reduction>是</fee-reduction></cn-request>"#).expect("parses");
    let claims = Element::parse(r#"<cn-application-body lang="zh"><cn-claims><claim num="1"><claim-text>一种装置。</claim-text></claim></cn-claims></cn-application-body>"#).expect("parses");
    let records = application_package(&[
        ("a/110101/f.xml".to_owned(), form),
        ("a/100001/c.xml".to_owned(), claims),
    ])
    .expect("reads");
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(
        record.application.as_ref().map(|a| a.number.as_str()),
        Some("201810392222")
    );
    assert_eq!(record.titles[0].text, "装置");
    assert_eq!(names(record, Role::Applicant), ["甲"]);
    assert_eq!(
        record
            .extras
            .get("request-form.fee-reduction")
            .map(String::as_str),
        Some("是")
    );
    assert_eq!(record.claims[0].claims.len(), 1);
}

#[test]
fn one_person_in_two_forms_is_one_party() {
    let record = read(
        r#"<PatentDocumentAndRelated country="CN" docNumber="118000002" kind="A"><BibliographicData><InventionTitle>电池</InventionTitle>
<ClassificationIPCRDetails processingType="original"><ClassificationIPCR sequence="1"><Text>H01M 4/62(2006.01)I</Text></ClassificationIPCR></ClassificationIPCRDetails>
<ClassificationIPCRDetails processingType="standard"><ClassificationIPCR sequence="1"><Section>H</Section><MainClass>01</MainClass><Subclass>M</Subclass><MainGroup>4</MainGroup><Subgroup>62</Subgroup></ClassificationIPCR></ClassificationIPCRDetails>
<Parties><ApplicantDetails>
<Applicant sequence="1" dataFormat="standard" lang="en"><AddressBook><Name>WUHAN UNIV</Name></AddressBook></Applicant>
<Applicant sequence="1" dataFormat="original" lang="zh"><AddressBook><Name>武汉大学</Name></AddressBook></Applicant>
<Applicant sequence="2" dataFormat="original" lang="zh"><AddressBook><Name>甲</Name></AddressBook></Applicant>
</ApplicantDetails><InventorDetails><Inventor sequence="1" publicationMark="1"><AddressBook><Name>请求不公布姓名</Name></AddressBook></Inventor></InventorDetails></Parties>
</BibliographicData></PatentDocumentAndRelated>"#,
    );
    assert_eq!(names(&record, Role::Applicant), ["武汉大学", "甲"]);
    assert_eq!(
        record.parties[0].names.get("en").map(String::as_str),
        Some("WUHAN UNIV")
    );
    assert_eq!(record.classes.len(), 1);
    assert_eq!(
        record
            .extras
            .get("inventor.publication-mark")
            .map(String::as_str),
        Some("1: 1")
    );
}
