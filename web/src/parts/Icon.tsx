// The few signs of the interface, drawn as lines of one weight.
const shapes = {
  search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM15.3 15.3 20 20",
  tree: "M5 4v14h5M5 11h5M10 8.5h9v5h-9zM10 15.5h9v5h-9z",
  hash: "M9 4 7 20M17 4l-2 16M4.5 9h15M3.8 15h15",
  inbox: "M4 13h5l1.5 3h3L15 13h5M4 13l2.5-8h11L20 13v6H4z",
  help: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17ZM9.6 9.6a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.9M12 16.6v.2",
  fold: "M4 5h16M11 10h9M11 14h9M4 19h16M7.5 9.5 4.5 12l3 2.5",
  unfold: "M4 5h16M11 10h9M11 14h9M4 19h16M4.5 9.5l3 2.5-3 2.5",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M8 8h11v12H8zM5 16H4V4h11v1",
  down: "M6 9.5l6 6 6-6",
  right: "M9.5 6l6 6-6 6",
  open: "M10 5H5v14h14v-5M13 5h6v6M19 5l-9 9",
  export: "M12 4v11M7.5 10.5 12 15l4.5-4.5M4 19h16",
  filter: "M4 6h16M7 12h10M10 18h4",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  minus: "M6 12h12",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1-1",
} as const;

/** The name of a sign. */
export type IconName = keyof typeof shapes;

/** A sign of 1 em; always beside a word or on a labelled button. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[name]} />
    </svg>
  );
}
