// Pages of whole books of offers, each of one side, in; where the lists have to be emptied, and whether the book is whole, out.

import { BOOK_BUY } from './quote-decoder.ts';

/**
 * A book may come as pages of both sides or of one, whose other side is empty then. A side's page belongs to the same book as the
 * other side's until a change of an offer comes in between, or until that side begins a second time.
 */
export class OfferLoad {
  /** `waiting`: no whole book yet. `loading`: pages are missing. `ready`: changes can be applied. */
  state: 'waiting' | 'loading' | 'ready' = 'waiting';
  private hasBuy = false;
  private hasSell = false;
  private isBuyOpen = false;
  private isSellOpen = false;
  private canJoin = false;

  reset(): void {
    this.state = 'waiting';
    this.canJoin = false;
    this.isBuyOpen = false;
    this.isSellOpen = false;
  }

  /** The first change after a book: pages from here on are of another one. */
  endJoining(): void {
    this.canJoin = false;
  }

  /** A page of a side. True where it begins a new book: both lists are to be emptied. */
  begin(side: number, isFirst: boolean, isLast: boolean): boolean {
    const isBuy = side === BOOK_BUY;
    const isOpen = isBuy ? this.isBuyOpen : this.isSellOpen;
    // vendors before 4.0.0.36 mark no first page: a page of a side that is not open is one
    const begins = isFirst || !isOpen;
    let isNewBook = false;
    if (begins) {
      const isOtherSide = isBuy ? !this.hasBuy : !this.hasSell;
      isNewBook = !(this.canJoin && isOtherSide);
      if (isNewBook) {
        this.hasBuy = false;
        this.hasSell = false;
        this.isBuyOpen = false;
        this.isSellOpen = false;
      }
      this.canJoin = true;
      if (isBuy) this.hasBuy = true;
      else this.hasSell = true;
    }
    if (isBuy) this.isBuyOpen = !isLast;
    else this.isSellOpen = !isLast;
    this.state = this.isBuyOpen || this.isSellOpen ? 'loading' : 'ready';
    return isNewBook;
  }
}
