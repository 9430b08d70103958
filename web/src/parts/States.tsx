// How a view says that it waits, that it failed, or that there is nothing.
import Button from "antd/es/button";
import { Component, useEffect, useState, type ReactNode } from "react";
import type { Problem } from "../api/types";
import { useTexts } from "../texts";

interface SkeletonProps {
  lines?: number;
  /** Says nothing; for a view beside another one that waits for the same answer. */
  quiet?: boolean;
  onCancel?: () => void;
}

/** Grey lines in place of text, after 100 ms; what takes longer than 1 s says for how long it has run. */
export function LinesSkeleton({ lines = 5, quiet = false, onCancel }: SkeletonProps) {
  const { t } = useTexts();
  const [visible, setVisible] = useState(false);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const first = setTimeout(() => setVisible(true), 100);
    const tick = setInterval(() => setSeconds((before) => before + 1), 1000);
    return () => {
      clearTimeout(first);
      clearInterval(tick);
    };
  }, []);
  return (
    <div className="skeleton" role={quiet ? undefined : "status"} aria-label={quiet ? undefined : t("state.waiting")}>
      {seconds > 0 && !quiet && (
        <p>
          {t("state.slow", { n: seconds })}{" "}
          {onCancel !== undefined && (
            <Button size="small" onClick={onCancel}>
              {t("state.cancel")}
            </Button>
          )}
        </p>
      )}
      {visible &&
        Array.from({ length: lines }, (_, i) => <span key={i} style={{ width: `${92 - ((i * 37) % 48)}%` }} />)}
    </div>
  );
}

/** What happened and what to do. */
export function Failed({ problem, onRetry, kept }: { problem: Problem; onRetry?: () => void; kept?: string }) {
  const { t, pick } = useTexts();
  const unreachable = problem.code === "web.unreachable";
  return (
    <div className="failed" role="alert">
      <h2>
        {unreachable
          ? t("state.unreachable")
          : problem.code === "web.cancelled"
            ? t("state.cancelled")
            : pick(problem.title_zh ?? problem.detail_zh, problem.title)}
      </h2>
      <p>{unreachable ? t("state.unreachable-do") : pick(problem.detail_zh, problem.detail)}</p>
      {kept !== undefined && <p>{kept}</p>}
      <p className="faint">
        <code>{problem.code}</code>
        {problem.status > 0 && ` · HTTP ${problem.status}`}
      </p>
      {onRetry !== undefined && <Button onClick={onRetry}>{t("state.retry")}</Button>}
    </div>
  );
}

/** Catches what a page throws while drawing, so that the frame stays. */
export class Trap extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown) {
    return { error };
  }
  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <section className="page">
        <Failed
          problem={{ title: String(this.state.error), status: 0, code: "web.failed" }}
          onRetry={() => window.location.reload()}
        />
      </section>
    );
  }
}
