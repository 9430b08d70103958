// The classification as a tree, opened step by step, and a search in its titles.
import Segmented from "antd/es/segmented";
import { useEffect, useState, type FormEvent } from "react";
import { api } from "../api/client";
import type { ClassRow } from "../api/types";
import { Icon } from "../parts/Icon";
import { problemOf, useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { Link, navigate, usePlace } from "../route";
import { useTexts } from "../texts";
import "../style/pages.css";

type Scheme = "ipc" | "cpc";

/** The query that finds a class with everything below it. */
export function subtreeQuery(scheme: Scheme, symbol: string): string {
  const field = scheme.toUpperCase();
  if (symbol.endsWith("/00")) return `${field}=${symbol.slice(0, -2)}+`;
  return symbol.includes("/") ? `${field}=/low ${symbol}` : `${field}=${symbol}`;
}

function place(scheme: Scheme, symbol: string, text: string): string {
  const params = new URLSearchParams();
  if (scheme !== "ipc") params.set("scheme", scheme);
  if (symbol !== "") params.set("symbol", symbol);
  if (text !== "") params.set("text", text);
  const tail = params.toString();
  return tail === "" ? "/classes" : `/classes?${tail}`;
}

/** The page. */
export default function Classes() {
  const { t } = useTexts();
  const { params } = usePlace();
  const scheme: Scheme = params.get("scheme") === "cpc" ? "cpc" : "ipc";
  const symbol = params.get("symbol") ?? "";
  const text = params.get("text") ?? "";
  useEffect(() => {
    document.title = `${t("nav.classes")} · ${t("shell.title")}`;
  }, [t]);
  return (
    <div className="page classes-page">
      <h1>{t("nav.classes")}</h1>
      <p className="lead">{t("classes.lead")}</p>
      <div className="classes-tools">
        <Segmented<Scheme>
          aria-label={t("classes.scheme")}
          value={scheme}
          onChange={(to) => navigate(place(to, "", text))}
          options={[
            { value: "ipc", label: "IPC" },
            { value: "cpc", label: "CPC" },
          ]}
        />
        <Finder key={text} text={text} onFind={(to) => navigate(place(scheme, "", to))} />
      </div>
      {text !== "" ? (
        <Found scheme={scheme} text={text} />
      ) : (
        <Tree key={`${scheme} ${symbol}`} scheme={scheme} symbol={symbol} />
      )}
    </div>
  );
}

function Finder({ text, onFind }: { text: string; onFind: (text: string) => void }) {
  const { t } = useTexts();
  const [value, setValue] = useState(text);
  return (
    <form
      className="finder"
      role="search"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onFind(value.trim());
      }}
    >
      <input
        type="search"
        value={value}
        onChange={(event) => setValue(event.target.value)}
        placeholder={t("classes.placeholder")}
        aria-label={t("classes.placeholder")}
      />
      <button type="submit" className="small">
        {t("top.go")}
      </button>
    </form>
  );
}

function Found({ scheme, text }: { scheme: Scheme; text: string }) {
  const { lang, t, pick, number } = useTexts();
  const [remote, retry] = useRemote(`${scheme} ${text} ${lang}`, (signal) => api.classSearch(scheme, text, lang, signal));
  if (remote.state === "waiting") return <LinesSkeleton lines={8} />;
  if (remote.state === "refused") return <Failed problem={remote.problem} onRetry={retry} />;
  return (
    <>
      <p role="status">
        {t("classes.found", { n: number(remote.value.length), text })}{" "}
        <Link href={place(scheme, "", "")}>{t("classes.to-tree")}</Link>
      </p>
      <ul className="class-tree">
        {remote.value.map((row) => (
          <li key={row.symbol}>
            <div className="class-row leaf">
              <Link className="symbol" href={place(scheme, row.symbol, "")}>
                {row.symbol}
              </Link>
              <span className="class-title">{pick(row.title, row.title_en)}</span>
              <SearchLink scheme={scheme} symbol={row.symbol} />
            </div>
          </li>
        ))}
      </ul>
      {remote.value.length === 0 && <p className="faint">{t("classes.nothing")}</p>}
    </>
  );
}

