// Text as a terminal shows it, with its codes for colours, in; escaped HTML with spans for them out.
import { escapeHtml } from './escape-html.ts';

interface Look {
  color: string | undefined;
  background: string | undefined;
  isBold: boolean;
  isDim: boolean;
  isItalic: boolean;
  isUnderlined: boolean;
}

/** Readable on white; black first, then the bright ones. */
const COLOURS: readonly string[] = [
  ...['#3e424d', '#c0322b', '#117a3d', '#8a6500', '#1f5fbf', '#8a3f9d', '#0e7584', '#6b7280'],
  ...['#5b616e', '#e0483f', '#159a4d', '#a97b00', '#3b7de0', '#a855bd', '#1394a8', '#9aa1aa'],
];

const ESCAPE = String.fromCharCode(27);
/** Codes of all kinds; of those that end with m the numbers are kept. */
const CODES = new RegExp(
  `${ESCAPE}(?:\\[([\\d;:]*)m|\\[[\\d;?]*[ -/]*[@-~]|\\][^${ESCAPE}\\u0007]*(?:\\u0007|${ESCAPE}\\\\)|[@-_])`,
  'g',
);

export function ansiHtml(text: string): string {
  const look = plainLook();
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(CODES)) {
    parts.push(spanOf(text.slice(from, match.index), look));
    if (match[1] !== undefined) apply(match[1].split(/[;:]/).map(Number), look);
    from = match.index + match[0].length;
  }
  parts.push(spanOf(text.slice(from), look));
  return parts.join('');
}

function plainLook(): Look {
  return {
    ...{ color: undefined, background: undefined },
    ...{ isBold: false, isDim: false, isItalic: false, isUnderlined: false },
  };
}

function apply(codes: readonly number[], look: Look): void {
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    if (code === 38 || code === 48) {
      const [color, taken] = extended(codes.slice(at + 1));
      if (code === 38) look.color = color;
      else look.background = color;
      at += taken;
    } else applyOne(code, look);
  }
}

function applyOne(code: number, look: Look): void {
  if (code === 0) Object.assign(look, plainLook());
  else if (code === 1) look.isBold = true;
  else if (code === 2) look.isDim = true;
  else if (code === 3) look.isItalic = true;
  else if (code === 4) look.isUnderlined = true;
  else if (code === 22) Object.assign(look, { isBold: false, isDim: false });
  else if (code === 23) look.isItalic = false;
  else if (code === 24) look.isUnderlined = false;
  else if (code === 39) look.color = undefined;
  else if (code === 49) look.background = undefined;
  else if (code >= 30 && code <= 37) look.color = COLOURS[code - 30];
  else if (code >= 90 && code <= 97) look.color = COLOURS[code - 82];
  else if (code >= 40 && code <= 47) look.background = COLOURS[code - 40];
  else if (code >= 100 && code <= 107) look.background = COLOURS[code - 92];
}

/** What follows 38 or 48: the colour, and how many codes it takes. */
function extended([kind, a = 0, b = 0, c = 0]: readonly number[]): readonly [string | undefined, number] {
  if (kind === 2) return [`rgb(${[a, b, c].map((each) => Math.min(255, each || 0)).join(',')})`, 4];
  if (kind !== 5) return [undefined, 0];
  if (a < 16) return [COLOURS[a], 2];
  if (a >= 232) {
    const grey = 8 + (Math.min(a, 255) - 232) * 10;
    return [`rgb(${grey},${grey},${grey})`, 2];
  }
  const level = (value: number): number => (value === 0 ? 0 : 55 + value * 40);
  const cube = a - 16;
  return [`rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`, 2];
}

function spanOf(text: string, { color, background, isBold, isDim, isItalic, isUnderlined }: Look): string {
  if (text === '') return '';
  const styles = [
    color === undefined ? '' : `color:${color}`,
    background === undefined ? '' : `background:${background}`,
    isBold ? 'font-weight:bold' : '',
    isDim ? 'opacity:.7' : '',
    isItalic ? 'font-style:italic' : '',
    isUnderlined ? 'text-decoration:underline' : '',
  ].filter((style) => style !== '');
  const escaped = escapeHtml(text);
  return styles.length === 0 ? escaped : `<span style="${styles.join(';')}">${escaped}</span>`;
}
