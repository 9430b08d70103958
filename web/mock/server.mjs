// A stand-in for the HTTP API, for unit tests and for looking at the pages: a few real records
// (records.json; origin in ORIGIN.md) and a small reading of queries, no more than the walk needs.
import { createReadStream, existsSync, readFileSync, statSync } from "node:fs";
import { createServer, request as ask } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "dist");
/** With API_URL the questions go to a real server and only the built pages are served from here. */
const relay = process.env.API_URL?.replace(/\/$/, "");
const records = JSON.parse(readFileSync(join(here, "records.json"), "utf8"));
const chars = (text) => Array.from(text);

const docs = records.map((record) => {
  const { office, number, kind } = record.publication;
  return {
    key: office + number + kind,
    display: `${office} ${number} ${kind}`,
    record,
    type: kind.startsWith("U") ? "utility-model" : "invention",
    texts: {
      TI: (record.titles ?? []).map((title) => title.text),
      AB: (record.abstracts ?? []).flatMap((passage) => passage.paragraphs.map((paragraph) => paragraph.text)),
      CLM: (record.claims ?? []).flatMap((set) => set.claims.map((claim) => claim.text)),
      DESC: (record.descriptions ?? []).flatMap((passage) => passage.paragraphs.map((paragraph) => paragraph.text)),
      PA: record.parties.filter((party) => party.role === "applicant" || party.role === "owner").map((party) => party.name),
    },
  };
});

const offices = { CN: ["中国", "China"], EP: ["欧洲专利局", "EPO"], US: ["美国", "United States"] };
const types = { invention: ["发明", "Invention"], "utility-model": ["实用新型", "Utility model"] };
const ipc4 = { H01M: "用于直接转变化学能为电能的方法或装置，例如电池组", C01B: "非金属元素；其化合物", G06F: "电数字数据处理", H04R: "扬声器、传声器" };

class Refused extends Error {
  constructor(problem) {
    super(problem.title);
    this.problem = { type: `/docs/errors#${problem.code}`, status: 400, ...problem };
  }
}

// Reads members joined by AND, AND NOT, OR (no precedence beyond brackets around a whole member).
function read(q) {
  const members = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  let joint = "AND";
  const all = q + " AND ";
  for (let i = 0; i < all.length; i += 1) {
    if (all[i] === '"') quoted = !quoted;
    if (quoted) continue;
    if (all[i] === "(") depth += 1;
    if (all[i] === ")") depth -= 1;
    const found = depth === 0 ? /^\s+(AND NOT|AND|OR|NOT)\s+/i.exec(all.slice(i)) : null;
    if (found) {
      members.push({ joint, text: all.slice(from, i).trim(), start: chars(all.slice(0, from)).length + (all.slice(from, i).length - all.slice(from, i).trimStart().length) });
      joint = found[1].toUpperCase();
      i += found[0].length - 1;
      from = i + 1;
    }
  }
  if (depth !== 0) {
    const at = chars(q).length;
    throw new Refused({ code: "query.unclosed-bracket", title: "A bracket is not closed", title_zh: "括号没有闭合", detail: "Close it with ).", detail_zh: "请补上 )。", at: { start: at, end: at }, proposal: ")" });
  }
  return members.filter((member) => member.text !== "").map((member) => ({ ...member, ...condition(member) }));
}

const fields = { TI: ["TI"], 名称: ["TI"], AB: ["AB"], 摘要: ["AB"], TA: ["TI", "AB"], CLM: ["CLM"], 权利要求: ["CLM"], TACD: ["TI", "AB", "CLM", "DESC"], PA: ["PA"], 申请人: ["PA"] };
const codes = { PC: (doc) => doc.record.publication.office, TYPE: (doc) => doc.type, KD: (doc) => doc.record.publication.kind, PROV: (doc) => doc.record.province ?? "", LANG: (doc) => doc.record.titles[0]?.lang };

