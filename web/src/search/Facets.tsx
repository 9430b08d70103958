// How the result can be narrowed: facets with exact counts; a click changes the text of the query.
import { useState } from "react";
import { api } from "../api/client";
import type { Facet, FacetValue, SearchAnswer } from "../api/types";
import { Icon } from "../parts/Icon";
import { problemOf } from "../parts/remote";
import { useTexts, type TextKey } from "../texts";
import { holds } from "./narrow";
import { allFacets, type SearchState } from "./state";

interface Props {
  state: SearchState;
  answer: SearchAnswer | null;
  onNarrow: (condition: string, exclude: boolean) => void;
  onWiden: (condition: string) => void;
  onFacets: (facets: string[]) => void;
}

const short = 6;

/** The column of facets. */
export function Facets(props: Props) {
  const { t } = useTexts();
  const { state, answer } = props;
  const shown = state.facets.filter((name) => (answer?.facets?.[name]?.values.length ?? 0) > 0);
  return (
    <div className="facets">
      {shown.map((name) => {
        const facet = answer?.facets?.[name];
        return facet === undefined ? null : <One key={name} name={name} facet={facet} {...props} />;
      })}
      <details className="choose">
        <summary>{t("facets.choose")}</summary>
        <ul>
          {allFacets.map((name) => (
            <li key={name}>
              <label>
                <input
                  type="checkbox"
                  checked={state.facets.includes(name)}
                  onChange={(event) =>
                    props.onFacets(
                      allFacets.filter((other) =>
                        other === name ? event.target.checked : state.facets.includes(other),
                      ),
                    )
                  }
                />{" "}
                {t(`facet.${name}` as TextKey)}
              </label>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function One({ name, facet, state, answer, onNarrow, onWiden }: Props & { name: string; facet: Facet }) {
  const { t, number, code } = useTexts();
  const [open, setOpen] = useState(false);
  const [all, setAll] = useState<{ total: number; values: FacetValue[] } | null>(null);
  const [trouble, setTrouble] = useState("");
  const total = answer?.total ?? 0;
  const more = async () => {
    setOpen(true);
    if (facet.total_values <= facet.values.length || all?.total === total) return;
    try {
      const { q, dialect, sort, unit } = state;
      const wide = await api.search({ q, dialect, sort, unit, limit: 1, facets: name, facet_limit: 200 });
      setAll({ total, values: wide.facets?.[name]?.values ?? [] });
    } catch (cause) {
      setTrouble(problemOf(cause).code);
    }
  };
  const values = open ? (all !== null && all.total === total ? all.values : facet.values) : facet.values.slice(0, short);
  const largest = Math.max(1, ...facet.values.map((value) => value.count));
  return (
    <section className="facet" aria-labelledby={`facet-${name}`} data-facet={name}>
      <h3 id={`facet-${name}`}>
        {t(`facet.${name}` as TextKey)}
        {facet.total_values > values.length && <small>{t("facets.of", { n: number(facet.total_values) })}</small>}
      </h3>
      <ul>
        {values.map((value) => (
          <Row
            key={value.value}
            value={value}
            share={value.count / largest}
            group={name}
            chosen={holds(state.q, value.query)}
            {...{ onNarrow, onWiden, code }}
          />
        ))}
      </ul>
      {facet.missing > 0 && <p className="faint missing">{t("facets.missing", { n: number(facet.missing) })}</p>}
      {trouble !== "" && <p className="wrong-text">{t("facets.trouble", { code: trouble })}</p>}
      {(facet.total_values > short || open) && facet.values.length > short && (
        <button type="button" className="textual" onClick={() => (open ? setOpen(false) : void more())}>
          {t(open ? "facets.less" : "facets.more")}
        </button>
      )}
    </section>
  );
}

interface RowProps {
  value: FacetValue;
  share: number;
  group: string;
  chosen: boolean;
  onNarrow: (condition: string, exclude: boolean) => void;
  onWiden: (condition: string) => void;
  code: (group: string, code: string) => string;
}

function Row({ value, share, group, chosen, onNarrow, onWiden, code }: RowProps) {
  const { t, number, pick } = useTexts();
  const own = code(/^(type|state|format)$/.test(group) ? group : `facet-${group}`, value.value);
  const given = pick(value.label, value.label_en);
  // The title of a class comes with its symbol in front, which stands there already.
  const title = given.startsWith(`${value.value} `) ? given.slice(value.value.length + 1) : given;
  const label = own !== value.value || title === "" ? own : title;
  const codeFirst = /^(ipc|cpc|kind)/.test(group) && label !== value.value;
  return (
    <li className={chosen ? "chosen" : undefined}>
      <button
        type="button"
        className="value"
        title={`${codeFirst ? `${label}\n` : ""}${value.query}`}
        aria-pressed={chosen}
        onClick={() => (chosen ? onWiden(value.query) : onNarrow(value.query, false))}
      >
        <i style={{ width: `${Math.max(1, share * 100)}%` }} aria-hidden="true" />
        <span className="label">
          {codeFirst && <code>{value.value}</code>} {label}
        </span>
        <span className="count">{number(value.count)}</span>
      </button>
      {!chosen && (
        <button
          type="button"
          className="without"
          aria-label={t("facets.exclude", { label })}
          title={t("facets.exclude", { label })}
          onClick={() => onNarrow(value.query, true)}
        >
          <Icon name="minus" />
        </button>
      )}
    </li>
  );
}
