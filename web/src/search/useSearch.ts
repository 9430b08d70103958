// Running a search: the answer, more of its pages, and the memory that makes going back instant.
import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "../api/client";
import type { Hit, Problem, SearchAnswer } from "../api/types";
import { problemOf } from "../parts/remote";
import type { SearchState } from "./state";

/** How many hits come at once. */
export const pageSize = 20;
/** How many come at once when all are wanted. */
const bigPage = 100;

/** A search that was answered, with the hits loaded so far. */
export interface Kept {
  answer: SearchAnswer;
  hits: Hit[];
  next: string | null;
  scroll: number;
  active: number;
}

const memory = new Map<string, Kept>();

function keep(key: string, kept: Kept): void {
  memory.delete(key);
  memory.set(key, kept);
  const oldest = memory.keys().next();
  if (memory.size > 8 && oldest.done !== true) memory.delete(oldest.value);
}

/** The part of a search's state that the server is asked with. */
export function searchKey(state: SearchState): string {
  return JSON.stringify([state.q, state.dialect, state.sort, state.unit, state.facets]);
}

/** A search as the page sees it. */
export interface Running {
  key: string;
  kept: Kept | null;
  problem: Problem | null;
  waiting: boolean;
  loadingMore: boolean;
  more: () => void;
  toEnd: () => void;
  stop: () => void;
  cancel: () => void;
  retry: () => void;
  note: (changes: Partial<Pick<Kept, "scroll" | "active">>) => void;
}

/** Runs the search of a state; an empty query runs nothing. */
export function useSearch(state: SearchState): Running {
  const key = searchKey(state);
  const [turn, setTurn] = useState(0);
  const [shown, setShown] = useState<{ key: string; kept: Kept | null; problem: Problem | null }>(() => ({
    key,
    kept: memory.get(key) ?? null,
    problem: null,
  }));
  const [loadingMore, setLoadingMore] = useState(false);
  const control = useRef<AbortController | null>(null);
  const paging = useRef<AbortController | null>(null);

  useEffect(() => {
    paging.current?.abort();
    setLoadingMore(false);
    if (state.q.trim() === "") {
      setShown({ key, kept: null, problem: null });
      return;
    }
    const held = memory.get(key);
    if (held !== undefined) {
      setShown({ key, kept: held, problem: null });
      return;
    }
    const abort = new AbortController();
    control.current = abort;
    api
      .search(
        {
          q: state.q,
          dialect: state.dialect,
          sort: state.sort,
          unit: state.unit,
          limit: pageSize,
          facets: state.facets.join(","),
          facet_limit: 10,
        },
        abort.signal,
      )
      .then(
        (answer) => {
          if (abort.signal.aborted) return;
          const kept: Kept = { answer, hits: answer.hits, next: answer.next ?? null, scroll: 0, active: -1 };
          keep(key, kept);
          setShown({ key, kept, problem: null });
        },
        (cause: unknown) => {
          if (!abort.signal.aborted) setShown({ key, kept: null, problem: problemOf(cause) });
        },
      );
    return () => abort.abort();
    // The state is told by its key.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, turn]);

  const load = useCallback(
    async (all: boolean) => {
      const abort = new AbortController();
      paging.current?.abort();
      paging.current = abort;
      setLoadingMore(true);
      try {
        let kept = memory.get(key);
        let drawn = performance.now();
        do {
          if (kept === undefined || kept.next === null) break;
          const answer = await api.search(
            {
              q: state.q,
              dialect: state.dialect,
              sort: state.sort,
              unit: state.unit,
              limit: all ? bigPage : pageSize,
              cursor: kept.next,
            },
            abort.signal,
          );
          if (abort.signal.aborted) return;
          const now: Kept = memory.get(key) ?? kept;
          kept = { ...now, hits: [...now.hits, ...answer.hits], next: answer.next ?? null };
          keep(key, kept);
          // Drawing a long list after each page would take longer than loading it.
          if (all && kept.next !== null && performance.now() - drawn < 400) continue;
          drawn = performance.now();
          setShown({ key, kept, problem: null });
        } while (all && !abort.signal.aborted);
      } catch (cause) {
        const kept = memory.get(key) ?? null;
        if (!abort.signal.aborted) setShown({ key, kept, problem: problemOf(cause) });
      } finally {
        if (paging.current === abort) setLoadingMore(false);
      }
    },
    // As above.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );

  const note = useCallback(
    (changes: Partial<Pick<Kept, "scroll" | "active">>) => {
      const kept = memory.get(key);
      if (kept !== undefined) Object.assign(kept, changes);
    },
    [key],
  );

  const fresh = shown.key === key;
  return {
    key,
    kept: fresh ? shown.kept : (memory.get(key) ?? null),
    problem: fresh ? shown.problem : null,
    waiting: state.q.trim() !== "" && (!fresh || (shown.kept === null && shown.problem === null)),
    loadingMore,
    more: () => void load(false),
    toEnd: () => void load(true),
    stop: () => {
      paging.current?.abort();
      setLoadingMore(false);
    },
    cancel: () => {
      control.current?.abort();
      setShown({ key, kept: null, problem: { title: "", status: 0, code: "web.cancelled" } });
    },
    retry: () => {
      setShown({ key, kept: null, problem: null });
      setTurn(turn + 1);
    },
    note,
  };
}