function condition({ text, start }) {
  if (text.startsWith("(") && text.endsWith(")")) {
    const inner = read(text.slice(1, -1));
    return { normal: `(${inner.map((one, i) => (i ? ` ${one.joint} ` : "") + one.normal).join("")})`, op: inner.some((one) => one.joint === "OR") ? "or" : "and", terms: inner.flatMap((one) => one.terms), test: (doc) => passes(inner, doc) };
  }
  const match = /^([\p{L}_]+)\s*(=|>=|<=)\s*(.+)$/u.exec(text);
  const name = match?.[1].toUpperCase() ?? "TACD";
  const value = (match?.[3] ?? text).replace(/^\(|\)$/g, "").replace(/^"|"$/g, "");
  if (name === "PD") return { normal: text, op: "date", terms: [], test: (doc) => (match[2] === ">=" ? doc.record.publication.date >= value : doc.record.publication.date.startsWith(value)) };
  if (name === "NCLM") return { normal: text, op: "count", terms: [], test: (doc) => doc.texts.CLM.length >= Number(value) };
  if (name === "PN") return { normal: text, op: "number", terms: [], test: (doc) => doc.key === value };
  if (name === "IPC") return { normal: text, op: "class", terms: [], test: (doc) => doc.record.classes.some((one) => one.symbol.startsWith(value.replace(/\+$/, ""))) };
  if (codes[name]) return { normal: text, op: "code", terms: [], test: (doc) => codes[name](doc) === value };
  if (!fields[name]) {
    const proposal = match[1] === "权力要求" ? "权利要求" : null;
    throw new Refused({ code: "query.unknown-field", title: "Unknown field", title_zh: "没有这个字段", detail: `There is no field ${match[1]}${proposal ? `; did you mean ${proposal}?` : "."}`, detail_zh: `没有名为“${match[1]}”的字段${proposal ? `，是否指“${proposal}”` : ""}。`, at: { start, end: start + chars(match[1]).length }, proposal });
  }
  const near = /^(\S+) (\d*)[WD] (\S+)$/i.exec(value);
  const pattern = near
    ? new RegExp(`${escape(near[1])}(?:[\\s-]+\\S+){0,${near[2] || 0}}?[\\s-]+${escape(near[3])}`, "iu")
    : new RegExp(escape(value), "iu");
  const terms = near ? [near[1], near[3]] : [value];
  return { normal: `${match ? match[1].toUpperCase() : "TACD"}=${near ? `(${value})` : value}`, op: near ? "near" : "text", terms, test: (doc) => fields[name].some((field) => doc.texts[field].some((one) => pattern.test(one))) };
}

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function passes(members, doc) {
  let held = true;
  members.forEach((member, i) => {
    const is = member.test(doc);
    if (i === 0) held = is;
    else if (member.joint === "OR") held = held || is;
    else if (member.joint.endsWith("NOT")) held = held && !is;
    else held = held && is;
  });
  return held;
}

function marksOf(text, terms) {
  const marks = [];
  terms.forEach((term, concept) => {
    for (const found of text.matchAll(new RegExp(escape(term), "giu"))) {
      const start = chars(text.slice(0, found.index)).length;
      marks.push([start, start + chars(found[0]).length, concept]);
    }
  });
  return marks.sort((a, b) => a[0] - b[0]);
}

function hitOf(doc, terms = []) {
  const { record } = doc;
  const snippets = [];
  for (const field of ["AB", "CLM", "DESC"]) {
    for (const text of doc.texts[field]) {
      if (snippets.length > 1) break;
      const first = marksOf(text, terms)[0];
      if (!first) continue;
      const cut = chars(text).slice(Math.max(0, first[0] - 30), first[0] + 110).join("");
      snippets.push({ field, lang: record.titles[0]?.lang, text: cut, marks: marksOf(cut, terms) });
    }
  }
  return {
    key: doc.key, number: doc.key, display: doc.display, office: record.publication.office, kind: record.publication.kind, type: doc.type,
    titles: record.titles, applicants: doc.texts.PA, inventors: record.parties.filter((party) => party.role === "inventor").map((party) => party.name),
    published: record.publication.date ?? null, filed: record.application?.date ?? null, priority: null,
    granted: record.publication.kind.startsWith("A") ? null : (record.publication.date ?? null),
    application: record.application?.original ?? null, ipc: record.classes.filter((one) => one.scheme === "ipc").map((one) => one.symbol),
    province: record.province ?? null, city: null, state: null, family_size: 1, cited_by: 0, score: 1,
    title_marks: record.titles.map((title) => marksOf(title.text, terms)), snippets,
  };
}

