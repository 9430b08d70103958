// Telling keys of the page from text that is being typed.

/** Whether keys pressed here are text being typed. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
    ? !(target instanceof HTMLInputElement && target.type === "checkbox")
    : false;
}
