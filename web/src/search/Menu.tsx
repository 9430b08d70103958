// A small menu of links or actions under a button; Esc and a click elsewhere close it.
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { Icon, type IconName } from "../parts/Icon";

/** The button and its menu; `children` are list items. */
export function Menu({ label, icon, children }: { label: string; icon: IconName; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (box.current !== null && !box.current.contains(event.target as Node)) setOpen(false);
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      setOpen(false);
      box.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape, true);
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape, true);
    };
  }, [open]);
  // The list stays inside the window, at whichever edge its button stands.
  const list = useRef<HTMLUListElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (!open || element === null) return;
    const { left, right } = element.getBoundingClientRect();
    const margin = 8;
    const width = document.documentElement.clientWidth;
    const shift = left < margin ? margin - left : right > width - margin ? width - margin - right : 0;
    element.style.translate = shift === 0 ? "" : `${shift}px`;
  }, [open]);
  return (
    <div className="menu" ref={box}>
      <button type="button" className="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={icon} /> <span className="menu-label">{label}</span> <Icon name="down" />
      </button>
      {open && (
        <ul className="menu-list" ref={list} onClick={() => setOpen(false)}>
          {children}
        </ul>
      )}
    </div>
  );
}
