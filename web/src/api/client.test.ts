// The client against the stand-in server: answers come through, refusals keep their place.
// @vitest-environment node
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { address, api, exportAddress, Refusal } from "./client";

interface Mock {
  server: { close: () => void };
  url: string;
}

let mock: Mock;
const real = globalThis.fetch;

beforeAll(async () => {
  // @ts-expect-error The stand-in is plain JavaScript without types.
  const module = (await import("../../mock/server.mjs")) as { start: () => Promise<Mock> };
  mock = await module.start();
  vi.stubGlobal("fetch", (path: string, init?: RequestInit) => real(mock.url + path, init));
});
afterAll(() => {
  vi.unstubAllGlobals();
  mock.server.close();
});

const usual = { dialect: "quanlian", sort: "relevance", unit: "document", limit: 3 };

describe("client", () => {
  it("searches and pages to the end without a gap", async () => {
    const first = await api.search({ ...usual, q: "石墨烯", facets: "office,year" });
    expect(first.total).toBeGreaterThan(10);
    expect(first.facets?.office?.values[0]?.query).toBe("PC=CN");
    const keys = first.hits.map((hit) => hit.key);
    for (let next = first.next; next != null; ) {
      const page = await api.search({ ...usual, q: "石墨烯", cursor: next });
      keys.push(...page.hits.map((hit) => hit.key));
      next = page.next;
    }
    expect(new Set(keys).size).toBe(first.total);
  });
  it("throws a refusal with its place and proposal", async () => {
    const refused = await api.search({ ...usual, q: "权力要求=石墨烯" }).catch((cause: unknown) => cause);
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).problem).toMatchObject({ status: 400, at: { start: 0, end: 4 }, proposal: "权利要求" });
  });
  it("says when the server cannot be reached", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
    const refused = await api.status().catch((cause: unknown) => cause);
    expect((refused as Refusal).problem.code).toBe("web.unreachable");
    vi.stubGlobal("fetch", (path: string, init?: RequestInit) => real(mock.url + path, init));
  });
  it("writes addresses that keep every character", () => {
    expect(address("/search", { q: "a+b & 电池", cursor: null })).toBe("/api/v1/search?q=a%2Bb+%26+%E7%94%B5%E6%B1%A0");
    expect(exportAddress("电池", "quanlian", "pn", "ris")).toContain("format=ris");
  });
});
