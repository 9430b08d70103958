//! The country that an address of the gazette names.

/// The country of an address: a postcode of six digits stands before Chinese ones, the name of
/// the country before others. Names as the gazette writes them, codes of ST.3.
pub fn country(address: &str) -> Option<&'static str> {
    const NAMES: [(&str, &str); 52] = [
        ("中国台湾", "TW"),
        ("中国香港", "HK"),
        ("中国澳门", "MO"),
        ("台湾", "TW"),
        ("香港", "HK"),
        ("澳门", "MO"),
        ("中国", "CN"),
        ("美国", "US"),
        ("日本", "JP"),
        ("德国", "DE"),
        ("韩国", "KR"),
        ("法国", "FR"),
        ("英国", "GB"),
        ("瑞士", "CH"),
        ("瑞典", "SE"),
        ("荷兰", "NL"),
        ("意大利", "IT"),
        ("奥地利", "AT"),
        ("丹麦", "DK"),
        ("芬兰", "FI"),
        ("比利时", "BE"),
        ("加拿大", "CA"),
        ("澳大利亚", "AU"),
        ("以色列", "IL"),
        ("西班牙", "ES"),
        ("卢森堡", "LU"),
        ("爱尔兰", "IE"),
        ("挪威", "NO"),
        ("新加坡", "SG"),
        ("印度尼西亚", "ID"),
        ("印度", "IN"),
        ("俄罗斯", "RU"),
        ("开曼群岛", "KY"),
        ("英属维尔京群岛", "VG"),
        ("巴西", "BR"),
        ("墨西哥", "MX"),
        ("捷克", "CZ"),
        ("波兰", "PL"),
        ("匈牙利", "HU"),
        ("葡萄牙", "PT"),
        ("希腊", "GR"),
        ("土耳其", "TR"),
        ("泰国", "TH"),
        ("马来西亚", "MY"),
        ("越南", "VN"),
        ("菲律宾", "PH"),
        ("新西兰", "NZ"),
        ("南非", "ZA"),
        ("沙特阿拉伯", "SA"),
        ("列支敦士登", "LI"),
        ("巴巴多斯", "BB"),
        ("塞浦路斯", "CY"),
    ];
    let digits = address.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &address[digits..];
    let named = NAMES
        .iter()
        .find(|(name, _)| rest.starts_with(name))
        .map(|(_, code)| *code);
    named.or_else(|| (digits == 6 && !rest.is_empty()).then_some("CN"))
}
