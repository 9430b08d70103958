//! Invented applicants, inventors and agencies: few applicants have many records, many have few.

use super::random::Random;
use crate::record::{Party, Role};
use std::collections::BTreeMap;

/// Applicants of one language and field.
const APPLICANTS: usize = 6_000;

/// Postal code, province with city and district, and the name of the place in a firm's name.
const PLACES: [(&str, &str, &str); 36] = [
    ("518000", "广东省深圳市南山区", "深圳"),
    ("100190", "北京市海淀区", "北京"),
    ("215123", "江苏省苏州市工业园区", "苏州"),
    ("310012", "浙江省杭州市西湖区", "杭州"),
    ("200233", "上海市徐汇区", "上海"),
    ("510640", "广东省广州市天河区", "广州"),
    ("523808", "广东省东莞市松山湖", "东莞"),
    ("210096", "江苏省南京市玄武区", "南京"),
    ("430074", "湖北省武汉市洪山区", "武汉"),
    ("610041", "四川省成都市高新区", "成都"),
    ("230088", "安徽省合肥市高新区", "合肥"),
    ("710049", "陕西省西安市碑林区", "西安"),
    ("266061", "山东省青岛市崂山区", "青岛"),
    ("250101", "山东省济南市历下区", "济南"),
    ("315040", "浙江省宁波市鄞州区", "宁波"),
    ("400044", "重庆市沙坪坝区", "重庆"),
    ("300072", "天津市南开区", "天津"),
    ("410083", "湖南省长沙市岳麓区", "长沙"),
    ("450001", "河南省郑州市高新区", "郑州"),
    ("361005", "福建省厦门市思明区", "厦门"),
    ("350108", "福建省福州市闽侯县", "福州"),
    ("116024", "辽宁省大连市甘井子区", "大连"),
    ("110819", "辽宁省沈阳市和平区", "沈阳"),
    ("150001", "黑龙江省哈尔滨市南岗区", "哈尔滨"),
    ("130012", "吉林省长春市朝阳区", "长春"),
    ("050018", "河北省石家庄市裕华区", "石家庄"),
    ("030024", "山西省太原市万柏林区", "太原"),
    ("330031", "江西省南昌市红谷滩区", "南昌"),
    ("530004", "广西壮族自治区南宁市西乡塘区", "南宁"),
    ("650091", "云南省昆明市五华区", "昆明"),
    ("550025", "贵州省贵阳市花溪区", "贵阳"),
    ("730000", "甘肃省兰州市城关区", "兰州"),
    ("570228", "海南省海口市美兰区", "海口"),
    ("010021", "内蒙古自治区呼和浩特市赛罕区", "呼和浩特"),
    ("830046", "新疆维吾尔自治区乌鲁木齐市天山区", "乌鲁木齐"),
    ("750021", "宁夏回族自治区银川市西夏区", "银川"),
];

const BRANDS_ZH: [&str; 32] = [
    "瑞", "恒", "泰", "鑫", "华", "宏", "启", "博", "诺", "凯", "科", "信", "达", "盛", "明", "远",
    "晟", "嘉", "禾", "翔", "辰", "云", "星", "海", "川", "岳", "峰", "锐", "智", "创", "领", "拓",
];

const TRADES_ZH: [&str; 5] = ["新能源", "通信", "医药", "机械", "化工"];

const ROADS_ZH: [&str; 10] = [
    "科技路",
    "创业路",
    "人民路",
    "建设路",
    "解放路",
    "中山路",
    "文化路",
    "工业大道",
    "学府路",
    "滨河路",
];

const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "高", "林", "罗", "郑", "梁", "谢", "宋", "唐", "许", "韩", "冯", "邓", "曹", "彭", "曾",
    "肖", "田", "董", "袁", "潘", "于", "蒋", "欧阳",
];

const GIVEN: [&str; 40] = [
    "伟", "芳", "娜", "敏", "静", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超", "霞",
    "平", "刚", "辉", "玲", "鹏", "华", "飞", "鑫", "波", "斌", "宇", "浩", "凯", "健", "俊", "帆",
    "雪", "慧", "建国", "志强", "晓东", "海燕", "文博", "子涵",
];

const COMPANIES_EN: [&str; 32] = [
    "Alder", "Birch", "Cedar", "Dovetail", "Ember", "Falcon", "Granite", "Harbor", "Indigo",
    "Juniper", "Kestrel", "Lumen", "Meridian", "Northway", "Orchard", "Pinnacle", "Quarry",
    "Ridge", "Sable", "Talon", "Umbra", "Vantage", "Willow", "Xenon", "Yarrow", "Zephyr", "Anvil",
    "Beacon", "Copper", "Delta", "Echo", "Fjord",
];

