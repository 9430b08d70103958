// A text with the words of the query marked, each concept in its own colour and underline.
import { Fragment } from "react";
import type { Mark } from "../api/types";
import { pieces } from "../search/marks";

/** The text; line breaks and cells of tables are kept by the style sheet. */
export function Marked({ text, marks }: { text: string; marks?: Mark[] | undefined }) {
  if (marks === undefined || marks.length === 0) return <>{text}</>;
  return (
    <>
      {pieces(text, marks).map((piece, i) =>
        piece.concept === undefined ? (
          <Fragment key={i}>{piece.text}</Fragment>
        ) : (
          <mark key={i} className={`m${piece.concept}`}>
            {piece.text}
          </mark>
        ),
      )}
    </>
  );
}
