// The switch between the languages (or the sets of states) in which a text is held.
import { useTexts } from "../texts";

interface Props {
  items: readonly { lang: string; note?: string }[];
  chosen: number;
  onChoose: (index: number) => void;
}

/** Nothing when there is only one. */
export function Langs({ items, chosen, onChoose }: Props) {
  const { t, code } = useTexts();
  if (items.length < 2) return null;
  return (
    <span className="langs" role="group" aria-label={t("doc.languages")}>
      {items.map((item, i) => (
        <button key={i} type="button" className="small" aria-pressed={i === chosen} onClick={() => onChoose(i)}>
          {item.lang === "" ? t("doc.language-unknown") : code("lang", item.lang)}
          {item.note !== undefined && item.note !== "" && ` ${item.note}`}
        </button>
      ))}
    </span>
  );
}