const queryOf = { office: (v) => `PC=${v}`, type: (v) => `TYPE=${v}`, kind: (v) => `KD=${v}`, year: (v) => `PD=${v}`, ipc4: (v) => `IPC=${v}`, applicant: (v) => `PA="${v}"`, province: (v) => `PROV=${v}`, lang: (v) => `LANG=${v}` };
const valuesOf = {
  office: (doc) => [doc.record.publication.office], type: (doc) => [doc.type], kind: (doc) => [doc.record.publication.kind],
  year: (doc) => [(doc.record.publication.date ?? "").slice(0, 4)], ipc4: (doc) => [...new Set(doc.record.classes.filter((one) => one.scheme === "ipc").map((one) => one.symbol.slice(0, 4)))],
  applicant: (doc) => doc.texts.PA, province: (doc) => (doc.record.province ? [doc.record.province] : []), lang: (doc) => [doc.record.titles[0]?.lang],
};

function facetsOf(found, names, limit) {
  const out = {};
  for (const name of names) {
    if (!valuesOf[name]) continue;
    const counts = new Map();
    let missing = 0;
    for (const doc of found) {
      const values = valuesOf[name](doc);
      if (values.length === 0) missing += 1;
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const sorted = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    out[name] = {
      total_values: sorted.length, missing,
      values: sorted.slice(0, limit).map(([value, count]) => {
        const label = { office: offices[value], type: types[value], ipc4: ipc4[value] ? [ipc4[value], ipc4[value]] : undefined }[name] ?? [value, value];
        return { value, label: label[0], label_en: label[1], count, query: queryOf[name](value) };
      }),
    };
  }
  return out;
}

function search(params) {
  const q = params.get("q") ?? "";
  const members = read(q);
  const found = docs.filter((doc) => passes(members, doc));
  const sort = params.get("sort") ?? "relevance";
  if (sort.endsWith("pd")) found.sort((a, b) => (a.record.publication.date < b.record.publication.date ? -1 : 1) * (sort === "pd" ? 1 : -1));
  const from = Number(params.get("cursor") ?? 0);
  const limit = Number(params.get("limit") ?? 20);
  const terms = members.filter((member) => !member.joint.endsWith("NOT")).flatMap((member) => member.terms);
  const normal = members.map((member, i) => (i ? ` ${member.joint} ` : "") + member.normal).join("");
  const at = (member) => ({ start: member.start, end: member.start + chars(member.text).length });
  const nodes = members.map((member) => ({ op: member.op, text: member.normal, at: at(member), hits: docs.filter((doc) => member.test(doc)).length, note: member.op === "text" ? "characters side by side" : "", note_zh: member.op === "text" ? "相连的字" : "", children: [] }));
  const warnings = members.flatMap((member) => (/ [a-z]+$/.test(member.text) && member.op === "text" ? [{ code: "query.phrase", message: "Words side by side are read as a phrase.", message_zh: "并列的词按短语读。", at: at(member), proposal: member.text.replace(/ (?=[a-z]+$)/, " AND ") }] : []));
  return {
    query: { text: q, dialect: params.get("dialect") ?? "quanlian", normal, warnings, tree: nodes.length === 1 ? nodes[0] : { op: members.some((member) => member.joint === "OR") ? "or" : "and", text: normal, at: { start: 0, end: chars(q).length }, hits: found.length, note: "", children: nodes } },
    unit: params.get("unit") ?? "document", sort, total: found.length, documents: found.length, took_ms: 1.2,
    hits: found.slice(from, from + limit).map((doc) => hitOf(doc, terms)),
    next: from + limit < found.length ? String(from + limit) : null,
    facets: facetsOf(found, (params.get("facets") ?? "").split(","), Number(params.get("facet_limit") ?? 10)),
  };
}

const foldNumber = (text) => text.normalize("NFKC").replace(/[\s./,-]/g, "").toUpperCase();

function documentOf(number, params) {
  const wanted = foldNumber(number);
  const doc = docs.find((one) => one.key === wanted) ?? docs.find((one) => one.key.startsWith(wanted) && /^[A-Z]\d?$/.test(one.key.slice(wanted.length)));
  if (!doc) {
    const near = docs.filter((one) => one.key.startsWith(wanted.slice(0, 8))).slice(0, 4).map((one) => one.key);
    throw new Refused({ status: 404, code: "document.not-found", title: "Not held", title_zh: "馆藏中没有", detail: `No document has the number ${number}.`, detail_zh: `没有号码为 ${number} 的文献。`, candidates: near });
  }
  const { record } = doc;
  const terms = params.get("q") ? read(params.get("q")).flatMap((member) => member.terms) : [];
  const passages = (list) => (list ?? []).map((passage) => passage.paragraphs.map((paragraph) => marksOf(paragraph.text, terms)));
  const { office, number: digits, kind } = record.publication;
  const family = { total: 1, members: [briefOf(doc)], links: [] };
  return {
    document: {
      key: doc.key, summary: hitOf(doc), record, state: null,
      numbers: { publication: { docdb: `${office}.${digits}.${kind}`, epodoc: office + digits, original: doc.display, check: "none" }, application: record.application?.original ? { docdb: `${office}.${record.application.number}.A`, epodoc: "", original: record.application.original, check: "right" } : null },
      layers: [{ format: record.format, file: "records.json", offset: 0, line: 1, load: 1, loaded_at: "2026-11-22T00:00:00Z", current: true }],
      simple_family: family, extended_family: family,
      cites: (record.citations ?? []).filter((one) => one.patent).map((one) => ({ key: null, display: `${one.patent.office} ${one.patent.number}`, titles: [], category: one.category ?? "", phase: one.phase ?? "", by: "", held: false })),
      cited_by: [], cited_by_total: 0,
      marks: terms.length === 0 ? null : { titles: record.titles.map((title) => marksOf(title.text, terms)), abstracts: passages(record.abstracts), claims: (record.claims ?? []).map((set) => set.claims.map((claim) => marksOf(claim.text, terms))), descriptions: passages(record.descriptions) },
    },
    matches: [],
  };
}

function briefOf(doc) {
  return { key: doc.key, display: doc.display, titles: doc.record.titles, published: doc.record.publication.date ?? null, filed: doc.record.application?.date ?? null, category: "", phase: "", by: "", held: true };
}

function checkDigit(digits) {
  const weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * weights[i], 0) % 11;
  return sum === 10 ? "X" : String(sum);
}

