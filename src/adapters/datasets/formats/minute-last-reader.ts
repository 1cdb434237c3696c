// The JSON of last prices of each minute in; each minute out with its symbol, in the order of the file.

import type { BadLines } from '../text/bad-lines.ts';
import { JsonScanner, type JsonToken } from '../text/json-scanner.ts';
import { quotedText } from '../text/shown-text.ts';

export interface LastOfMinute {
  readonly symbol: string;
  /** Microseconds since midnight. */
  readonly timeUs: number;
  /** Points; below zero for some rolls and spreads. */
  readonly price: number;
}

const WHOLE = /^\d{1,2}$/;
const US_PER_SECOND = 1_000_000;
const MAX_HOUR = 23;
const MAX_SIXTIETH = 59;

/** Wrong values are rejected as wrong lines; where the text is no JSON of this shape, reading stops: UserError `wrong-format`. */
export class MinuteLastReader {
  /** Of the whole day, summed over the instruments that tell it. */
  quantity = 0;
  instrumentsWithQuantity = 0;
  private readonly scanner: JsonScanner;
  private readonly bad: BadLines;
  private readonly isSymbol: (name: string) => boolean;
  private readonly onMinute: (minute: LastOfMinute) => void;
  private readonly onWrong: () => void;

  constructor(
    file: string,
    bytes: Uint8Array,
    bad: BadLines,
    isSymbol: (name: string) => boolean,
    onMinute: (minute: LastOfMinute) => void,
    onWrong: () => void,
  ) {
    this.scanner = new JsonScanner(file, bytes);
    this.bad = bad;
    this.isSymbol = isSymbol;
    this.onMinute = onMinute;
    this.onWrong = onWrong;
  }

  read(): void {
    const { scanner } = this;
    scanner.expect('{', 'the opening brace of the instruments');
    this.members((symbol) => {
      // no part could be stored under it, whatever its values are
      if (!this.isSymbol(symbol)) scanner.fail(`${quotedText(symbol)} cannot be the code of an instrument`);
      return () => this.instrument(symbol);
    });
    scanner.expect('end', 'the end of the file');
  }

  private instrument(symbol: string): void {
    this.scanner.expect('{', `the opening brace of ${symbol}`);
    this.members((key) => {
      if (key === 'traded_qty') return () => this.takeQuantity();
      if (key === 'prices') return () => this.hours(symbol);
      return this.scanner.fail(`${quotedText(key)} is neither traded_qty nor prices`);
    });
  }

  private takeQuantity(): void {
    const quantity = this.number('traded_qty');
    if (quantity === undefined) return;
    if (!Number.isSafeInteger(quantity) || quantity < 0)
      return this.reject('traded_qty', 'a whole number, not below 0');
    this.quantity += quantity;
    this.instrumentsWithQuantity++;
  }

  private hours(symbol: string): void {
    this.scanner.expect('{', 'the opening brace of the hours');
    this.members((key) => {
      const hour = this.part(key, MAX_HOUR, 'an hour');
      return () => this.minutes(symbol, hour);
    });
  }

  private minutes(symbol: string, hour: number): void {
    this.scanner.expect('{', `the opening brace of hour ${hour}`);
    this.members((key) => {
      const minute = this.part(key, MAX_SIXTIETH, 'a minute');
      return () => this.minute(symbol, hour * 60 + minute);
    });
  }

  private minute(symbol: string, minuteOfDay: number): void {
    const { scanner } = this;
    const wrongBefore = this.bad.count;
    const values = new Map<string, number | undefined>();
    scanner.expect('{', 'the opening brace of the minute');
    this.members((key) => {
      if (key === 'price') return () => void values.set(key, this.number(key));
      if (key === 'last_price_seconds') return () => void values.set(key, this.secondsUs(key));
      return scanner.fail(`${quotedText(key)} is neither price nor last_price_seconds`);
    });
    if (this.bad.count > wrongBefore) return this.onWrong();
    const price = values.get('price');
    const secondsUs = values.get('last_price_seconds');
    if (price === undefined || secondsUs === undefined) {
      return scanner.fail(`the minute lacks ${price === undefined ? 'price' : 'last_price_seconds'}`);
    }
    this.onMinute({ symbol, timeUs: minuteOfDay * 60 * US_PER_SECOND + secondsUs, price });
  }

  /** An hour or minute: one or two digits. */
  private part(key: string, max: number, what: string): number {
    if (WHOLE.test(key) && String(Number(key)) === key && Number(key) <= max) return Number(key);
    return this.scanner.fail(`${quotedText(key)} is not ${what} from 0 to ${max}`);
  }

  private secondsUs(field: string): number | undefined {
    const seconds = this.number(field);
    if (seconds === undefined) return undefined;
    const us = Math.round(seconds * US_PER_SECOND);
    // the float next to a number of six decimals is that of the number itself
    const isWhole = us / US_PER_SECOND === seconds;
    if (isWhole && us >= 0 && us < (MAX_SIXTIETH + 1) * US_PER_SECOND) return us;
    this.reject(field, 'seconds from 0 to 59.999999, with up to six decimals');
    return undefined;
  }

  /** Undefined after a value that is no number, which is rejected. */
  private number(field: string): number | undefined {
    const { scanner } = this;
    const token = scanner.next();
    // a minus before a zero is no number of its own
    const value = Number(scanner.text) + 0;
    if (token === 'number' && Number.isFinite(value)) return value;
    if (token !== 'number' && token !== 'string' && token !== 'word') {
      scanner.fail(`${scanner.shown(token)} stands where the number of ${field} is expected`);
    }
    this.reject(field, 'a number');
    return undefined;
  }

  private reject(field: string, expected: string): void {
    const { line, column, text } = this.scanner;
    this.bad.rejectLine(line, column, field, `${quotedText(text)} is not ${expected}`);
  }

  /** The members of an object whose brace is open; `onKey` gives what reads the value of a key. */
  private members(onKey: (key: string) => () => void): void {
    const { scanner } = this;
    const keys = new Set<string>();
    let token: JsonToken = scanner.next();
    if (token === '}') return;
    for (;;) {
      if (token !== 'string') scanner.fail(`${scanner.shown(token)} stands where a name in quotes is expected`);
      const key = scanner.text;
      if (keys.has(key)) scanner.fail(`${quotedText(key)} stands twice in one object`);
      keys.add(key);
      const readValue = onKey(key);
      scanner.expect(':', 'a colon');
      readValue();
      token = scanner.next();
      if (token === '}') return;
      if (token !== ',') scanner.fail(`${scanner.shown(token)} stands where a comma or brace is expected`);
      token = scanner.next();
    }
  }
}
