// The query editor: grows with its text and underlines at its place what is wrong or doubtful.
import Button from "antd/es/button";
import Segmented from "antd/es/segmented";
import { useLayoutEffect, useRef, type KeyboardEvent } from "react";
import type { At, Problem, Warning } from "../api/types";
import { useTexts } from "../texts";
import { unitOffset } from "./chars";
import { underlined } from "./underline";
import type { Dialect } from "./state";

interface Props {
  draft: string;
  dialect: Dialect;
  busy: boolean;
  problem: Problem | null;
  warnings: readonly Warning[];
  pointed: At | null;
  onDraft: (text: string) => void;
  onRun: (text: string) => void;
  onDialect: (dialect: Dialect) => void;
  onClear: () => void;
}

/** The editor with its dialect switch and its button. */
export function Editor(props: Props) {
  const { t } = useTexts();
  const area = useRef<HTMLTextAreaElement>(null);
  const under = useRef<HTMLDivElement>(null);
  const { draft, problem, warnings, pointed } = props;

  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    const fit = () => {
      element.style.height = "auto";
      element.style.height = `${Math.min(element.scrollHeight + 2, window.innerHeight * 0.4)}px`;
    };
    fit();
    window.addEventListener("resize", fit);
    return () => window.removeEventListener("resize", fit);
  }, [draft]);

  const keyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      props.onRun(draft);
    }
    if (event.key === "Escape") area.current?.blur();
  };

  const runs = underlined(draft, [
    ...(problem?.at != null ? [{ at: problem.at, kind: "wrong" as const }] : []),
    ...(problem === null ? warnings : []).flatMap((warning) =>
      warning.at != null ? [{ at: warning.at, kind: "doubt" as const }] : [],
    ),
    ...(pointed !== null ? [{ at: pointed, kind: "pointed" as const }] : []),
  ]);

  return (
    <form
      className="editor"
      role="search"
      aria-label={t("editor.label")}
      onSubmit={(event) => {
        event.preventDefault();
        props.onRun(draft);
      }}
    >
      <div className={problem?.at != null ? "editor-box wrong" : "editor-box"}>
        <div className="editor-under" ref={under} aria-hidden="true">
          {runs.map((run, i) => (
            <span key={i} className={run.kind === null ? undefined : `at-${run.kind}`}>
              {run.text}
            </span>
          ))}
          {"\u200b"}
        </div>
        <textarea
          ref={area}
          data-search-box
          id="query"
          rows={1}
          value={draft}
          onChange={(event) => props.onDraft(event.target.value)}
          onKeyDown={keyDown}
          onScroll={() => {
            if (under.current !== null && area.current !== null) under.current.scrollTop = area.current.scrollTop;
          }}
          placeholder={t("editor.placeholder")}
          aria-label={t("editor.label")}
          aria-describedby="query-message"
          aria-invalid={problem?.at != null}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
        />
        {draft !== "" && (
          <button type="button" className="editor-clear" onClick={props.onClear} aria-label={t("editor.clear")}>
            ×
          </button>
        )}
      </div>
      <Button type="primary" htmlType="submit" className="editor-run" loading={props.busy && { delay: 300 }}>
        {t("editor.run")}
      </Button>
      <div className="editor-foot">
        <Segmented<Dialect>
          size="small"
          aria-label={t("editor.dialect")}
          value={props.dialect}
          onChange={props.onDialect}
          options={[
            { value: "quanlian", label: t("editor.native"), title: t("editor.native-title") },
            { value: "cql", label: "CQL", title: t("editor.cql-title") },
          ]}
        />
        <span className="faint wide-only">{t("editor.keys")}</span>
      </div>
    </form>
  );
}

/** Puts the cursor into the editor at a place of the query. */
export function focusAt(text: string, at: At | null | undefined): void {
  const area = document.querySelector<HTMLTextAreaElement>("#query");
  if (area === null) return;
  area.focus();
  if (at != null) area.setSelectionRange(unitOffset(text, at.start), unitOffset(text, at.end));
}
