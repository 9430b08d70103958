// Fetching for a view: waiting, there, refused; late answers of an earlier question are dropped.
import { useEffect, useState } from "react";
import { Refusal } from "../api/client";
import type { Problem } from "../api/types";

/** What is known of something asked of the server. */
export type Remote<T> =
  | { state: "waiting"; value?: T }
  | { state: "there"; value: T }
  | { state: "refused"; problem: Problem; value?: undefined };

/** The problem behind anything thrown. */
export function problemOf(cause: unknown): Problem {
  if (cause instanceof Refusal) return cause.problem;
  return { title: String(cause), status: 0, code: "web.failed" };
}

/** Asks for something whenever `key` changes. */
export function useRemote<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): [Remote<T>, () => void] {
  const [turn, setTurn] = useState(0);
  const [remote, setRemote] = useState<Remote<T> & { key: string }>({ state: "waiting", key });
  useEffect(() => {
    const control = new AbortController();
    setRemote({ state: "waiting", key });
    ask(control.signal).then(
      (value) => {
        if (!control.signal.aborted) setRemote({ state: "there", value, key });
      },
      (cause: unknown) => {
        if (!control.signal.aborted) setRemote({ state: "refused", problem: problemOf(cause), key });
      },
    );
    return () => control.abort();
    // The question is told by its key alone.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, turn]);
  const current: Remote<T> = remote.key === key ? remote : { state: "waiting" };
  return [current, () => setTurn(turn + 1)];
}
