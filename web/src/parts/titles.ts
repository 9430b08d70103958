// Which of several texts is shown: the one in the language of the reader, else English, else the first.
import type { Text } from "../api/types";
import type { Lang } from "../texts";

function rank(text: { lang?: string }, lang: Lang): number {
  return text.lang === lang ? 0 : text.lang === "en" ? 1 : 2;
}

/** The place of the text for a reader; 0 when there is none. */
export function bestAt(texts: readonly { lang?: string }[], lang: Lang): number {
  const ranks = texts.map((text) => rank(text, lang));
  return Math.max(0, ranks.indexOf(Math.min(...ranks)));
}

/** Texts in the order for a reader: own language first, then English, then as given. */
export function ordered<T extends { lang?: string }>(texts: readonly T[], lang: Lang): T[] {
  return [...texts].sort((a, b) => rank(a, lang) - rank(b, lang));
}

/** The best title, or an empty text. */
export function bestTitle(titles: readonly Text[] | undefined, lang: Lang): string {
  return ordered(titles ?? [], lang)[0]?.text ?? "";
}

/** Splits one number of bytes into a figure and a unit. */
export function bytesText(bytes: number): string {
  const names = ["B", "KB", "MB", "GB", "TB"];
  let value = bytes;
  let i = 0;
  while (value >= 1000 && i < names.length - 1) {
    value /= 1000;
    i += 1;
  }
  return `${i === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${names[i] ?? ""}`;
}
