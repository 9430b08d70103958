// The search page: what was understood, how many, which first, how to narrow.
import Button from "antd/es/button";
import Segmented from "antd/es/segmented";
import { useCallback, useEffect, useRef, useState } from "react";
import { exportAddress, exportFormats } from "../api/client";
import type { At, Hit, Warning } from "../api/types";
import { Icon } from "../parts/Icon";
import { useNarrow } from "../parts/narrow";
import { Failed, LinesSkeleton } from "../parts/States";
import { typing } from "../parts/typing";
import { looksLikeNumber } from "../parts/TopBox";
import { documentAddress, navigate, usePlace } from "../route";
import { replaceChars } from "../search/chars";
import { Editor, focusAt } from "../search/Editor";
import { Facets } from "../search/Facets";
import { Keys } from "../search/Keys";
import { Menu } from "../search/Menu";
import { narrow, numbersQuery, widen } from "../search/narrow";
import { NumberHint } from "../search/NumberHint";
import { Preview } from "../search/Preview";
import { Results } from "../search/Results";
import { readState, rememberSearch, sorts, units, writeState, type SearchState, type Unit } from "../search/state";
import { Refused, Understood } from "../search/Understood";
import { pageSize, useSearch } from "../search/useSearch";
import { Welcome } from "../search/Welcome";
import { useTexts, type TextKey } from "../texts";

/** Documents chosen by hand; they stay chosen while queries come and go. */
let chosenBefore: ReadonlyMap<string, string> = new Map();

