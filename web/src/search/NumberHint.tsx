// When a query looks like a document number: the documents with that number, to be opened at once.
import { api } from "../api/client";
import { useRemote } from "../parts/remote";
import { bestTitle } from "../parts/titles";
import { documentAddress, Link } from "../route";
import { useTexts } from "../texts";

/** A line with links; nothing when no such document is held. */
export function NumberHint({ text }: { text: string }) {
  const { t, lang, pick } = useTexts();
  const [remote] = useRemote(text, (signal) => api.numbers(text, signal));
  if (remote.state !== "there") return null;
  const { matches, readings } = remote.value;
  const warnings = readings.flatMap((reading) => reading.warnings);
  if (matches.length === 0 && warnings.length === 0) return null;
  return (
    <div className="message number-hint">
      {matches.slice(0, 5).map((hit) => (
        <p key={hit.key}>
          {t("query.number")}{" "}
          <Link className="num" href={documentAddress(hit.key)}>
            {hit.display}
          </Link>{" "}
          {bestTitle(hit.titles, lang)}
        </p>
      ))}
      {warnings.map((warning, i) => (
        <p key={i} className="doubt-text">
          {pick(warning.message_zh, warning.message)}
        </p>
      ))}
    </div>
  );
}
