// Which of several texts is shown: the one in the language of the reader, else the first.
import type { Text } from "../api/types";
import type { Lang } from "../texts";

/** Texts in the order for a reader: own language first, then as given. */
export function ordered<T extends { lang?: string }>(texts: readonly T[], lang: Lang): T[] {
  return [...texts].sort((a, b) => Number(b.lang === lang) - Number(a.lang === lang));
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
