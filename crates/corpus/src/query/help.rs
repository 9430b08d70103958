//! The tables of fields and operators for the help page, the API and the reference.

use super::cql::index;
use super::field::{Kind, TABLE};
use serde::Serialize;

/// A field of the language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FieldHelp {
    /// The code in the normal form.
    pub code: &'static str,
    /// Every name that a query may use.
    pub names: Vec<&'static str>,
    /// The codes of the single fields, when it is a group.
    pub members: Vec<&'static str>,
    /// `text`, `number`, `date`, `count`, `class` or `code`.
    pub kind: &'static str,
    /// Chinese title.
    pub zh: &'static str,
    /// English title.
    pub en: &'static str,
    /// A query that uses it.
    pub example: String,
    /// The index of CQL, when there is one.
    pub cql: Option<&'static str>,
}

/// An operator or form of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OperatorHelp {
    /// How it is written.
    pub form: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
    /// What it means, in English.
    pub en: &'static str,
    /// A query that uses it.
    pub example: &'static str,
}

/// Every field, in the order of the table.
pub fn fields() -> Vec<FieldHelp> {
    TABLE
        .iter()
        .map(|e| {
            let members = match e.fields {
                [_] => Vec::new(),
                list => list
                    .iter()
                    .filter_map(|f| TABLE.iter().find(|o| o.fields == [*f]))
                    .map(|o| o.names[0])
                    .collect(),
            };
            FieldHelp {
                code: e.names[0],
                names: e.names.to_vec(),
                members,
                kind: kind(e.kind),
                zh: e.zh,
                en: e.en,
                example: format!("{}={}", e.names[0], example(e.names[0], e.kind)),
                cql: index::printed(e.fields),
            }
        })
        .collect()
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Text => "text",
        Kind::Number => "number",
        Kind::Date => "date",
        Kind::Count => "count",
        Kind::Class => "class",
        Kind::Code => "code",
    }
}

fn example(code: &str, kind: Kind) -> &'static str {
    match (code, kind) {
        ("PA" | "IA" | "PARTY", _) => "(华为 OR Siemens)",
        ("IN", _) => "李明",
        ("AG", _) => "专利代理",
        ("ADDR", _) => "深圳市",
        ("XM", _) => "王",
        ("AP" | "PR", _) => "CN201710601862.3",
        (_, Kind::Text) => "(石墨烯 3W 电池)",
        (_, Kind::Number) => "CN109524631A",
        (_, Kind::Date) => "20200101:20201231",
        ("LOAD", _) => "3",
        (_, Kind::Count) => "5:10",
        ("LOC", _) => "14-02",
        ("USPC", _) => "429/231.95",
        (_, Kind::Class) => "H01M10/0525",
        ("KD", _) => "A",
        ("LANG", _) => "zh",
        ("PROV", _) => "浙江",
        ("CITY", _) => "杭州",
        ("TYPE", _) => "发明",
        ("LS", _) => "granted",
        ("FMT", _) => "docdb",
        (_, Kind::Code) => "CN",
    }
}

macro_rules! operators {
    ($($form:literal $zh:literal $en:literal $example:literal;)+) => {
        &[$(OperatorHelp { form: $form, zh: $zh, en: $en, example: $example }),+]
    };
}

/// Every operator and form of the native language.
pub fn operators() -> &'static [OperatorHelp] {
    operators! {
        "a AND b" "两者都有；也可写 与、且" "both" "石墨烯 AND 电池";
        "a OR b" "至少有一个；也可写 或" "at least one" "石墨烯 OR graphene";
        "a NOT b, a AND NOT b" "有 a 而没有 b；也可写 非" "a without b" "电池 NOT 铅酸";
        "a XOR b" "恰有一个" "exactly one of the two" "TI=(锂 XOR 钠)";
        "a nW b" "a 在前，中间最多 n 个位置（0–99）；W 即 0W" "a before b, at most n positions between (0–99); W is 0W" "TA=(lithium 3W battery)";
        "a nD b" "不分先后，中间最多 n 个位置；D 即 0D" "in either order, at most n positions between; D is 0D" "TA=(石墨烯 5D 电极)";
        "a =nW b, a =nD b" "中间恰有 n 个位置" "exactly n positions between" "TA=(石墨 =1W 电极)";
        "a m-nW b, a m-nD b" "中间有 m 到 n 个位置" "m to n positions between" "TA=(石墨 2-4W 电极)";
        "a S b" "同一句；S> 且 a 在前" "in the same sentence; S> also in this order" "CLM=(集群 S 避障)";
        "a P b" "同一段；P> 且 a 在前" "in the same paragraph; P> also in this order" "DESC=(隔膜 P 陶瓷)";
        "a F b" "同一字段；F> 且 a 在前" "in the same field; F> also in this order" "TAC=(隔膜 F 陶瓷)";
        "a NOTnW b, NOTnD, NOTS, NOTP, NOTF" "有 a，且其附近（同句、同段、同字段）没有 b" "a where no b stands in this relation" "TA=(电池 NOT3W 铅酸)";
        "\"a b\"" "短语：次序与相邻都固定" "phrase: exactly this order, side by side" "TI=\"lithium ion battery\"";
        "+" "任意个字符，可在词首、词中、词尾" "any number of characters, at any place in a word" "+phen+";
        "#" "恰好一个字符" "exactly one character" "organi#ation";
        "?" "零个或一个字符" "none or one character" "colo?r";
        "\\" "其后的字符按字面处理" "the next character is meant literally" "C\\+\\+";
        "~a" "英文词的其他词形" "other inflections of an English word" "~battery";
        "FREQ(a, n)" "同一字段中至少出现 n 次" "at least n times in that field" "AB=FREQ(石墨烯, 3)";
        "a^w" "排序加权，不影响命中" "weight in the ranking; the hits are the same" "TI=石墨烯^2.5";
        "F=a, F:a" "在字段 F 中；多个词用括号" "in the field F; brackets for more than one term" "TI=(石墨烯 OR graphene)";
        "F,G=a" "在任一字段中" "in any of these fields" "TI,PA=石墨烯";
        "F=a:b, F=[a TO b]" "从 a 到 b（含）；可缺一端" "from a to b, both included; one end may be left out" "PD=20200101:20201231";
        "F>=a, F>a, F<=a, F<a" "日期和数量的比较" "comparison of dates and counts" "NCLM>=10";
        "IPC=/low s, /high s" "分类号及其全部下位（上位）" "the class and all below (above) it in the scheme" "IPC=/low H01M10/05";
        "IPC=s+" "以 s 开头的分类号" "every symbol that begins so" "IPC=H01M10/+";
        "IPC=s-t" "从 s 到 t 的分类号" "from symbol s to symbol t" "IPC=H01M10/02-H01M10/05";
        "#n" "检索历史第 n 条" "line n of the history" "#1 AND #2";
        "*" "全部文献" "every document" "* NOT PC=CN";
    }
}
