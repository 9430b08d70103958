// The claims as a tree: dependent claims under the claim they refer to, to be folded.
import { useMemo, useState } from "react";
import type { ClaimSet, Mark } from "../api/types";
import { Icon } from "../parts/Icon";
import { Marked } from "../parts/Marked";
import { bestAt } from "../parts/titles";
import { useTexts } from "../texts";
import { claimTree, unfolded } from "./claims";
import { Langs } from "./Langs";

interface Props {
  sets: readonly ClaimSet[];
  marks: Mark[][][] | undefined;
}

/** All sets of claims; one is shown at a time. */
export function Claims({ sets, marks }: Props) {
  const { t, lang, number } = useTexts();
  const first = bestAt(sets, lang);
  const [chosen, setChosen] = useState<number | null>(null);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const at = chosen ?? first;
  const set = sets[at];
  const placed = useMemo(() => claimTree(set?.claims ?? []), [set]);
  if (set === undefined) return null;
  const independent = placed.filter((one) => one.depth === 0).length;
  const parents = placed.filter((one) => one.depth === 0 && one.below > 0);
  const allFolded = parents.length > 0 && parents.every((one) => folded.has(one.index));
  const toggle = (index: number) => {
    const after = new Set(folded);
    if (!after.delete(index)) after.add(index);
    setFolded(after);
  };
  return (
    <>
      <div className="section-tools">
        <span className="faint">
          {t("claims.count", { n: number(set.claims.length), independent: number(independent) })}
        </span>
        {parents.length > 0 && (
          <button
            type="button"
            className="small"
            onClick={() => setFolded(allFolded ? new Set() : new Set(parents.map((one) => one.index)))}
          >
            {t(allFolded ? "claims.unfold-all" : "claims.fold-all")}
          </button>
        )}
        <Langs
          chosen={at}
          onChoose={(i) => {
            setChosen(i);
            setFolded(new Set());
          }}
          items={sets.map((one) => ({ lang: one.lang ?? "", note: (one.states ?? []).join(" ") }))}
        />
      </div>
      <ol className="claims" lang={set.lang}>
        {unfolded(placed, folded).map((one) => (
          <li
            key={one.index}
            className={one.depth === 0 ? "claim independent" : "claim"}
            style={{ marginInlineStart: `calc(${Math.min(one.depth, 6)} * var(--indent))` }}
            data-claim={one.claim.number}
          >
            <div className="claim-number">
              <b>{one.claim.number}</b>
              {one.below > 0 && (
                <button
                  type="button"
                  className="claim-fold"
                  aria-expanded={!folded.has(one.index)}
                  aria-label={t("claims.fold", { n: one.claim.number, below: one.below })}
                  onClick={() => toggle(one.index)}
                >
                  <Icon name={folded.has(one.index) ? "right" : "down"} />
                  {folded.has(one.index) && <small>{one.below}</small>}
                </button>
              )}
            </div>
            <p className="serif claim-text">
              <Marked text={one.claim.text} marks={marks?.[at]?.[one.index]} />
              {(one.claim.depends_on ?? []).length > 1 && (
                <span className="claim-refs">
                  {t("claims.refers", { list: (one.claim.depends_on ?? []).join(", ") })}
                </span>
              )}
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}
