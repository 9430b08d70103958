//! Names of columns in exports of patent databases → fields.

use super::Field;

/// The field of a column, with its language when the name says so.
pub fn field_of(name: &str) -> Option<(Field, &'static str)> {
    let folded = super::fold_width(name).to_lowercase();
    let mut lang = "";
    for (sign, code) in [
        ("中文", "zh"),
        ("英文", "en"),
        ("(cn)", "zh"),
        ("(en)", "en"),
        ("english", "en"),
        ("chinese", "zh"),
        ("_en", "en"),
        ("_zh", "zh"),
        ("_cn", "zh"),
    ] {
        if folded.contains(sign) {
            lang = code;
        }
    }
    let mut plain = folded.replace("(译)", "").replace("[标]", "");
    for sign in [
        "(中文)",
        "(英文)",
        "(english)",
        "(chinese)",
        "(en)",
        "(cn)",
        "中文",
        "英文",
        "english",
        "chinese",
        "_localized",
    ] {
        plain = plain.replace(sign, "");
    }
    for sign in ["_en", "_zh", "_cn"] {
        if let Some(front) = plain.strip_suffix(sign) {
            plain = front.to_owned();
        }
    }
    plain.retain(char::is_alphanumeric);
    lookup(&plain).map(|field| (field, lang))
}

/// Whether a column holds the number of the publication.
pub fn is_number(name: &str) -> bool {
    matches!(field_of(name), Some((Field::Publication, _)))
}

