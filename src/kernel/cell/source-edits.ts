// Insertions and replacements in a text in; the new text and, for each place in it, the place it came from out.

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly rank: number;
}

/** Closing texts stand before opening ones at the same place, and both before a replacement that begins there. */
const CLOSING = 0;
const OPENING = 1;
const REPLACING = 2;

export interface EditedText {
  readonly text: string;
  /** Of a place in the new text, the place in the old one; of a place in inserted text, where it was inserted. */
  readonly originalOf: (offset: number) => number;
}

/** Replacements must not overlap. Texts opened first at one place are outermost; texts closed first are innermost. */
export class SourceEdits {
  private readonly source: string;
  private readonly edits: Edit[] = [];

  constructor(source: string) {
    this.source = source;
  }

  replace(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text, rank: REPLACING });
  }

  /** Before what begins at `start`. */
  open(start: number, text: string): void {
    this.edits.push({ start, end: start, text, rank: OPENING });
  }

  /** Behind what ends at `end`; of several closed at one place the first is outermost, as nodes are visited from outside in. */
  close(end: number, text: string): void {
    this.edits.push({ start: end, end, text, rank: CLOSING });
  }

  apply(): EditedText {
    const inOrder = this.edits
      .map((edit, at) => ({ edit, at: edit.rank === CLOSING ? -at : at }))
      .sort((a, b) => a.edit.start - b.edit.start || a.edit.rank - b.edit.rank || a.at - b.at);
    const parts: string[] = [];
    // where each run of kept text begins in the new text, and in the old one
    const news: number[] = [];
    const olds: number[] = [];
    let length = 0;
    let at = 0;
    const keep = (end: number): void => {
      news.push(length);
      olds.push(at);
      parts.push(this.source.slice(at, end));
      length += end - at;
      at = end;
    };
    for (const { edit } of inOrder) {
      keep(edit.start);
      news.push(length);
      olds.push(-1 - edit.start);
      parts.push(edit.text);
      length += edit.text.length;
      at = edit.end;
    }
    keep(this.source.length);
    return { text: parts.join(''), originalOf: (offset) => originalAt(news, olds, offset) };
  }
}

function originalAt(news: readonly number[], olds: readonly number[], offset: number): number {
  let low = 0;
  let high = news.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (news[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  const old = olds[low]!;
  return old < 0 ? -1 - old : old + offset - news[low]!;
}
