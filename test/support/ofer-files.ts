// Events of orders in; the lines of B3's historical order files as its layout has them out, with header, trailer and count.

export interface OferEventSpec {
  readonly symbol?: string;
  readonly side: 'buy' | 'sell';
  /** Sequential order number: the order's own. */
  readonly order: number;
  /** Secondary order id: one for each message of the market. */
  readonly message: number;
  readonly event: number;
  /** HH:MM:SS with three to six decimals. */
  readonly time: string;
  /** Absent for an order at any price. */
  readonly price?: number;
  readonly total: number;
  readonly traded?: number;
  readonly status?: string;
  readonly aggressor?: 0 | 1 | 2;
  readonly broker?: number;
  /** Day of the order and of the message, where it is not the session's. */
  readonly orderDay?: string;
  readonly enteredDay?: string;
  readonly priority?: number;
}

const OFER_DAY = '2016-01-18';

const digits = (value: number, width: number): string => String(value).padStart(width, '0');

/** One line without its end. `withBroker` is false for the files before March 2014. */
export function oferLine(spec: OferEventSpec, withBroker = true, day = OFER_DAY): string {
  const price = spec.price ?? 0;
  const fields = [
    day,
    (spec.symbol ?? 'WDOG16').padEnd(50),
    spec.side === 'buy' ? '1' : '2',
    digits(spec.order, 15),
    digits(spec.message, 15),
    digits(spec.event, 3),
    spec.time,
    digits(spec.priority ?? 934_884_192, 10),
    `${price < 0 ? '-' : ' '}${Math.abs(price).toFixed(6).padStart(19, '0')}`,
    digits(spec.total, 18),
    digits(spec.traded ?? 0, 18),
    spec.orderDay ?? day,
    `${spec.enteredDay ?? day} ${spec.time.slice(0, 8)}`,
    spec.status ?? '0',
    String(spec.aggressor ?? 0),
    ...(withBroker ? [digits(spec.broker ?? 3, 8)] : []),
  ];
  return fields.join(';');
}

/** `RH` or `RT` with the number of all lines, these two included. */
export function frameLine(kind: 'RH' | 'RT', name: string, lines: number, day = OFER_DAY): string {
  return `${kind} ${name.padEnd(19)} ${day} ${day} ${digits(lines, 9)}`;
}

/** A whole file of lines that are already written. */
export function framed(name: string, lines: readonly string[], day = OFER_DAY): string {
  const count = lines.length + 2;
  return `${[frameLine('RH', name, count, day), ...lines, frameLine('RT', name, count, day)].join('\n')}\n`;
}

/** Both files of a day: ordered by instrument, then by order, then by message, as B3 orders them. */
export function oferFiles(
  events: readonly OferEventSpec[],
  withBroker = true,
): { readonly buy: string; readonly sell: string } {
  const sorted = events.toSorted(
    (a, b) => (a.symbol ?? '').localeCompare(b.symbol ?? '') || a.order - b.order || a.message - b.message,
  );
  const linesOf = (side: 'buy' | 'sell'): readonly string[] =>
    sorted.filter((event) => event.side === side).map((event) => oferLine(event, withBroker));
  return { buy: framed('OFER_CPA', linesOf('buy')), sell: framed('OFER_VDA', linesOf('sell')) };
}