function SearchLink({ scheme, symbol }: { scheme: Scheme; symbol: string }) {
  const { t } = useTexts();
  const q = subtreeQuery(scheme, symbol);
  return (
    <Link className="class-search" href={`/?q=${encodeURIComponent(q)}`} title={q} aria-label={t("classes.search", { symbol })}>
      <Icon name="search" /> <span>{t("classes.documents")}</span>
    </Link>
  );
}

function Tree({ scheme, symbol }: { scheme: Scheme; symbol: string }) {
  const { lang, t, pick } = useTexts();
  const [remote, retry] = useRemote(`${scheme} ${symbol} ${lang}`, (signal) => api.classOf(scheme, symbol, lang, signal));
  if (remote.state === "waiting") return <LinesSkeleton lines={9} />;
  if (remote.state === "refused") {
    const { problem } = remote;
    return (
      <>
        <Failed problem={problem} onRetry={retry} />
        <p>
          {problem.proposal != null && problem.proposal !== "" && (
            <>
              <Link href={place(scheme, problem.proposal, "")}>{t("classes.nearest", { symbol: problem.proposal })}</Link>
              {" · "}
            </>
          )}
          <Link href={place(scheme, "", "")}>{t("classes.to-tree")}</Link>
        </p>
      </>
    );
  }
  const { ancestors, children } = remote.value;
  return (
    <>
      {symbol !== "" && (
        <nav aria-label={t("classes.path")}>
          <ol className="class-path-list">
            <li>
              <Link href={place(scheme, "", "")}>{scheme.toUpperCase()}</Link>
            </li>
            {ancestors.map((row) => (
              <li key={row.symbol}>
                <Link className="symbol" href={place(scheme, row.symbol, "")}>
                  {row.symbol}
                </Link>{" "}
                {pick(row.title, row.title_en)}
              </li>
            ))}
            <li aria-current="true">
              <span className="symbol">{remote.value.symbol}</span> <b>{pick(remote.value.title, remote.value.title_en)}</b>{" "}
              <SearchLink scheme={scheme} symbol={symbol} />
            </li>
          </ol>
        </nav>
      )}
      <ul className="class-tree">
        {children.map((row) => (
          <Branch key={row.symbol} scheme={scheme} row={row} />
        ))}
      </ul>
      {children.length === 0 && <p className="faint">{t("classes.leaf")}</p>}
    </>
  );
}

function Branch({ scheme, row }: { scheme: Scheme; row: ClassRow }) {
  const { t, lang, pick } = useTexts();
  const [open, setOpen] = useState(false);
  const [children, setChildren] = useState<ClassRow[] | null>(null);
  const [trouble, setTrouble] = useState("");
  const toggle = () => {
    setOpen(!open);
    if (children !== null || open) return;
    api.classOf(scheme, row.symbol, lang).then(
      (answer) => setChildren(answer.children),
      (cause: unknown) => setTrouble(problemOf(cause).code),
    );
  };
  const leaf = row.has_children === false;
  return (
    <li>
      <div className={leaf ? "class-row leaf" : "class-row"}>
        {!leaf && (
          <button
            type="button"
            className="toggle"
            aria-expanded={open}
            aria-label={t("classes.open", { symbol: row.symbol })}
            onClick={toggle}
          >
            <Icon name={open ? "down" : "right"} />
          </button>
        )}
        <Link className="symbol" href={place(scheme, row.symbol, "")}>
          {row.symbol}
        </Link>
        <span className="class-title">{pick(row.title, row.title_en)}</span>
        <SearchLink scheme={scheme} symbol={row.symbol} />
      </div>
      {open && trouble !== "" && <p className="wrong-text">{trouble}</p>}
      {open && trouble === "" && children === null && <LinesSkeleton lines={3} />}
      {open && children !== null && (
        <ul>
          {children.map((child) => (
            <Branch key={child.symbol} scheme={scheme} row={child} />
          ))}
        </ul>
      )}
    </li>
  );
}
