// A button that copies a text and says that it did.
import { useState } from "react";
import { useTexts } from "../texts";
import { Icon } from "./Icon";

/** Copies `text`; shows `children` or a sign. */
export function Copy({ text, label, children }: { text: string; label: string; children?: string }) {
  const { t } = useTexts();
  const [done, setDone] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    setDone(true);
    setTimeout(() => setDone(false), 1600);
  };
  return (
    <button type="button" className="copy" onClick={() => void copy()} aria-label={label} title={label}>
      {children !== undefined && <span>{children}</span>}
      {done ? <em role="status">{t("copy.done")}</em> : <Icon name="copy" />}
    </button>
  );
}
