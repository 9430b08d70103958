// Offsets: the server counts Unicode scalar values, the browser counts UTF-16 units.

/** The UTF-16 offset of a character offset. */
export function unitOffset(text: string, chars: number): number {
  let units = 0;
  let left = chars;
  for (const char of text) {
    if (left <= 0) break;
    units += char.length;
    left -= 1;
  }
  return units;
}

/** The character offset of a UTF-16 offset. */
export function charOffset(text: string, units: number): number {
  let count = 0;
  let at = 0;
  for (const char of text) {
    if (at >= units) break;
    at += char.length;
    count += 1;
  }
  return count;
}

/** The text with the characters from `start` to `end` replaced. */
export function replaceChars(text: string, start: number, end: number, by: string): string {
  return text.slice(0, unitOffset(text, start)) + by + text.slice(unitOffset(text, Math.max(start, end)));
}
