// Marked stretches of a text: cut into pieces that do not overlap.
import type { Mark } from "../api/types";

/** How many colours concepts are told apart by; later concepts begin again with the first. */
export const concepts = 7;

/** A piece of a text; `concept` is undefined where nothing is marked. */
export interface Piece {
  text: string;
  concept?: number;
}

/** Cuts a text at its marks. Of overlapping marks the one that begins first wins. */
export function pieces(text: string, marks: readonly Mark[] | undefined): Piece[] {
  if (marks === undefined || marks.length === 0) return [{ text }];
  const chars = Array.from(text);
  const sorted = [...marks].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (b[1] ?? 0) - (a[1] ?? 0));
  const out: Piece[] = [];
  let at = 0;
  for (const [start = 0, end = 0, concept = 0] of sorted) {
    const from = Math.max(start, at);
    const to = Math.min(end, chars.length);
    if (to <= from) continue;
    if (from > at) out.push({ text: chars.slice(at, from).join("") });
    out.push({ text: chars.slice(from, to).join(""), concept: ((concept % concepts) + concepts) % concepts });
    at = to;
  }
  if (at < chars.length) out.push({ text: chars.slice(at).join("") });
  return out;
}
