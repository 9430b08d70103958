//! The fields of the query language: one table of codes, Chinese and English names and kinds.
//!
//! Parser, printer, completion, help page and executor all read this table; a name that is not
//! here is refused.

/// What a field holds, and so which operators and values it takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Running text with positions: every text operator applies.
    Text,
    /// Document numbers, read in any written form.
    Number,
    /// Days: `=`, ranges, `>=`.
    Date,
    /// Counts: `=`, ranges, `>=`.
    Count,
    /// Class symbols of a scheme.
    Class,
    /// A code from a short list: office, kind, language, province.
    Code,
}

/// A single field of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Title in any language.
    Ti,
    /// Abstract.
    Ab,
    /// Claims.
    Clm,
    /// Description.
    Desc,
    /// Applicants and owners (INID 71, 73).
    Pa,
    /// Inventors and designers (INID 72).
    In,
    /// Agents and agencies (INID 74).
    Ag,
    /// Examiners.
    Ex,
    /// Addresses of applicants, owners and inventors.
    Ad,
    /// Cited literature as text.
    Npl,
    /// Publication number.
    Pn,
    /// Application number.
    Ap,
    /// Priority number.
    Pr,
    /// Patent documents cited by this document.
    Ct,
    /// Numbers of related documents: parents, divisions, PCT.
    Rel,
    /// Simple family, named by any member's number.
    Fam,
    /// Publication date.
    Pd,
    /// Application (filing) date.
    Apd,
    /// Earliest priority date.
    Prd,
    /// Date of grant.
    Gd,
    /// Number of claims.
    Nclm,
    /// Number of independent claims.
    Nind,
    /// Number of patent documents cited.
    Nct,
    /// Number of documents in the collection that cite this one.
    Nciting,
    /// Number of documents in the simple family.
    Nfam,
    /// Number of applicants.
    Npa,
    /// Number of inventors.
    Nin,
    /// Number of priorities.
    Npr,
    /// International Patent Classification.
    Ipc,
    /// Cooperative Patent Classification.
    Cpc,
    /// Locarno classification.
    Loc,
    /// US national classes.
    Uspc,
    /// Publishing office, ST.3.
    Pc,
    /// Kind code, ST.16.
    Kd,
    /// Language of any text of the record, ISO 639-1.
    Lang,
    /// Country of an applicant or owner, two letters.
    Pac,
    /// Province of the first Chinese applicant: six-digit division code or name.
    Prov,
    /// City of the first Chinese applicant: six-digit division code or name.
    City,
    /// Patent type: invention, utility model, design, plant.
    Type,
    /// Derived legal state.
    Ls,
    /// Source format.
    Fmt,
    /// Load number.
    Load,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The names that a query may use, first the code in its normal form. Upper and lower case are
    /// the same; Chinese names are compared after full width and traditional forms are folded.
    pub names: &'static [&'static str],
    /// The single fields it stands for; more than one for a group.
    pub fields: &'static [Field],
    /// What it holds.
    pub kind: Kind,
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
}

macro_rules! table {
    ($($kind:ident [$($field:ident),+] $zh:literal $en:literal $($name:literal)+;)+) => {
        /// Every name of the language. A name stands in one row only.
        pub const TABLE: &[Entry] = &[$(Entry {
            names: &[$($name),+],
            fields: &[$(Field::$field),+],
            kind: Kind::$kind,
            zh: $zh,
            en: $en,
        }),+];
    };
}

