// How the query was read: its normal form, what is doubtful, and the tree with the hits of every node.
import Button from "antd/es/button";
import { useState } from "react";
import { api } from "../api/client";
import type { At, Problem, QueryNode, SearchAnswer, Warning } from "../api/types";
import { Icon } from "../parts/Icon";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { useTexts } from "../texts";

/** The refusal of a query, under the editor, with the proposal as a button. */
export function Refused({ problem, onFix, onShow }: { problem: Problem; onFix: () => void; onShow: () => void }) {
  const { t, pick } = useTexts();
  return (
    <div className="message wrong" id="query-message" role="alert">
      <p>
        <b>{pick(problem.title_zh, problem.title)}</b>
        {pick(problem.title_zh, problem.title) !== "" && pick(problem.detail_zh, problem.detail) !== "" && " · "}
        {pick(problem.detail_zh, problem.detail)} <code className="faint">{problem.code}</code>
      </p>
      <p className="message-do">
        {problem.proposal != null && problem.proposal !== "" && (
          <Button size="small" type="primary" className="fix" onClick={onFix}>
            {t("query.replace-by", { text: problem.proposal })}
          </Button>
        )}
        {problem.at != null && (
          <Button size="small" onClick={onShow}>
            {t("query.show-place")}
          </Button>
        )}
      </p>
    </div>
  );
}

function Doubt({ warning, onFix }: { warning: Warning; onFix: (warning: Warning) => void }) {
  const { t, pick } = useTexts();
  return (
    <div className="message doubt">
      <p>
        {pick(warning.message_zh, warning.message)}{" "}
        {warning.proposal != null && warning.at != null && (
          <Button size="small" className="fix" onClick={() => onFix(warning)}>
            {t("query.replace-by", { text: warning.proposal })}
          </Button>
        )}
      </p>
    </div>
  );
}

interface Props {
  answer: SearchAnswer;
  onFix: (warning: Warning) => void;
  onPoint: (at: At | null) => void;
}

/** The reading of a query that ran. */
export function Understood({ answer, onFix, onPoint }: Props) {
  const { t } = useTexts();
  const [open, setOpen] = useState(false);
  const { query } = answer;
  return (
    <section className="understood" aria-label={t("query.understood")}>
      <p className="normal">
        <span className="faint">{t("query.read-as")}</span> <code>{query.normal}</code>{" "}
        <button type="button" className="textual" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? "down" : "right"} />
          {t("query.explain")}
        </button>
      </p>
      <div id="query-message">
        {(query.warnings ?? []).map((warning, i) => (
          <Doubt key={i} warning={warning} onFix={onFix} />
        ))}
      </div>
      {open && <Explanation q={query.text} dialect={query.dialect} given={query.tree ?? null} onPoint={onPoint} />}
    </section>
  );
}

function Explanation(props: { q: string; dialect: string; given: QueryNode | null; onPoint: (at: At | null) => void }) {
  const { t } = useTexts();
  const [remote, retry] = useRemote(`explain ${props.dialect} ${props.q}`, (signal) =>
    api.explain(props.q, props.dialect, signal),
  );
  if (remote.state === "waiting" && props.given === null) return <LinesSkeleton lines={3} />;
  if (remote.state === "refused" && props.given === null) return <Failed problem={remote.problem} onRetry={retry} />;
  const tree = remote.state === "there" ? (remote.value.query.tree ?? props.given) : props.given;
  if (tree === null) return <p className="faint">{t("query.no-tree")}</p>;
  return (
    <div className="tree-frame">
      <div className="tree-head" aria-hidden="true">
        <span>{t("query.tree-condition")}</span>
        <span>{t("query.tree-hits")}</span>
      </div>
      <ul className="query-tree" aria-label={t("query.tree")} onMouseLeave={() => props.onPoint(null)}>
        <NodeRow node={tree} onPoint={props.onPoint} />
      </ul>
    </div>
  );
}

function NodeRow({ node, onPoint }: { node: QueryNode; onPoint: (at: At | null) => void }) {
  const { number, pick, code } = useTexts();
  const children = node.children ?? [];
  const note = pick(node.note_zh, node.note);
  return (
    <li>
      <div className={node.hits === 0 ? "node none" : "node"} onMouseEnter={() => onPoint(node.at ?? null)}>
        <span className="op">{code("op", node.op)}</span>
        <code>{node.text}</code>
        {note !== "" && <span className="note">{note}</span>}
        <span className="hits">{node.hits == null ? "" : number(node.hits)}</span>
      </div>
      {children.length > 0 && (
        <ul>
          {children.map((child, i) => (
            <NodeRow key={i} node={child} onPoint={onPoint} />
          ))}
        </ul>
      )}
    </li>
  );
}