function numbers(text) {
  const readings = [];
  const folded = foldNumber(text);
  const application = /^(?:ZL|CN)?(\d{12})([\dX])?$/.exec(folded);
  const publication = /^([A-Z]{2})(\d+)([A-Z]\d?)?$/.exec(folded);
  if (application) {
    const expected = checkDigit(application[1]);
    const found = application[2] ?? null;
    const state = found === null ? "missing" : found === expected ? "right" : "wrong";
    const original = `${application[1]}.${expected}`;
    readings.push({ text, office: "CN", series: "application", form: "cn-application", kind: "", year: Number(application[1].slice(0, 4)), canonical: `CN${application[1]}`, forms: { original, docdb: `CN.${application[1]}.A`, epodoc: null, chinese: `ZL ${original}` }, check: { state, expected, found }, warnings: state === "wrong" ? [{ code: "number.check-digit", message: `The check digit should be ${expected}.`, message_zh: `校验位应为 ${expected}。` }] : [] });
  } else if (publication) {
    readings.push({ text, office: publication[1], series: "publication", form: "publication", kind: publication[3] ?? "", year: null, canonical: folded, forms: { original: folded, docdb: `${publication[1]}.${publication[2]}.${publication[3] ?? ""}`, epodoc: publication[1] + publication[2], chinese: null }, check: { state: "none", expected: null, found: null }, warnings: [] });
  }
  const wanted = new Set(readings.map((reading) => reading.canonical));
  const warnings = readings.length > 0 ? [] : [{ code: "number.unreadable", message: `${text} is no number in any form known here`, message_zh: `${text} 不是已知形式的号码` }];
  return { readings, warnings, matches: docs.filter((doc) => wanted.has(doc.key) || wanted.has(`CN${doc.record.application?.number}`)).map((doc) => hitOf(doc)) };
}