const TRADES_EN: [&str; 5] = [
    "Energy",
    "Networks",
    "Therapeutics",
    "Machines",
    "Chemicals",
];

const FORMS_EN: [(&str, &str); 8] = [
    ("Inc.", "US"),
    ("LLC", "US"),
    ("GmbH", "DE"),
    ("Ltd.", "GB"),
    ("K.K.", "JP"),
    ("Co., Ltd.", "KR"),
    ("S.A.", "FR"),
    ("AB", "SE"),
];

const FAMILY_EN: [&str; 24] = [
    "Smith", "Johnson", "Brown", "Miller", "Davis", "Garcia", "Wilson", "Anderson", "Taylor",
    "Moore", "Martin", "Lee", "Clark", "Lewis", "Walker", "Young", "Schmidt", "Weber", "Tanaka",
    "Suzuki", "Kim", "Park", "Dubois", "Larsson",
];

const GIVEN_EN: [&str; 20] = [
    "James", "Mary", "Robert", "Linda", "John", "Susan", "Michael", "Karen", "David", "Lisa",
    "Anna", "Peter", "Hiroshi", "Yuki", "Min-jun", "Claire", "Erik", "Paul", "Laura", "Daniel",
];

/// The parties of one record.
pub(super) fn parties(random: &mut Random, chinese: bool, field: usize) -> Vec<Party> {
    let mut parties = Vec::with_capacity(6);
    let applicants = if random.chance(12) { 2 } else { 1 };
    for sequence in 1..=applicants {
        let rank = random.skewed(APPLICANTS);
        let (name, address, country) = if chinese {
            applicant_zh(rank, field)
        } else {
            applicant_en(rank, field)
        };
        if parties.iter().all(|party: &Party| party.name != name) {
            parties.push(party(Role::Applicant, sequence, name, address, country));
        }
    }
    for sequence in 1..=1 + u32::try_from(random.skewed(5)).unwrap_or(0) {
        let name = if chinese {
            format!("{}{}", random.pick(&SURNAMES), random.pick(&GIVEN))
        } else {
            format!("{}, {}", random.pick(&FAMILY_EN), random.pick(&GIVEN_EN))
        };
        parties.push(party(Role::Inventor, sequence, name, String::new(), ""));
    }
    if chinese && random.chance(60) {
        let place = PLACES[random.skewed(PLACES.len())].2;
        let brand = brand_zh(random.skewed(400));
        let name = format!("{place}{brand}专利代理事务所");
        parties.push(party(Role::Agency, 1, name, String::new(), "CN"));
    }
    parties
}

fn party(role: Role, sequence: u32, name: String, address: String, country: &str) -> Party {
    Party {
        role,
        sequence,
        name,
        names: BTreeMap::new(),
        address,
        country: country.to_owned(),
        id: String::new(),
    }
}

fn brand_zh(rank: usize) -> String {
    let first = BRANDS_ZH[rank % BRANDS_ZH.len()];
    let second = BRANDS_ZH[(rank / BRANDS_ZH.len() + rank * 7 + 3) % BRANDS_ZH.len()];
    format!("{first}{second}")
}

/// A name, an address and a country that depend on the rank alone.
fn applicant_zh(rank: usize, field: usize) -> (String, String, &'static str) {
    let mut own = Random::new(0x00a0_0a00, (rank * 8 + field) as u64);
    let (code, place, town) = PLACES[own.skewed(PLACES.len())];
    let brand = brand_zh(rank);
    let name = match rank % 10 {
        0 | 5 => format!("{town}{brand}理工大学"),
        1 => format!("{town}{brand}研究院"),
        2 if rank > 100 => format!("{}{}", own.pick(&SURNAMES), own.pick(&GIVEN)),
        3 => format!("{brand}{}股份有限公司", TRADES_ZH[field]),
        _ => format!("{town}{brand}{}科技有限公司", TRADES_ZH[field]),
    };
    let address = format!(
        "{code}{place}{}{}号",
        own.pick(&ROADS_ZH),
        1 + own.below(400)
    );
    (name, address, "CN")
}

fn applicant_en(rank: usize, field: usize) -> (String, String, &'static str) {
    let mut own = Random::new(0x00b0_0b00, (rank * 8 + field) as u64);
    let (form, country) = FORMS_EN[own.below(FORMS_EN.len())];
    let second = COMPANIES_EN[(rank / COMPANIES_EN.len()) % COMPANIES_EN.len()];
    let first = COMPANIES_EN[rank % COMPANIES_EN.len()];
    let name = if rank < COMPANIES_EN.len() {
        format!("{first} {} {form}", TRADES_EN[field])
    } else {
        format!(
            "{first}{} {} {form}",
            second.to_lowercase(),
            TRADES_EN[field]
        )
    };
    (name, String::new(), country)
}
