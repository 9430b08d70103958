// The pages in a simulated browser over the stand-in server: answers, refusals, a server that is gone.
import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { App } from "./App";
import { TextsProvider } from "./texts";

interface Mock {
  server: { close: () => void };
  url: string;
}

let mock: Mock;
let root: Root | null = null;
const real = globalThis.fetch;
let reachable = true;

beforeAll(async () => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  // @ts-expect-error The stand-in is plain JavaScript without types.
  const module = (await import("../mock/server.mjs")) as { start: () => Promise<Mock> };
  mock = await module.start();
  // The signal of a simulated browser is none that the real fetch takes.
  vi.stubGlobal("fetch", (path: string) =>
    reachable ? real(mock.url + path) : Promise.reject(new TypeError("refused")),
  );
  vi.stubGlobal("scrollTo", () => undefined);
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
});
afterAll(() => {
  vi.unstubAllGlobals();
  mock.server.close();
});
afterEach(() => {
  act(() => root?.unmount());
  document.body.replaceChildren();
  reachable = true;
});

async function open(address: string): Promise<void> {
  window.history.replaceState(null, "", address);
  const place = document.createElement("div");
  document.body.append(place);
  await act(async () => {
    root = createRoot(place);
    root.render(
      <TextsProvider>
        <App />
      </TextsProvider>,
    );
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 300 && !condition(); i += 1) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
  }
  expect(condition()).toBe(true);
}

const text = (selector: string) => document.querySelector(selector)?.textContent ?? "";

describe("pages", () => {
  it("show an answer with its reading, count, facets and marks", async () => {
    await open(`/?lang=zh&q=${encodeURIComponent("石墨烯 AND 电池")}`);
    await until(() => document.querySelectorAll(".hit").length > 0);
    expect(text(".normal code")).toBe("TACD=石墨烯 AND TACD=电池");
    expect(Number(text(".count b"))).toBe(document.querySelectorAll(".hit").length);
    expect(document.querySelectorAll("mark.m0").length).toBeGreaterThan(0);
    expect(document.querySelectorAll("mark.m1").length).toBeGreaterThan(0);
    expect(document.querySelectorAll(".facet").length).toBeGreaterThan(3);
  });

  it("change the text of the query when a facet is clicked", async () => {
    await open(`/?lang=en&q=${encodeURIComponent("石墨烯 OR 电池")}`);
    await until(() => document.querySelector('[data-facet="type"] .value') !== null);
    act(() => document.querySelectorAll<HTMLButtonElement>('[data-facet="type"] .value')[1]?.click());
    await until(() => document.querySelector(".facet .chosen") !== null);
    expect(document.querySelector<HTMLTextAreaElement>("#query")?.value).toBe("(石墨烯 OR 电池) AND TYPE=utility-model");
    act(() => document.querySelector<HTMLButtonElement>(".facet .chosen .value")?.click());
    expect(document.querySelector<HTMLTextAreaElement>("#query")?.value).toBe("石墨烯 OR 电池");
  });

  it("show a refusal at its place and apply the proposal", async () => {
    await open(`/?lang=en&q=${encodeURIComponent("电池 AND 权力要求=石墨烯")}`);
    await until(() => document.querySelector(".message.wrong") !== null);
    expect(text(".at-wrong")).toBe("权力要求");
    expect(text(".message.wrong")).toContain("Unknown field");
    act(() => document.querySelector<HTMLButtonElement>(".message.wrong .fix")?.click());
    await until(() => document.querySelector(".normal") !== null);
    expect(document.querySelector<HTMLTextAreaElement>("#query")?.value).toBe("电池 AND 权利要求=石墨烯");
  });

  it("say that the server is gone and keep the query", async () => {
    reachable = false;
    await open("/?lang=en&q=unreachable");
    await until(() => document.querySelector(".failed") !== null);
    expect(text(".failed h2")).toBe("The server cannot be reached");
    expect(document.querySelector<HTMLTextAreaElement>("#query")?.value).toBe("unreachable");
    reachable = true;
    act(() => document.querySelector<HTMLButtonElement>(".failed button")?.click());
    await until(() => document.querySelector(".nothing") !== null);
  });

  it("show a document with every claim and paragraph", async () => {
    await open("/d/CN101945314B?lang=zh");
    await until(() => document.querySelectorAll(".claim").length === 7);
    expect(document.querySelectorAll(".claim.independent").length).toBe(3);
    expect(document.querySelectorAll(".paragraph-number").length).toBeGreaterThan(50);
    expect(text(".doc-number")).toBe("CN 101945314 B");
  });

  it("say what is not held, and what lies near", async () => {
    await open("/d/CN11001089Z?lang=en");
    await until(() => document.querySelector(".doc.state") !== null);
    expect(text(".doc.state h1")).toBe("CN11001089Z is not held");
    expect(document.querySelectorAll(".doc.state .plain a").length).toBeGreaterThan(0);
  });

  it("open a document for a number typed in any form", async () => {
    await open(`/?lang=zh&q=${encodeURIComponent("ＣＮ　１０１９４５３１４　Ｂ")}`);
    await until(() => document.querySelector(".number-hint a") !== null);
    expect(document.querySelector(".number-hint a")?.getAttribute("href")).toBe("/d/CN101945314B");
  });
});
