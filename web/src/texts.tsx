// The words of the interface in two languages and the switch between them.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { en } from "./texts/en";
import { zh } from "./texts/zh";

/** The name of a text. */
export type TextKey = keyof typeof zh;
/** A language of the interface. */
export type Lang = "zh" | "en";
/** Gives a text with its places filled in: `t("results.more", { n: 20 })`. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

const tables: Record<Lang, Record<TextKey, string>> = { zh, en };

/** The text of a key in a language; `{name}` is replaced by the value of that name. */
export function textOf(lang: Lang, key: TextKey, values: Record<string, string | number> = {}): string {
  return tables[lang][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** The text of a code such as `type.invention` when there is one, else the code itself. */
export function codeText(lang: Lang, group: string, code: string): string {
  const key = `${group}.${code}`;
  return key in tables[lang] ? tables[lang][key as TextKey] : code;
}

interface Texts {
  lang: Lang;
  t: Translate;
  setLang: (lang: Lang) => void;
  /** Of two texts of the server the one in the language of the interface. */
  pick: (zh: string | null | undefined, en: string | null | undefined) => string;
  code: (group: string, code: string) => string;
  number: (value: number) => string;
}

const Context = createContext<Texts | null>(null);

function initial(): Lang {
  const asked = new URLSearchParams(window.location.search).get("lang");
  if (asked === "zh" || asked === "en") return asked;
  let kept: string | null = null;
  try {
    kept = window.localStorage.getItem("quanlian.lang");
  } catch {
    // A browser that keeps nothing shows Chinese.
  }
  return kept === "en" ? "en" : "zh";
}

/** Gives the texts to everything inside. */
export function TextsProvider({ children }: { children: ReactNode }) {
  const [lang, setLangState] = useState<Lang>(initial);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    try {
      window.localStorage.setItem("quanlian.lang", lang);
    } catch {
      // As above.
    }
  }, [lang]);
  const value = useMemo<Texts>(
    () => ({
      lang,
      t: (key, values) => textOf(lang, key, values),
      setLang: setLangState,
      pick: (a, b) => (lang === "zh" ? (a || b) : (b || a)) ?? "",
      code: (group, code) => codeText(lang, group, code),
      number: (n) => n.toLocaleString("en-US"),
    }),
    [lang],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The texts in the present language. */
export function useTexts(): Texts {
  const texts = useContext(Context);
  if (texts === null) throw new Error("useTexts outside TextsProvider");
  return texts;
}