const classes = {
  "": { symbol: "", title: "IPC", title_en: "IPC", children: [["C", "化学；冶金", "Chemistry; metallurgy"], ["G", "物理", "Physics"], ["H", "电学", "Electricity"]] },
  H: { title: "电学", title_en: "Electricity", children: [["H01", "电气元件", "Electric elements"]] },
  H01: { title: "电气元件", title_en: "Electric elements", children: [["H01M", ipc4.H01M, "Processes or means, e.g. batteries, for the direct conversion of chemical energy into electrical energy"]] },
  H01M: { title: ipc4.H01M, title_en: "Processes or means, e.g. batteries", children: [] },
};

const levels = ["scheme", "section", "", "class", "subclass"];
const classRow = (symbol, title, title_en) => ({ symbol, title, title_en, level: levels[symbol.length], dots: 0, has_children: (classes[symbol]?.children.length ?? 0) > 0 });

function classOf(scheme, symbol) {
  const held = classes[symbol];
  if (!held) throw new Refused({ status: 404, code: "search.no-class", title: "No such class", title_zh: "没有该分类号", detail: `${symbol} is no class.`, detail_zh: `${symbol} 不是分类号。` });
  const ancestors = ["H", "H01"].filter((one) => symbol.startsWith(one) && one !== symbol).map((one) => classRow(one, classes[one].title, classes[one].title_en));
  return { scheme, edition: "2026.01", symbol, title: held.title, title_en: held.title_en, level: levels[symbol.length], dots: 0, level_stated: true, ancestors, children: held.children.map((child) => classRow(...child)) };
}

const tally = { read: docs.length + 1, stored: docs.length, superseded: 0, unchanged: 0, quarantined: 1, skipped: 0, bytes: 150911 };
const load = { id: 1, started: "2026-11-22T00:00:00Z", finished: "2026-11-22T00:00:03Z", paths: ["records.json"], files_total: 1, files: [{ file: "records.json", formats: ["jsonl"], ...tally }], totals: tally };
const stray = { id: "1-0", load: 1, file: "records.json", offset: 10, line: 2, code: "read.no-number", reason: "The record has no publication number.", bytes: 21, truncated: false };

