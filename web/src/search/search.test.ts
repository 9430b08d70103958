// Offsets, marks, underlines, narrowing and the address of a search.
import { describe, expect, it } from "vitest";
import type { Mark } from "../api/types";
import { looksLikeNumber } from "../parts/TopBox";
import { charOffset, replaceChars, unitOffset } from "./chars";
import { pieces } from "./marks";
import { holds, narrow, numbersQuery, widen } from "./narrow";
import { listAddress, readState, rememberSearch, writeState } from "./state";
import { underlined } from "./underline";

describe("offsets", () => {
  it("count characters outside of the first plane once", () => {
    const text = "𠮷野家 AND 电池";
    expect(unitOffset(text, 1)).toBe(2);
    expect(charOffset(text, 2)).toBe(1);
    expect(replaceChars(text, 0, 1, "吉")).toBe("吉野家 AND 电池");
    expect(replaceChars("a(b", 3, 3, ")")).toBe("a(b)");
  });
});

describe("marks", () => {
  it("cut a text without losing a character", () => {
    const marks: Mark[] = [[5, 7, 1], [0, 3, 0]];
    expect(pieces("石墨烯锂电池材料", marks)).toEqual([
      { text: "石墨烯", concept: 0 },
      { text: "锂电" },
      { text: "池材", concept: 1 },
      { text: "料" },
    ]);
  });
  it("survive overlaps, places behind the end and many concepts", () => {
    const text = "𠮷ab";
    const cut = pieces(text, [[0, 2, 0], [1, 9, 9]]);
    expect(cut.map((piece) => piece.text).join("")).toBe(text);
    expect(cut.map((piece) => piece.concept)).toEqual([0, 2]);
  });
});

describe("underlines", () => {
  it("stand at characters and keep the text", () => {
    expect(underlined("𠮷=石墨", [{ at: { start: 0, end: 1 }, kind: "wrong" }])).toEqual([
      { text: "𠮷", kind: "wrong" },
      { text: "=石墨", kind: null },
    ]);
  });
  it("show what is missing at the end", () => {
    const runs = underlined("(a", [{ at: { start: 2, end: 2 }, kind: "wrong" }]);
    expect(runs[runs.length - 1]).toEqual({ text: "  ", kind: "wrong" });
    expect(runs.filter((run) => run.kind === "wrong")[0]?.text).toBe("a");
  });
  it("prefer an error to a doubt", () => {
    const at = { start: 0, end: 1 };
    expect(underlined("a", [{ at, kind: "wrong" }, { at, kind: "doubt" }])[0]?.kind).toBe("wrong");
  });
});

describe("narrowing", () => {
  it("adds with AND and sets brackets only where they are needed", () => {
    expect(narrow("石墨烯 AND 电池", "PC=CN")).toBe("石墨烯 AND 电池 AND PC=CN");
    expect(narrow("a OR b", "PC=CN")).toBe("(a OR b) AND PC=CN");
    expect(narrow("(a OR b)", "PC=CN")).toBe("((a OR b))".slice(1, -1) + " AND PC=CN");
    expect(narrow("(a OR b) AND (c OR d)", "PC=CN")).toBe("((a OR b) AND (c OR d)) AND PC=CN");
    expect(narrow('TI="this or that"', "PC=CN")).toBe('TI="this or that" AND PC=CN');
    expect(narrow("a NOT b", "PC=CN", { exclude: true })).toBe("(a NOT b) AND NOT PC=CN");
    expect(narrow("", "PC=CN")).toBe("PC=CN");
    expect(narrow("", "PC=CN", { exclude: true })).toBe("* AND NOT PC=CN");
  });
  it("is seen in the text and can be taken back", () => {
    const q = narrow("石墨烯 OR 电池", "PC=CN");
    expect(holds(q, "PC=CN")).toBe(true);
    expect(holds("PC=CN OR PC=US", "PC=CN")).toBe(false);
    expect(holds('PA="a AND PC=CN"', "PC=CN")).toBe(false);
    expect(widen(q, "PC=CN")).toBe("石墨烯 OR 电池");
    expect(widen("a AND PC=CN AND b", "PC=CN")).toBe("a AND b");
    expect(widen("PC=CN", "PC=CN")).toBe("");
    expect(widen("a AND b", "PC=CN")).toBe("a AND b");
  });
  it("finds a list of documents", () => {
    expect(numbersQuery(["CN1A", "US2B1"])).toBe("PN=CN1A OR PN=US2B1");
  });
});

describe("the address of a search", () => {
  it("leaves out what is usual and comes back whole", () => {
    const state = readState(new URLSearchParams("q=%E7%94%B5%E6%B1%A0&sort=-pd&unit=family&facets=office,nonsense"));
    expect(state.facets).toEqual(["office"]);
    expect(readState(new URLSearchParams(writeState(state).slice(1)))).toEqual(state);
    expect(writeState(readState(new URLSearchParams("")))).toBe("/");
    expect(readState(new URLSearchParams("sort=wild&unit=no")).sort).toBe("relevance");
  });
  it("leads back to the list as it was left", () => {
    rememberSearch("/?q=a&sort=pd");
    expect(listAddress("a", "quanlian")).toBe("/?q=a&sort=pd");
    expect(listAddress("b", "quanlian")).toBe("/?q=b");
  });
});

describe("numbers in the top box", () => {
  it("are told from queries", () => {
    for (const text of ["CN109524631A", "ZL 201710601862.3", "US 2021/0267109 A1", "ＣＮ１０９５２４６３１Ａ", "201710601862.X"]) {
      expect(looksLikeNumber(text), text).toBe(true);
    }
    for (const text of ["石墨烯 AND 电池", "H01M10/0525", "PD>=2019", "battery", "IPC=H01M10/+"]) {
      expect(looksLikeNumber(text), text).toBe(false);
    }
  });
});
