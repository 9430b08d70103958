// The description: numbered paragraphs, headings to jump to.
import type { Mark, Passage } from "../api/types";
import { Marked } from "../parts/Marked";

/** The id of a paragraph in the page. */
export function paragraphId(index: number): string {
  return `p-${index}`;
}

/** The headings of a description with their place. */
export function headings(passage: Passage): { text: string; index: number }[] {
  return passage.paragraphs.flatMap((paragraph, index) =>
    paragraph.heading === true ? [{ text: paragraph.text, index }] : [],
  );
}

/** One description. */
export function Description({ passage, marks }: { passage: Passage; marks: Mark[][] | undefined }) {
  return (
    <div className="description serif" lang={passage.lang}>
      {passage.paragraphs.map((paragraph, i) =>
        paragraph.heading === true ? (
          <h3 key={i} id={paragraphId(i)}>
            <Marked text={paragraph.text} marks={marks?.[i]} />
          </h3>
        ) : (
          <p key={i} id={paragraphId(i)} className={paragraph.text.includes("\t") ? "cells" : undefined}>
            {paragraph.number !== undefined && paragraph.number !== "" && (
              <span className="paragraph-number">[{paragraph.number}]</span>
            )}
            <Marked text={paragraph.text} marks={marks?.[i]} />
          </p>
        ),
      )}
    </div>
  );
}