fn lookup(name: &str) -> Option<Field> {
    Some(match name {
        "公开号"
        | "公开公告号"
        | "公告号"
        | "公布号"
        | "授权公告号"
        | "授权号"
        | "公开公告专利号"
        | "专利公开号"
        | "专利公开公告号"
        | "文献号"
        | "公布公告号"
        | "专利号"
        | "authorizationnoticeid"
        | "publicationnumber"
        | "publicationno"
        | "publicationnumbers"
        | "pubno"
        | "pubnumber"
        | "pn"
        | "patentnumber"
        | "patentno"
        | "patentid"
        | "displaykey"
        | "publicationid"
        | "documentnumber"
        | "docnumber"
        | "publicationnumberdocdb"
        | "grantnumber"
        | "id专利号" => Field::Publication,
        "公开国别" | "公开国家" | "公开局" | "受理局" | "国别" | "公开国" | "专利局"
        | "jurisdiction" | "publicationcountry" | "countrycode" | "office" | "pubcountry"
        | "publicationoffice" => Field::Office,
        "文献种类" | "文献种类代码" | "文献类型代码" | "公开类型代码" | "种类代码" | "kind"
        | "kindcode" | "publicationkind" => Field::Kind,
        "公开日"
        | "公开日期"
        | "公开公告日"
        | "公告日"
        | "公布日"
        | "公开时间"
        | "公开公告日期"
        | "授权公告日"
        | "authorizedannouncementdate"
        | "publicationdate"
        | "pubdate"
        | "pd"
        | "publisheddate"
        | "datepublished"
        | "dateofpublication"
        | "公布公告日" => Field::PublicationDate,
        "申请号" | "专利申请号" | "申请专利号" | "filingid" | "applicationnumber"
        | "applicationno" | "appno" | "an" | "applno" | "applicationid" | "applicationnumbers" => {
            Field::Application
        }
        "申请日"
        | "申请日期"
        | "申请时间"
        | "filingdate"
        | "applicationdate"
        | "appdate"
        | "ad"
        | "filingcreationdate"
        | "filed"
        | "applicationfilingdate" => Field::ApplicationDate,
        "授权日" | "授权日期" | "授权时间" | "grantdate" | "granted" | "dateofgrant" => {
            Field::GrantDate
        }
        "标题" | "名称" | "题名" | "专利名称" | "发明名称" | "专利标题" | "专利题名"
        | "发明创造名称" | "name" | "title" | "ti" | "inventiontitle" | "标题原文" => {
            Field::Title
        }
        "摘要" | "文摘" | "专利摘要" | "摘要原文" | "abstract" | "ab" | "abstracttext" => {
            Field::Abstract
        }
        "权利要求" | "权利要求书" | "全部权利要求" | "claims" | "claim" | "clm" | "claimstext" => {
            Field::Claims
        }
        "首项权利要求"
        | "首权"
        | "主权项"
        | "首项权利要求原文"
        | "主权利要求"
        | "独立权利要求"
        | "第一权利要求"
        | "firstclaim"
        | "mainclaim" => Field::FirstClaim,
        "说明书" | "说明书全文" | "description" | "desc" | "descriptiontext" => {
            Field::Description
        }
        "申请人"
        | "申请专利权人"
        | "专利申请人"
        | "原始申请人"
        | "原始申请专利权人"
        | "第一申请人"
        | "标准申请人"
        | "申请人原始"
        | "申请人名称"
        | "applicant"
        | "applicants"
        | "pa"
        | "applicantname"
        | "applicantsoriginal"
        | "originalapplicant"
        | "applicantnames" => Field::Applicant,
        "专利权人"
        | "当前权利人"
        | "当前专利权人"
        | "当前申请专利权人"
        | "权利人"
        | "patentee"
        | "owner"
        | "owners"
        | "assignee"
        | "assignees"
        | "assigneeoriginal"
        | "assigneecurrent"
        | "currentassignee"
        | "assigneeapplicant"
        | "inventorauthorassignee"
        | "originalassignee"
        | "patentassignee"
        | "assigneeharmonized" => Field::Owner,
        "发明人" | "设计人" | "发明设计人" | "当前发明人" | "发明人原始" | "inventor"
        | "inventors" | "designer" | "designers" | "inventorauthor" | "inventornames"
        | "inventorname" | "in" | "inventorharmonized" => Field::Inventor,
        "代理人" | "专利代理师" | "专利代理人" | "代理师" | "agent" | "attorney" | "agents" => {
            Field::Agent
        }
        "代理机构" | "专利代理机构" | "代理机构名称" | "agency" | "lawfirm" => {
            Field::Agency
        }
        "审查员" | "examiner" | "primaryexaminer" => Field::Examiner,
        "地址"
        | "申请人地址"
        | "申请专利权人地址"
        | "当前申请专利权人地址"
        | "专利权人地址"
        | "权利人地址"
        | "第一申请人地址"
        | "address"
        | "applicantaddress"
        | "applicantsaddress"
        | "assigneeaddress" => Field::Address,
        "申请人国别代码" | "applicantcountry" | "申请人国家代码" => Field::Country,
        "ipc"
        | "ipc分类号"
        | "国际分类号"
        | "ipc分类"
        | "分类号"
        | "专利分类号"
        | "intcl"
        | "ipcs"
        | "ipccodes"
        | "ipcclassifications"
        | "ipcr"
        | "ipcrclassifications"
        | "国际专利分类号"
        | "internationalclassification"
        | "ic" => Field::Ipc,
        "主分类号"
        | "ipc主分类号"
        | "ipc主分类"
        | "主ipc分类号"
        | "主ipc"
        | "主ipc分类号小组"
        | "第一分类号"
        | "mainipc"
        | "ipcmain"
        | "主分类"
        | "ipcfirst" => Field::IpcMain,
        "cpc" | "cpc分类号" | "cpc分类" | "cpcs" | "cpccodes" | "cpcclassifications" | "labels" => {
            Field::Cpc
        }
        "洛迦诺分类号"
        | "洛迦诺分类"
        | "外观设计分类号"
        | "外观设计洛迦诺分类号"
        | "locarno"
        | "loc" => Field::Locarno,
        "uspc" | "usclassifications" | "美国分类号" | "usclass" => Field::Uspc,
        "优先权" | "优先权号" | "优先权信息" | "priority" | "prioritynumber"
        | "prioritynumbers" | "priorities" | "pr" => Field::Priority,
        "优先权日" | "优先权日期" | "prioritydate" | "prioritydates" => {
            Field::PriorityDate
        }
        "引证专利" | "引用专利" | "引证文献" | "引用文献" | "专利引证" | "家族引证"
        | "citations" | "citedpatents" | "citedrefs" | "patentcitations" | "backwardcitations"
        | "cites" | "citespatents" | "citation" => Field::Cites,
        "引证科技文献"
        | "非专利引用文献"
        | "非专利文献引证"
        | "nplcitations"
        | "nonpatentcitations"
        | "nplresolvedexternalids" => Field::CitesLiterature,
        "familyid" | "同族号" | "docdbfamilyid" | "simplefamilyid" => Field::Family,
        _ => return None,
    })
}
