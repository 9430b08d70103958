// Both languages are complete, their places agree, and no word of the interface stands outside of them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeText, textOf, type TextKey } from "./texts";
import { en } from "./texts/en";
import { zh } from "./texts/zh";

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "texts" ? [] : sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const files = sources("src").map((path) => ({ path, text: readFileSync(path, "utf8") }));
const keys = Object.keys(zh) as TextKey[];

describe("texts", () => {
  it("have the same keys in both languages, none empty", () => {
    expect(Object.keys(en).sort()).toEqual([...keys].sort());
    for (const key of keys) {
      expect(zh[key].trim(), key).not.toBe("");
      expect(en[key].trim(), key).not.toBe("");
    }
  });

  it("name the same places in both languages", () => {
    const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();
    for (const key of keys) expect(places(en[key]), key).toEqual(places(zh[key]));
  });

  it("hold every key that the code asks for", () => {
    let asked = 0;
    for (const { path, text } of files) {
      for (const match of text.matchAll(/\bt\(\s*"([^"]+)"/g)) {
        asked += 1;
        expect(keys, `${path}: ${match[1]}`).toContain(match[1]);
      }
    }
    expect(asked).toBeGreaterThan(100);
  });

  it("hold no key that nothing uses", () => {
    const all = files.map((file) => file.text).join("\n");
    // Groups whose members are chosen by a code of the server or of a list in the program.
    const groups = new Set([
      ...[...all.matchAll(/`([\w-]+)\.\$\{/g)].map((match) => match[1]),
      ...[...all.matchAll(/code\(\s*"([\w-]+)"/g)].map((match) => match[1]),
      "facet-lang",
      "type",
      "state",
      "unit",
      "unit-one",
    ]);
    for (const key of keys) {
      const group = key.slice(0, key.indexOf("."));
      expect(all.includes(`"${key}"`) || groups.has(group), key).toBe(true);
    }
  });

  it("keep Chinese words out of the code", () => {
    for (const { path, text } of files) {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const words = (code.match(/[\u4e00-\u9fff]+/g) ?? []).filter(
        // The name of the other language, the words of the example queries, and operators of the language.
        (word) => !["中文", "石墨烯", "电池", "申请人", "华为", "或", "异或", "非"].includes(word),
      );
      expect(words, path).toEqual([]);
    }
  });

  it("fill in values and leave unknown codes as they are", () => {
    expect(textOf("en", "results.more", { n: 20 })).toBe("Load 20 more");
    expect(codeText("zh", "type", "design")).toBe("外观设计");
    expect(codeText("zh", "type", "something-new")).toBe("something-new");
  });
});
