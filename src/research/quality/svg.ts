// Takes shapes and texts; gives pieces of pictures for a page: SVG that needs no script and follows the colours of the page.

import { type Html, html } from '../report/html.ts';

/** Units of a picture's width; a page shows it as wide as it is itself. */
export const PICTURE_WIDTH = 1000;

export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A tenth of a unit is finer than any screen. */
function units(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A piece of a path: one rectangle. */
export function box(x: number, y: number, width: number, height: number): string {
  return `M${units(x)} ${units(y)}h${units(width)}v${units(height)}h${units(-width)}z`;
}

/** A piece of a path: a line straight down. */
export function upright(x: number, fromY: number, toY: number): string {
  return `M${units(x)} ${units(fromY)}V${units(toY)}`;
}

/** A filled path; `colour` of the palette, or a class of the page's style. */
export function filled(pieces: readonly string[], colour: string): Html {
  return pieces.length === 0 ? html`` : html`<path d="${pieces.join('')}" fill="${colour}"/>`;
}

export function stroked(pieces: readonly string[], colour: string, width: number): Html {
  if (pieces.length === 0) return html``;
  return html`<path d="${pieces.join('')}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
}

/** A path with the colours of a class. */
export function classed(pieces: readonly string[], name: string): Html {
  return pieces.length === 0 ? html`` : html`<path d="${pieces.join('')}" class="${name}"/>`;
}

export type Anchor = 'start' | 'middle' | 'end';

export function label(x: number, y: number, text: string, anchor: Anchor = 'start'): Html {
  return html`<text x="${units(x)}" y="${units(y)}" text-anchor="${anchor}">${text}</text>`;
}

/** An area that shows nothing but its text when it is pointed at. */
export function hint(x: number, y: number, width: number, height: number, text: string): Html {
  return html`<rect x="${units(x)}" y="${units(y)}" width="${units(width)}" height="${units(height)}" class="hint"><title>${text}</title></rect>`;
}

/** A whole picture that scrolls sideways where the page is narrow; `description` is read to those who cannot see it. */
export function picture(description: string, height: number, content: readonly Html[]): Html {
  return html`<div class="scroll picture" tabindex="0"><svg viewBox="0 0 ${PICTURE_WIDTH} ${Math.ceil(height)}" role="img" aria-label="${description}">${content}</svg></div>
`;
}
