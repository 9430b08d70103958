//! `/api`: the OpenAPI document as a page for people.

use super::openapi;
use axum::response::Html;
use serde_json::Value;
use std::fmt::Write;
use std::sync::LazyLock;

static PAGE: LazyLock<String> = LazyLock::new(|| {
    serde_json::to_value(openapi::document())
        .map(|document| page(&document))
        .unwrap_or_default()
});

/// The page.
pub async fn api() -> Html<&'static str> {
    Html(PAGE.as_str())
}

const STYLE: &str = "body{font:15px/1.55 system-ui,'Noto Sans CJK SC',sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1d2129}\
h1{font-size:1.5rem}h2{margin-top:2.2rem;font-size:1.1rem;border-bottom:1px solid #d5d8de}h3{font:600 1rem ui-monospace,monospace;margin:1.6rem 0 .2rem}\
table{border-collapse:collapse;width:100%;margin:.4rem 0}td,th{text-align:left;vertical-align:top;padding:.25rem .8rem .25rem 0;border-bottom:1px solid #eceef1}\
code{font-family:ui-monospace,monospace;font-size:.93em}p{margin:.3rem 0}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// Plain prose with `code` between back quotes.
fn prose(source: &str) -> String {
    let mut out = String::new();
    for (at, part) in escape(source).split('`').enumerate() {
        let _ = if at % 2 == 1 {
            write!(out, "<code>{part}</code>")
        } else {
            write!(out, "{part}")
        };
    }
    out
}

fn page(document: &Value) -> String {
    let info = &document["info"];
    let mut out = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
<title>{title} HTTP API</title><style>{STYLE}</style><body><h1>{title} HTTP API</h1><p>{}</p>\
<p><a href=\"/api/openapi.json\">OpenAPI {}</a> · <a href=\"/\">首页 Home</a></p>",
        prose(text(info, "description")),
        escape(text(document, "openapi")),
        title = escape(text(info, "title")),
    );
    let none = serde_json::Map::new();
    let paths = document["paths"].as_object().unwrap_or(&none);
    for tag in document["tags"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default()
    {
        let _ = write!(out, "<h2>{}</h2>", escape(text(tag, "description")));
        for (path, item) in paths {
            let get = &item["get"];
            if get["tags"][0] == tag["name"] {
                operation(&mut out, path, get);
            }
        }
    }
    out.push_str("</body></html>");
    out
}

fn operation(out: &mut String, path: &str, get: &Value) {
    let _ = write!(
        out,
        "<h3 id=\"{0}\">GET {0}</h3><p>{1}</p>",
        escape(path),
        prose(text(get, "summary"))
    );
    if let Some(more) = get["description"].as_str() {
        let _ = write!(out, "<p>{}</p>", prose(more));
    }
    let Some(parameters) = get["parameters"].as_array().filter(|list| !list.is_empty()) else {
        return;
    };
    out.push_str("<table><tr><th>parameter<th>type<th>meaning");
    for parameter in parameters {
        let required = if parameter["required"] == true {
            " *"
        } else {
            ""
        };
        let _ = write!(
            out,
            "<tr><td><code>{}</code>{required}<td>{}<td>{}",
            escape(text(parameter, "name")),
            kind(&parameter["schema"]),
            prose(text(parameter, "description"))
        );
    }
    out.push_str("</table>");
}

fn kind(schema: &Value) -> String {
    if let Some(values) = schema["enum"].as_array() {
        return values
            .iter()
            .filter_map(Value::as_str)
            .map(|v| format!("<code>{}</code>", escape(v)))
            .collect::<Vec<_>>()
            .join(" ");
    }
    if let Some(kinds) = schema["oneOf"].as_array() {
        return kinds.iter().map(kind).collect::<Vec<_>>().join(" ");
    }
    match &schema["type"] {
        Value::String(name) if name == "array" => kind(&schema["items"]),
        Value::String(name) => escape(name),
        Value::Array(names) => names
            .iter()
            .filter_map(Value::as_str)
            .filter(|n| *n != "null")
            .map(escape)
            .collect::<Vec<_>>()
            .join(", "),
        _ => match schema["const"].as_str() {
            Some(value) => format!("<code>{}</code>", escape(value)),
            None => String::new(),
        },
    }
}