/** The page. */
export function Search() {
  const { t, number } = useTexts();
  const { params, search } = usePlace();
  const state = readState(params);
  useEffect(() => rememberSearch(`/${search}`), [search]);
  const running = useSearch(state);
  const { kept, problem } = running;
  const answer = kept?.answer ?? null;
  const hits = kept?.hits ?? [];

  const [draft, setDraft] = useState(state.q);
  const [asked, setAsked] = useState(state.q);
  if (asked !== state.q) {
    setAsked(state.q);
    setDraft(state.q);
  }
  const [active, setActive] = useState(kept?.active ?? -1);
  const [previewing, setPreviewing] = useState(false);
  const [pointed, setPointed] = useState<At | null>(null);
  const narrowWindow = useNarrow();
  const [help, setHelp] = useState(false);
  const [narrowing, setNarrowing] = useState(false);
  const [chosen, setChosen] = useState(chosenBefore);
  const [last, setLast] = useState<string | null>(null);

  const go = (changes: Partial<SearchState>) => navigate(writeState({ ...state, ...changes }), { keepScroll: true });
  const run = (text: string) => {
    setPreviewing(false);
    if (text.trim() === state.q && problem !== null) running.retry();
    else go({ q: text.trim() });
  };

  useEffect(() => {
    document.title = state.q === "" ? t("shell.title") : `${state.q.slice(0, 60)} · ${t("shell.title")}`;
  }, [state.q, t]);

  // A new search begins at its top; one that was left is found again where it was.
  const seen = useRef("");
  useEffect(() => {
    if (kept === null || seen.current === running.key) return;
    seen.current = running.key;
    setActive(kept.active);
    setLast(running.key);
    if (kept.scroll > 0) requestAnimationFrame(() => window.scrollTo(0, kept.scroll));
  }, [kept, running.key]);
  const note = running.note;
  useEffect(() => {
    const scrolled = () => note({ scroll: window.scrollY });
    window.addEventListener("scrollend", scrolled);
    return () => window.removeEventListener("scrollend", scrolled);
  }, [note]);

  const move = useCallback(
    (to: number) => {
      setActive(to);
      note({ active: to });
      document.querySelector(`[data-index="${to}"]`)?.scrollIntoView({ block: "nearest" });
    },
    [note],
  );
  const choose = useCallback((hit: Hit, on: boolean) => {
    setChosen((before) => {
      const after = new Map(before);
      if (on) after.set(hit.key, hit.display);
      else after.delete(hit.key);
      chosenBefore = after;
      return after;
    });
  }, []);
  const preview = useCallback(
    (index: number) => {
      setActive(index);
      note({ active: index });
      setPreviewing(true);
    },
    [note],
  );

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const onControl = event.target instanceof HTMLElement && event.target.closest("a,button,summary") !== null;
      const hit = hits[active];
      if (event.key === "j" && active < hits.length - 1) move(active + 1);
      else if (event.key === "k" && active > 0) move(active - 1);
      else if (event.key === "x" && hit !== undefined) choose(hit, !chosen.has(hit.key));
      else if (event.key === "o" && hit !== undefined) setPreviewing(!previewing);
      else if (event.key === "Enter" && hit !== undefined && !onControl)
        navigate(documentAddress(hit.key, state.q, state.dialect));
      else if (event.key === "Escape") setPreviewing(false);
      else if (event.key === "?") setHelp(true);
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  });

  const wrong = problem !== null && problem.status >= 400 && problem.status < 500 ? problem : null;
  const shownProblem = wrong !== null && draft.trim() === state.q ? wrong : null;
  const fix = (place: At | null | undefined, proposal: string | null | undefined) => {
    if (proposal == null) return;
    const text = place == null ? proposal : replaceChars(state.q, place.start, place.end, proposal);
    go({ q: text });
  };
  const previewed = previewing ? hits[active] : undefined;
  const chosenKeys = [...chosen.keys()];
  const fresh = running.waiting && last !== null;

  return (
    <div className={previewed === undefined ? "page search" : "page search with-preview"}>
      <h1 className="hidden">{t("nav.search")}</h1>
      <Editor
        draft={draft}
        dialect={state.dialect}
        busy={running.waiting}
        problem={shownProblem}
        warnings={draft === state.q ? (answer?.query.warnings ?? []) : []}
        pointed={draft === state.q ? pointed : null}
        onDraft={setDraft}
        onRun={run}
        onDialect={(dialect) => go({ dialect })}
        onClear={() => {
          setDraft("");
          go({ q: "" });
          focusAt("", null);
        }}
      />
      {shownProblem !== null && (
        <Refused
          problem={shownProblem}
          onFix={() => fix(shownProblem.at, shownProblem.proposal)}
          onShow={() => focusAt(draft, shownProblem.at)}
        />
      )}
      {looksLikeNumber(state.q) && <NumberHint text={state.q} />}
      {state.q === "" && <Welcome />}
      {problem !== null && wrong === null && kept === null && (
        <Failed problem={problem} onRetry={running.retry} kept={t("state.query-kept")} />
      )}
      {answer !== null && (
        <Understood
          key={running.key}
          answer={answer}
          onFix={(warning: Warning) => fix(warning.at, warning.proposal)}
          onPoint={setPointed}
        />
      )}
      {state.q !== "" && (answer !== null || running.waiting) && (
        <div className="columns">
          <aside className={narrowing ? "narrow open" : "narrow"} aria-label={t("facets.label")}>
            <button
              type="button"
              className="small narrow-toggle"
              aria-expanded={narrowing}
              onClick={() => setNarrowing(!narrowing)}
            >
              <Icon name="filter" /> {t("facets.label")}
            </button>
            {answer === null ? (
              <LinesSkeleton lines={10} quiet />
            ) : (
              <Facets
                state={state}
                answer={answer}
                onNarrow={(condition, exclude) => {
                  // CQL has no words for most conditions; the query goes on in its native reading.
                  const q = state.dialect === "cql" ? answer.query.normal : state.q;
                  go({ q: narrow(q, condition, { exclude, tree: answer.query.tree ?? null }), dialect: "quanlian" });
                }}
                onWiden={(condition) => go({ q: widen(state.q, condition) })}
                onFacets={(facets) => go({ facets })}
              />
            )}
          </aside>
          <section className="result" aria-label={t("results.label")} aria-busy={running.waiting}>
            <div className="result-head">
              <p className="count" role="status" data-total={answer?.total ?? ""}>
                {answer === null ? (
                  fresh ? t("results.searching") : "…"
                ) : (
                  <>
                    <b>{number(answer.total)}</b>{" "}
                    {t(`${answer.total === 1 ? "unit-one" : "unit"}.${state.unit}` as TextKey)}
                    {state.unit !== "document" && answer.documents !== undefined && (
                      <span className="faint"> {t("results.documents", { n: number(answer.documents) })}</span>
                    )}
                    {answer.took_ms !== undefined && (
                      <span className="faint took">
                        {" "}
                        {answer.took_ms < 10 ? answer.took_ms.toFixed(1) : Math.round(answer.took_ms)} ms
                      </span>
                    )}
                  </>
                )}
              </p>
              <div className="tools">
                <Segmented<Unit>
                  size="small"
                  aria-label={t("results.unit")}
                  value={state.unit}
                  onChange={(unit) => go({ unit })}
                  options={units.map((unit) => ({ value: unit, label: t(`unit-name.${unit}` as TextKey) }))}
                />
                <label className="sort">
                  <span>{t("results.sort")}</span>
                  <select value={state.sort} onChange={(event) => go({ sort: event.target.value })}>
                    {sorts.map((sort) => (
                      <option key={sort} value={sort}>
                        {t(`sort.${sort}` as TextKey)}
                      </option>
                    ))}
                  </select>
                </label>
                <Segmented<"list" | "table">
                  size="small"
                  className="wide-only"
                  aria-label={t("results.view")}
                  value={state.view}
                  onChange={(view) => go({ view })}
                  options={[
                    { value: "list", label: t("results.view-list") },
                    { value: "table", label: t("results.view-table") },
                  ]}
                />
                {answer !== null && answer.total > 0 && (
                  <Menu label={t("export.label")} icon="export">
                    <li className="menu-note">{t("export.all", { n: number(answer.documents ?? answer.total) })}</li>
                    {exportFormats.map((format) => (
                      <li key={format}>
                        <a href={exportAddress(state.q, state.dialect, state.sort, format)} download>
                          {t(`export.${format}` as TextKey)}
                        </a>
                      </li>
                    ))}
                  </Menu>
                )}
                <button type="button" className="small wide-only" onClick={() => setHelp(true)} aria-label={t("keys.title")}>
                  ?
                </button>
              </div>
            </div>
            {chosen.size > 0 && (
              <div className="chosen-bar" role="region" aria-label={t("chosen.label")}>
                <b>{t("chosen.count", { n: number(chosen.size) })}</b>
                <Menu label={t("chosen.export", { n: number(chosen.size) })} icon="export">
                  {exportFormats.map((format) => (
                    <li key={format}>
                      <a href={exportAddress(numbersQuery(chosenKeys), "quanlian", "pn", format)} download>
                        {t(`export.${format}` as TextKey)}
                      </a>
                    </li>
                  ))}
                </Menu>
                <button
                  type="button"
                  className="small"
                  onClick={() => void navigator.clipboard?.writeText([...chosen.values()].join("\n"))}
                >
                  {t("chosen.copy")}
                </button>
                <button type="button" className="small" onClick={() => go({ q: numbersQuery(chosenKeys), dialect: "quanlian" })}>
                  {t("chosen.show")}
                </button>
                <button
                  type="button"
                  className="small"
                  onClick={() => {
                    chosenBefore = new Map();
                    setChosen(chosenBefore);
                  }}
                >
                  {t("chosen.clear")}
                </button>
              </div>
            )}
            {running.waiting && <LinesSkeleton key={running.key} lines={12} onCancel={running.cancel} />}
            {answer !== null && answer.total === 0 && <Nothing />}
            {hits.length > 0 && (
              <Results
                hits={hits}
                view={narrowWindow ? "list" : state.view}
                q={state.q}
                dialect={state.dialect}
                active={active}
                chosen={new Set(chosenKeys)}
                onChoose={choose}
                onPreview={preview}
              />
            )}
            {answer !== null && hits.length > 0 && (
              <div className="more">
                <span>{t("results.loaded", { n: number(hits.length), total: number(answer.total) })}</span>
                {kept?.next != null && !running.loadingMore && (
                  <>
                    <Button onClick={running.more}>
                      {t("results.more", { n: Math.min(pageSize, answer.total - hits.length) })}
                    </Button>
                    <Button onClick={running.toEnd}>{t("results.to-end")}</Button>
                  </>
                )}
                {running.loadingMore && <Button onClick={running.stop}>{t("state.cancel")}</Button>}
                {problem !== null && <span className="wrong-text">{t("results.more-failed", { code: problem.code })}</span>}
                {kept?.next == null && <span className="faint">{t("results.end")}</span>}
              </div>
            )}
          </section>
        </div>
      )}
      {previewed !== undefined && (
        <Preview hit={previewed} q={state.q} dialect={state.dialect} onClose={() => setPreviewing(false)} />
      )}
      {help && <Keys onClose={() => setHelp(false)} />}
    </div>
  );
}

function Nothing() {
  const { t } = useTexts();
  return (
    <div className="nothing">
      <h2>{t("nothing.title")}</h2>
      <ul>
        <li>{t("nothing.explain")}</li>
        <li>{t("nothing.phrase")}</li>
        <li>{t("nothing.truncate")}</li>
      </ul>
    </div>
  );
}
