// The text of a time format such as `YYYY-MM-DD HH:mm:ss.SSS` to the steps that read it, or to what is wrong with it.

/** What a step of a format reads. */
export const Step = {
  literal: 0,
  year: 1,
  shortYear: 2,
  month: 3,
  day: 4,
  hour: 5,
  minute: 6,
  second: 7,
  /** As many digits as the step is wide. */
  fraction: 8,
  /** 1 to 9 digits after a mark; mark and digits may be missing. */
  markedFraction: 9,
  offset: 10,
} as const;

export interface TimeFormat {
  /** Steps in order; empty for formats that are one number. */
  readonly steps: Uint8Array;
  /** For each step the byte of a literal, or the digits that it takes. */
  readonly arguments: Uint8Array;
  /** Formats of one number: nanoseconds of one unit; else 0. */
  readonly unitNs: number;
  /** The number counts from 1970-01-01 UTC; else from local midnight. */
  readonly isEpoch: boolean;
  readonly hasDate: boolean;
  readonly hasTime: boolean;
  /** Digits beyond the microsecond are kept. */
  readonly keepsNanoseconds: boolean;
}

const NUMBERS: ReadonlyMap<string, { readonly unitNs: number; readonly isEpoch: boolean }> = new Map([
  ['epochSeconds', { unitNs: 1e9, isEpoch: true }],
  ['epochMillis', { unitNs: 1e6, isEpoch: true }],
  ['epochMicros', { unitNs: 1e3, isEpoch: true }],
  ['epochNanos', { unitNs: 1, isEpoch: true }],
  ['secondsOfDay', { unitNs: 1e9, isEpoch: false }],
  ['millisOfDay', { unitNs: 1e6, isEpoch: false }],
  ['microsOfDay', { unitNs: 1e3, isEpoch: false }],
  ['nanosOfDay', { unitNs: 1, isEpoch: false }],
]);
const TOKEN = /YYYY|YY|MM|DD|HH|mm|ss|S+|Z|'[^']*'/y;
const STEPS: Readonly<Record<string, number>> = {
  YYYY: Step.year,
  YY: Step.shortYear,
  MM: Step.month,
  DD: Step.day,
  HH: Step.hour,
  mm: Step.minute,
  ss: Step.second,
  Z: Step.offset,
};
const MAX_PLACES = 9;
const MICROSECOND_PLACES = 6;
const HELP =
  "use YYYY YY MM DD HH mm ss S Z with the marks between them and 'text' in quotes, or one of " +
  [...NUMBERS.keys()].join(', ');

/** What is wrong, in words, for a text that is no format. */
export function parseTimeFormat(format: string): TimeFormat | string {
  const number = NUMBERS.get(format);
  if (number !== undefined) {
    const none = new Uint8Array(0);
    const { unitNs, isEpoch } = number;
    return {
      steps: none,
      arguments: none,
      unitNs,
      isEpoch,
      hasDate: isEpoch,
      hasTime: true,
      keepsNanoseconds: unitNs === 1,
    };
  }
  const steps: number[] = [];
  const args: number[] = [];
  for (let at = 0; at < format.length; ) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(format)?.[0];
    addStep(token ?? format[at]!, token === undefined, steps, args);
    at += token?.length ?? 1;
  }
  return checked(format, Uint8Array.from(steps), Uint8Array.from(args));
}

function addStep(text: string, isMark: boolean, steps: number[], args: number[]): void {
  if (isMark || text.startsWith("'")) {
    const literal = isMark ? text : text.slice(1, -1);
    for (const byte of new TextEncoder().encode(literal)) {
      steps.push(Step.literal);
      args.push(byte);
    }
  } else if (text.startsWith('S')) {
    const marked = steps.at(-1) === Step.literal;
    steps.push(marked ? Step.markedFraction : Step.fraction);
    args.push(text.length);
  } else {
    steps.push(STEPS[text]!);
    args.push(text.length);
  }
}

function checked(format: string, steps: Uint8Array, args: Uint8Array): TimeFormat | string {
  const count = (...wanted: readonly number[]): number => steps.filter((step) => wanted.includes(step)).length;
  const dates = [count(Step.year, Step.shortYear), count(Step.month), count(Step.day)];
  const hour = count(Step.hour);
  const times = [
    hour,
    count(Step.minute),
    count(Step.second),
    count(Step.fraction, Step.markedFraction),
    count(Step.offset),
  ];
  const fraction = steps.findIndex((step) => step === Step.fraction || step === Step.markedFraction);
  const places = fraction < 0 ? 0 : args[fraction]!;
  if ([...dates, ...times].every((times) => times === 0)) return `"${format}" is no time format: ${HELP}`;
  if ([...dates, ...times].some((times) => times > 1)) return `"${format}" has a part twice: ${HELP}`;
  if (dates.some((times) => times !== dates[0])) return `"${format}" has a part of a date without the others: ${HELP}`;
  if (times.some((more, index) => index > 0 && more > 0 && hour === 0)) return `"${format}" has no hour: ${HELP}`;
  if (times[3]! > 0 && times[2] === 0) return `"${format}" has a fraction without seconds: ${HELP}`;
  if (times[2]! > 0 && times[1] === 0) return `"${format}" has seconds without minutes: ${HELP}`;
  if (places > MAX_PLACES) return `"${format}" has a fraction of more than nine digits`;
  return {
    steps,
    arguments: args,
    unitNs: 0,
    isEpoch: false,
    hasDate: dates[0]! > 0,
    hasTime: hour > 0,
    keepsNanoseconds: places > MICROSECOND_PLACES,
  };
}
