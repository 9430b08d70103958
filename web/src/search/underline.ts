// Cuts the text of the editor at the places that are to be underlined.
import type { At } from "../api/types";

/** Why a stretch is underlined: refused, doubtful, or pointed at in the explanation. */
export type Kind = "wrong" | "doubt" | "pointed";

/** A run of the text with one reason or none. */
export interface Run {
  text: string;
  kind: Kind | null;
}

const rank: Record<Kind, number> = { wrong: 3, pointed: 2, doubt: 1 };

/**
 * Cuts a text into runs. Offsets are Unicode scalar values. A place of no width (something is
 * missing there) is widened to the character before it, or to a blank behind the end.
 */
export function underlined(text: string, places: readonly { at: At; kind: Kind }[]): Run[] {
  const chars = Array.from(text);
  const kinds: (Kind | null)[] = chars.map(() => null);
  let behind: Kind | null = null;
  for (const { at, kind } of places) {
    const set = (i: number) => {
      const held = kinds[i] ?? null;
      if (held === null || rank[kind] > rank[held]) kinds[i] = kind;
    };
    if (at.start >= chars.length) {
      behind = kind;
      if (chars.length > 0) set(chars.length - 1);
    } else if (at.end <= at.start) set(at.start);
    else for (let i = at.start; i < Math.min(at.end, chars.length); i += 1) set(i);
  }
  const runs: Run[] = [];
  chars.forEach((char, i) => {
    const kind = kinds[i] ?? null;
    const last = runs[runs.length - 1];
    if (last !== undefined && last.kind === kind) last.text += char;
    else runs.push({ text: char, kind });
  });
  if (behind !== null) runs.push({ text: "  ", kind: behind });
  return runs;
}
