// A class symbol: its title on hover or focus, a search for it on a click.
import Tooltip from "antd/es/tooltip";
import { useState } from "react";
import { api } from "../api/client";
import type { ClassAnswer, ClassSymbol } from "../api/types";
import { Link } from "../route";
import { useTexts, type Lang } from "../texts";

const known = new Map<string, Promise<ClassAnswer>>();

function titleOf(scheme: string, symbol: string, lang: Lang): Promise<ClassAnswer> {
  const key = `${scheme} ${symbol} ${lang}`;
  const held = known.get(key);
  if (held !== undefined) return held;
  const asked = api.classOf(scheme, symbol, lang);
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

/** The query that finds a class. */
export function classQuery(scheme: string, symbol: string): string {
  const field = { ipc: "IPC", cpc: "CPC", locarno: "LOC", uspc: "USPC" }[scheme] ?? "ANYCLASS";
  return `${field}=${symbol}`;
}

/** One symbol. */
export function ClassChip({ item }: { item: ClassSymbol }) {
  const { lang, t, pick } = useTexts();
  const [answer, setAnswer] = useState<ClassAnswer | "unknown" | null>(null);
  const titled = item.scheme === "ipc" || item.scheme === "cpc";
  const ask = (open: boolean) => {
    if (!open || !titled) return;
    titleOf(item.scheme, item.symbol, lang).then(setAnswer, () => setAnswer("unknown"));
  };
  const link = (
    <Link
      className={item.first === true ? "class-chip first" : "class-chip"}
      href={`/?q=${encodeURIComponent(classQuery(item.scheme, item.symbol))}`}
    >
      {item.symbol}
      {item.value === "A" && <sup title={t("class.additional")}>A</sup>}
    </Link>
  );
  if (!titled) return link;
  return (
    <Tooltip
      onOpenChange={ask}
      mouseEnterDelay={0.15}
      styles={{ root: { maxWidth: 420 } }}
      title={
        answer === null ? (
          "…"
        ) : answer === "unknown" ? (
          t("class.unknown")
        ) : (
          <div className="class-path">
            {(answer.ancestors ?? []).slice(-3).map((row) => (
              <p key={row.symbol}>
                {row.symbol} {pick(row.title, row.title_en)}
              </p>
            ))}
            <p>
              <b>
                {answer.symbol} {pick(answer.title, answer.title_en)}
              </b>
            </p>
          </div>
        )
      }
    >
      {link}
    </Tooltip>
  );
}
