// Whether the window is narrow, as the style sheets mean it.
import { useSyncExternalStore } from "react";

const query = typeof window.matchMedia === "function" ? window.matchMedia("(max-width: 760px)") : null;

/** True below 760 px; kept fresh. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query?.addEventListener("change", listener);
      return () => query?.removeEventListener("change", listener);
    },
    () => query?.matches ?? false,
  );
}
