// The addresses of the application: a small router over the browser's history.
import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

/** Goes to an address of the application. */
export function navigate(to: string, options: { replace?: boolean; keepScroll?: boolean } = {}): void {
  if (to === window.location.pathname + window.location.search) return;
  const from = window.location.pathname + window.location.search;
  if (options.replace === true) window.history.replaceState(window.history.state, "", to);
  else window.history.pushState({ from }, "", to);
  if (options.replace !== true && options.keepScroll !== true) window.scrollTo(0, 0);
  for (const listener of [...listeners]) listener();
}

/** The present address: path and parameters. */
export interface Place {
  path: string;
  params: URLSearchParams;
  search: string;
}

/** The present address, kept fresh. */
export function usePlace(): Place {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const path = useSyncExternalStore(subscribe, () => window.location.pathname);
  return { path, params: new URLSearchParams(search), search };
}

/** Goes to an address; when the page before this one was that address, by going back. */
export function goBackTo(to: string): void {
  const state = window.history.state as { from?: string } | null;
  if (state?.from === to) window.history.back();
  else navigate(to);
}

/** The address of a document, with the query whose hits are to be marked. */
export function documentAddress(key: string, q = "", dialect = "quanlian"): string {
  const params = new URLSearchParams();
  if (q !== "") params.set("q", q);
  if (q !== "" && dialect !== "quanlian") params.set("dialect", dialect);
  const text = params.toString();
  return `/d/${encodeURIComponent(key)}${text === "" ? "" : `?${text}`}`;
}

/** A link inside the application; opens like any link with Ctrl, Shift or the middle button. */
export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const click = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={href} onClick={click} {...rest} />;
}