const routes = {
  "/search": search,
  "/explain": (params) => ({ query: search(params).query }),
  "/numbers": (params) => numbers(params.get("text") ?? ""),
  "/fields": () => [
    { code: "TI", names: ["TI", "名称", "发明名称"], members: [], kind: "text", zh: "名称", en: "title", example: "TI=石墨烯", cql: "ti" },
    { code: "AB", names: ["AB", "摘要"], members: [], kind: "text", zh: "摘要", en: "abstract", example: "AB=石墨烯", cql: "ab" },
    { code: "TA", names: ["TA"], members: ["TI", "AB"], kind: "text", zh: "名称、摘要", en: "title, abstract", example: "TA=石墨烯", cql: "ta" },
    { code: "PD", names: ["PD", "公开日"], members: [], kind: "date", zh: "公开（公告）日", en: "publication date", example: "PD>=2019", cql: "pd" },
    { code: "IPC", names: ["IPC", "IC"], members: [], kind: "class", zh: "IPC分类号", en: "IPC", example: "IPC=H01M10/+", cql: "ipc" },
  ],
  "/operators": () => [
    { form: "a AND b", zh: "两个条件都成立", en: "both", example: "石墨烯 AND 电池" },
    { form: "a nW b", zh: "a 之后 n 词之内有 b", en: "b within n words after a", example: "TA=(lithium 3W battery)" },
    { form: "a+", zh: "任意词尾", en: "any ending", example: "TI=batter+" },
  ],
  "/classes/ipc": (params) => classOf("ipc", params.get("symbol") ?? ""),
  "/classes/cpc": (params) => classOf("cpc", params.get("symbol") ?? ""),
  "/classes/ipc/search": (params) => Object.keys(classes).filter((symbol) => symbol && (classes[symbol].title + symbol).includes(params.get("text") ?? "")).map((symbol) => classRow(symbol, classes[symbol].title, classes[symbol].title_en)),
  "/status": () => {
    const count = (of) => [...docs.reduce((counts, doc) => counts.set(of(doc), (counts.get(of(doc)) ?? 0) + 1), new Map())].map(([value, n]) => ({ value, label: offices[value]?.[0] ?? "", label_en: offices[value]?.[1] ?? "", count: n, query: `PC=${value}` })).sort((a, b) => b.count - a.count);
    return { version: "mock", collection: "mock", documents: docs.length, quarantined: 1, archive_bytes: 150911, by_office: count((doc) => doc.record.publication.office), by_format: count((doc) => doc.record.format), last_load: load, index_bytes: 1_234_567, uptime_s: 5 };
  },
  "/loads": () => ({ loads: [load] }),
  "/quarantine": () => ({ entries: [stray], total: 1 }),
  "/quarantine/1-0": () => ({ ...stray, original: '{"titles":[{"text":""}]}' }),
};

const mimes = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Answers one request. */
export function answer(request, response) {
  const url = new URL(request.url, "http://mock");
  const send = (status, body, type = "application/json") => {
    response.writeHead(status, { "content-type": type });
    response.end(JSON.stringify(body));
  };
  if (relay && url.pathname.startsWith("/api")) {
    const onward = ask(relay + request.url, { method: request.method, headers: { accept: request.headers.accept ?? "*/*" } }, (given) => {
      response.writeHead(given.statusCode, { "content-type": given.headers["content-type"] ?? "application/octet-stream" });
      given.pipe(response);
    });
    onward.on("error", () => response.destroy());
    return onward.end();
  }
  if (url.pathname.startsWith("/api/v1")) {
    const path = url.pathname.slice("/api/v1".length);
    try {
      if (path.startsWith("/documents/")) return send(200, documentOf(decodeURIComponent(path.slice(11)), url.searchParams));
      const route = routes[path];
      if (!route) throw new Refused({ status: 404, code: "http.not-found", title: "No such route" });
      return send(200, route(url.searchParams));
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause;
      return send(cause.problem.status, cause.problem, "application/problem+json");
    }
  }
  const file = join(dist, normalize(url.pathname));
  const found = file.startsWith(dist) && existsSync(file) && statSync(file).isFile() ? file : join(dist, "index.html");
  response.writeHead(200, { "content-type": mimes[extname(found)] ?? "application/octet-stream" });
  return createReadStream(found).pipe(response);
}

/** Starts the stand-in; resolves to its address. */
export function start(port = 0) {
  const server = createServer(answer);
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () => resolve({ server, url: `http://127.0.0.1:${server.address().port}` }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await start(Number(process.env.PORT ?? 8090));
  console.log(url);
}
