// The drawer at the right edge: what the selected document is, without losing the list.
import { useEffect, useRef } from "react";
import { api } from "../api/client";
import type { Hit } from "../api/types";
import { Icon } from "../parts/Icon";
import { Marked } from "../parts/Marked";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { bestAt, bestTitle } from "../parts/titles";
import { documentAddress, Link } from "../route";
import { useTexts } from "../texts";

interface Props {
  hit: Hit;
  q: string;
  dialect: string;
  onClose: () => void;
}

/** The drawer. */
export function Preview({ hit, q, dialect, onClose }: Props) {
  const { t, lang, code } = useTexts();
  const panel = useRef<HTMLElement>(null);
  const [remote, retry] = useRemote(`${hit.key} ${dialect} ${q}`, (signal) => api.document(hit.key, q, dialect, signal));
  useEffect(() => {
    panel.current?.scrollTo(0, 0);
  }, [hit.key]);
  const document = remote.state === "there" ? remote.value.document : null;
  const record = document?.record;
  const abstractAt = bestAt(record?.abstracts ?? [], lang);
  const claimsAt = bestAt(record?.claims ?? [], lang);
  const abstract = record?.abstracts?.[abstractAt];
  const set = record?.claims?.[claimsAt];
  const first = set?.claims.findIndex((claim) => (claim.depends_on ?? []).length === 0) ?? -1;
  const claim = set?.claims[first];
  return (
    <aside className="preview" ref={panel} aria-label={t("preview.label")}>
      <header>
        <b className="num">{hit.display}</b>
        <Link href={documentAddress(hit.key, q, dialect)} className="open">
          <Icon name="open" /> {t("preview.open")}
        </Link>
        <button type="button" className="close" onClick={onClose} aria-label={t("preview.close")} title="Esc">
          <Icon name="close" />
        </button>
      </header>
      <h2>{bestTitle(hit.titles, lang)}</h2>
      <dl className="facts">
        <dt>{t("column.applicant")}</dt>
        <dd>{(hit.applicants ?? []).join("；") || "—"}</dd>
        {(hit.inventors ?? []).length > 0 && (
          <>
            <dt>{t("role.inventor")}</dt>
            <dd>{(hit.inventors ?? []).join("；")}</dd>
          </>
        )}
        <dt>{t("date.filed")}</dt>
        <dd>{hit.filed ?? "—"}</dd>
        <dt>{t("date.published")}</dt>
        <dd>{hit.published ?? "—"}</dd>
        {hit.state != null && (
          <>
            <dt>{t("column.state")}</dt>
            <dd>{code("state", hit.state)}</dd>
          </>
        )}
        <dt>IPC</dt>
        <dd>{(hit.ipc ?? []).join("  ") || "—"}</dd>
      </dl>
      {remote.state === "waiting" && <LinesSkeleton lines={6} />}
      {remote.state === "refused" && <Failed problem={remote.problem} onRetry={retry} />}
      {abstract !== undefined && (
        <section>
          <h3>{t("doc.abstract")}</h3>
          {abstract.paragraphs.map((paragraph, i) => (
            <p key={i} lang={abstract.lang} className="serif">
              <Marked text={paragraph.text} marks={document?.marks?.abstracts?.[abstractAt]?.[i]} />
            </p>
          ))}
        </section>
      )}
      {claim !== undefined && set !== undefined && (
        <section>
          <h3>{t("preview.first-claim", { n: set.claims.length })}</h3>
          <p className="serif claim-text" lang={set.lang}>
            {claim.number}. <Marked text={claim.text} marks={document?.marks?.claims?.[claimsAt]?.[first]} />
          </p>
        </section>
      )}
      {remote.state === "there" && abstract === undefined && claim === undefined && (
        <p className="faint">{t("preview.only-facts")}</p>
      )}
    </aside>
  );
}
