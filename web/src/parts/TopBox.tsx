// The search box on top of every page but the search page: numbers open their document, all else searches.
import { useState, type FormEvent } from "react";
import { api } from "../api/client";
import { documentAddress, navigate, usePlace } from "../route";
import { useTexts } from "../texts";
import { Icon } from "./Icon";

/** Whether a text looks like one document number rather than a query. */
export function looksLikeNumber(text: string): boolean {
  const folded = text.normalize("NFKC").trim();
  return /^(?:ZL\s*)?(?:[A-Z]{2})?[\s.]*[A-Z]?\d[\d\s./,-]{4,}(?:\.?[\dX])?\s*[A-Z]?\d?$/i.test(folded);
}

/** The box. */
export function TopBox() {
  const { t } = useTexts();
  const { params, path } = usePlace();
  const given = path.startsWith("/d/") ? (params.get("q") ?? "") : "";
  return <Box key={given} given={given} label={t("top.label")} placeholder={t("top.placeholder")} />;
}

function Box({ given, label, placeholder }: { given: string; label: string; placeholder: string }) {
  const { t } = useTexts();
  const { params } = usePlace();
  const [text, setText] = useState(given);
  const go = async (event: FormEvent) => {
    event.preventDefault();
    const q = text.trim();
    if (q === "") return;
    if (looksLikeNumber(q)) {
      try {
        const answer = await api.numbers(q);
        const only = answer.matches[0];
        if (answer.matches.length === 1 && only !== undefined) {
          navigate(documentAddress(only.key));
          return;
        }
        if (answer.matches.length > 1 || answer.readings.length > 0) {
          navigate(`/numbers?text=${encodeURIComponent(q)}`);
          return;
        }
      } catch {
        // What cannot be read as a number is searched.
      }
    }
    const dialect = params.get("dialect") === "cql" && q === given ? "&dialect=cql" : "";
    navigate(`/?q=${encodeURIComponent(q)}${dialect}`);
  };
  return (
    <form className="top-box" role="search" onSubmit={(event) => void go(event)}>
      <Icon name="search" />
      <input
        data-search-box
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        aria-label={label}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
      />
      <kbd aria-hidden="true">/</kbd>
      <button type="submit">{t("top.go")}</button>
    </form>
  );
}
