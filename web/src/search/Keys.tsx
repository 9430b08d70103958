// The card of keys, opened with `?`.
import { useEffect, useRef } from "react";
import { useTexts, type TextKey } from "../texts";

const keys: [string, TextKey][] = [
  ["/", "keys.focus"],
  ["Enter", "keys.run"],
  ["Shift + Enter", "keys.newline"],
  ["j  k", "keys.move"],
  ["o", "keys.preview"],
  ["Enter", "keys.open"],
  ["x", "keys.choose"],
  ["Esc", "keys.close"],
  ["?", "keys.help"],
];

/** A dialog; the browser keeps the focus inside and closes it with Esc. */
export function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal?.();
  }, []);
  return (
    <dialog ref={dialog} className="keys" onClose={onClose} aria-labelledby="keys-title">
      <h2 id="keys-title">{t("keys.title")}</h2>
      <table>
        <tbody>
          {keys.map(([key, text]) => (
            <tr key={text}>
              <td>
                <kbd>{key}</kbd>
              </td>
              <td>{t(text)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className="small" onClick={() => dialog.current?.close()}>
        {t("keys.done")}
      </button>
    </dialog>
  );
}
