// Narrowing a query by a condition, visibly, in its text.
import type { QueryNode } from "../api/types";

/** Whether the query can take ` AND x` behind it without changing what stands before. */
function joinsSafely(q: string, tree: QueryNode | null | undefined): boolean {
  const outside = q.replace(/"[^"]*"|“[^”]*”/g, '""');
  if (/[\n;]/.test(outside)) return false;
  if (wholeInBrackets(outside)) return true;
  if (/(^|[\s)])(OR|XOR|NOT|ANDNOT|PROX)(?=[\s(/])|或|异或|非/i.test(outside)) return false;
  return tree == null || tree.op !== "or";
}

function wholeInBrackets(q: string): boolean {
  const text = q.trim();
  if (!text.startsWith("(") || !text.endsWith(")")) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === "(") depth += 1;
    if (text[i] === ")") depth -= 1;
    if (depth === 0 && i < text.length - 1) return false;
  }
  return depth === 0;
}

/** Whether a narrowed query still shows the condition as its own member. */
export function holds(q: string, condition: string): boolean {
  return parts(q).includes(condition.trim());
}

/** The members of a query that are joined by AND outside of brackets and quotation marks. */
function parts(q: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let quoted = false;
  let from = 0;
  for (let i = 0; i < q.length; i += 1) {
    const char = q[i];
    if (char === '"') quoted = !quoted;
    if (quoted) continue;
    if (char === "(") depth += 1;
    if (char === ")") depth -= 1;
    const joint = depth === 0 ? /^\s+AND\s+/i.exec(q.slice(i)) : null;
    if (joint !== null) {
      out.push(q.slice(from, i).trim());
      i += joint[0].length - 1;
      from = i + 1;
    }
  }
  out.push(q.slice(from).trim());
  return out;
}

/** Adds a condition to a query, or excludes it; brackets are set only where they are needed. */
export function narrow(
  q: string,
  condition: string,
  options: { exclude?: boolean; tree?: QueryNode | null } = {},
): string {
  const text = q.trim();
  const member = /\s(OR|XOR|AND|NOT)\s/i.test(condition.replace(/"[^"]*"/g, "")) ? `(${condition})` : condition;
  const not = options.exclude === true;
  if (text === "" || text === "*") {
    return not ? `* AND NOT ${member}` : member;
  }
  const left = joinsSafely(text, options.tree) ? text : `(${text})`;
  return `${left} ${not ? "AND NOT" : "AND"} ${member}`;
}

/** Takes a condition out of a query again; the same text when it does not stand there alone. */
export function widen(q: string, condition: string): string {
  const wanted = condition.trim();
  const members = parts(q);
  const left = members.filter((member) => member !== wanted);
  if (left.length === members.length || left.length === 0) return left.length === 0 ? "" : q;
  const only = left[0] ?? "";
  if (left.length === 1 && wholeInBrackets(only)) return only.trim().slice(1, -1).trim();
  return left.join(" AND ");
}

/** The query that finds a list of documents by their numbers. */
export function numbersQuery(keys: readonly string[]): string {
  return keys.map((key) => `PN=${key}`).join(" OR ");
}