table! {
    Text [Ti] "名称" "title" "TI" "名称" "发明名称" "标题" "专利名称" "TTL" "TITLE";
    Text [Ab] "摘要" "abstract" "AB" "摘要" "ABST" "ABSTRACT";
    Text [Clm] "权利要求" "claims" "CLM" "权利要求" "权利要求书" "CLMS" "CLAIMS" "CLAIM";
    Text [Desc] "说明书" "description" "DESC" "说明书" "DESCRIPTION";
    Text [Ti, Ab] "名称、摘要" "title, abstract" "TA" "TIAB" "名称摘要" "TITLEANDABSTRACT";
    Text [Ti, Ab, Clm] "名称、摘要、权利要求" "title, abstract, claims" "TAC" "TIABC" "关键词" "KEYWORDS";
    Text [Ti, Ab, Clm, Desc] "全文" "full text" "TACD" "全文" "FTXT" "FULLTEXT";
    Text [Ti, Ab, Clm, Desc, Pa, In, Ag] "全部文字" "any text" "ALL" "TXT" "全部" "ANY";
    Text [Pa] "申请人或权利人" "applicant or owner" "PA" "申请人" "申请（专利权）人" "专利权人" "权利人" "AN_NAME" "APPLICANT" "OWNER" "ASSIGNEE";
    Text [In] "发明人或设计人" "inventor or designer" "IN" "发明人" "设计人" "发明（设计）人" "INVENTOR" "DESIGNER";
    Text [Ag] "代理人或代理机构" "agent or agency" "AG" "代理人" "代理机构" "AGENT" "AGENCY";
    Text [Ex] "审查员" "examiner" "XM" "审查员" "EXAMINER";
    Text [Ad] "地址" "address" "ADDR" "地址" "ADDRESS";
    Text [Npl] "引用文献（非专利）" "cited literature" "NPL" "非专利文献" "LITERATURE";
    Text [Pa, In] "申请人或发明人" "applicant or inventor" "IA" "申请人或发明人" "INVENTORANDAPPLICANT";
    Text [Pa, In, Ag] "任何当事人" "any party" "PARTY" "当事人" "ALL_NAMES";
    Number [Pn] "公开（公告）号" "publication number" "PN" "公开号" "公告号" "公开（公告）号" "专利号" "PUBLICATIONNUMBER" "SPN";
    Number [Ap] "申请号" "application number" "AP" "申请号" "APPLICATIONNUMBER" "SAP";
    Number [Pr] "优先权号" "priority number" "PR" "优先权号" "优先权" "PRIORITYNUMBER" "SPR";
    Number [Ct] "引用专利" "cited patent" "CT" "引用专利" "引文" "CITATION";
    Number [Rel] "相关文献号" "related document" "REL" "相关文献" "分案原申请号" "RELATED";
    Number [Fam] "同族" "simple family" "FAM" "同族" "简单同族" "FAMN" "FAMILY";
    Number [Pn, Ap, Pr] "任何号码" "any number" "NUM" "号码" "NUMBER";
    Date [Pd] "公开（公告）日" "publication date" "PD" "公开日" "公告日" "公开（公告）日" "PBD" "PUB_D" "PUBLICATIONDATE";
    Date [Apd] "申请日" "application date" "AD" "APD" "申请日" "FILINGDATE" "APPLICATIONDATE";
    Date [Prd] "优先权日" "earliest priority date" "PRD" "优先权日" "PRIORITYDATE";
    Date [Gd] "授权日" "date of grant" "GD" "授权日" "授权公告日" "GRANTDATE";
    Count [Nclm] "权利要求数" "number of claims" "NCLM" "权利要求数" "CLAIMSCOUNT";
    Count [Nind] "独立权利要求数" "number of independent claims" "NIND" "独立权利要求数";
    Count [Nct] "引用专利数" "patents cited" "NCT" "引用专利数" "引文数";
    Count [Nciting] "被引次数" "times cited" "NCITING" "被引次数" "被引用次数" "CITEDBY";
    Count [Nfam] "同族数" "family size" "NFAM" "同族数" "同族规模" "FAMILYSIZE";
    Count [Npa] "申请人数" "number of applicants" "NPA" "申请人数";
    Count [Nin] "发明人数" "number of inventors" "NIN" "发明人数";
    Count [Npr] "优先权数" "number of priorities" "NPR" "优先权数";
    Class [Ipc] "IPC分类号" "IPC" "IPC" "IC" "IPC分类号" "国际分类号" "分类号" "主分类号";
    Class [Cpc] "CPC分类号" "CPC" "CPC" "CPC分类号";
    Class [Loc] "洛迦诺分类号" "Locarno class" "LOC" "洛迦诺分类号" "外观分类号" "LOCARNO";
    Class [Uspc] "美国分类号" "US class" "USPC" "美国分类号" "CCLS";
    Class [Ipc, Cpc] "IPC或CPC" "IPC or CPC" "CL" "CLASS" "IPC或CPC";
    Class [Ipc, Cpc, Loc, Uspc] "任何分类号" "any class" "ANYCLASS" "任何分类号";
    Code [Pc] "公开国家" "publishing office" "PC" "CC" "公开国家" "国家" "国别" "OFFICE" "CTY";
    Code [Kd] "文献类型" "kind code" "KD" "文献类型" "KIND";
    Code [Lang] "语言" "language" "LANG" "语言" "语种" "LANGUAGE";
    Code [Pac] "申请人国别" "country of applicant" "PAC" "申请人国别" "APPLICANTCOUNTRY";
    Code [Prov] "省" "province" "PROV" "省" "省份" "省市" "PROVINCE";
    Code [City] "市" "city" "CITY" "市" "城市";
    Code [Type] "专利类型" "type of patent" "TYPE" "专利类型" "类型";
    Code [Ls] "法律状态" "legal state" "LS" "法律状态" "LEGALSTATE" "STATUS";
    Code [Fmt] "来源格式" "source format" "FMT" "来源格式" "FORMAT";
    Count [Load] "装载批次" "load" "LOAD" "装载批次";
}
