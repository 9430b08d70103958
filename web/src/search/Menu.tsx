// A small menu of links or actions under a button; Esc and a click elsewhere close it.
import { useEffect, useRef, useState, type ReactNode } from "react";
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
  return (
    <div className="menu" ref={box}>
      <button type="button" className="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={icon} /> {label} <Icon name="down" />
      </button>
      {open && (
        <ul className="menu-list" onClick={() => setOpen(false)}>
          {children}
        </ul>
      )}
    </div>
  );
}
