// The kept equity of a validation in; a small picture of it that follows light and dark paper, in a page without a script, out.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { type Html, html } from '../../research/report/html.ts';
import type { ValidationRecord } from '../release/validation-record.ts';

const SIZE = { width: 720, height: 190, left: 4, right: 716, top: 16, bottom: 170 } as const;
/** More would be a grey field. */
const DAY_LINES_MAX = 60;

/** `money` writes BRL. Marks stand at equal distances: nights take no room. */
export function equityPicture(
  { timeUs, netBrl }: ValidationRecord['equity'],
  title: string,
  money: (brl: number) => string,
): Html {
  const [lowest, highest] = [Math.min(0, ...netBrl), Math.max(0, ...netBrl)];
  const x = (at: number): string => px(SIZE.left + ((SIZE.right - SIZE.left) * (at + 1)) / Math.max(1, netBrl.length));
  const y = (brl: number): string =>
    px(SIZE.bottom - ((SIZE.bottom - SIZE.top) * (brl - lowest)) / (highest - lowest || 1));
  const points = netBrl.map((brl, at) => `${x(at)},${y(brl)}`);
  const line = [`${SIZE.left},${y(0)}`, ...points].join(' ');
  const days = dayBeginnings(timeUs);
  const grid = days.length > DAY_LINES_MAX ? [] : days.map((at) => dayLine(x(at - 1)));
  const [first, last] = [dayAt(timeUs[0]), dayAt(timeUs.at(-1))];
  return html`<svg class="equity" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img"><title>${title}</title>${grid}<path class="zero" d="M${SIZE.left} ${y(0)}H${SIZE.right}"/><polyline points="${line}"/><text x="${SIZE.left}" y="12">${money(highest)}</text><text x="${SIZE.left}" y="${SIZE.bottom - 3}">${money(lowest)}</text><text x="${SIZE.left}" y="${SIZE.height - 4}">${first}</text><text x="${SIZE.right}" y="${SIZE.height - 4}" text-anchor="end">${last}</text></svg>`;
}

const px = (value: number): string => String(Math.round(value * 10) / 10);

const dayAt = (timeUs: number | undefined): string => (timeUs === undefined ? '' : formatDay(dayNumberAt(timeUs)));

const dayLine = (at: string): Html => html`<path class="day" d="M${at} ${SIZE.top}V${SIZE.bottom}"/>`;

/** Marks with which a local day begins, but the first. */
function dayBeginnings(timeUs: readonly number[]): readonly number[] {
  return timeUs.flatMap((time, at) => (at > 0 && dayNumberAt(time) !== dayNumberAt(timeUs[at - 1]!) ? [at] : []));
}
