// Controls and what is to be drawn of their values in; both below a cell, the drawing anew in its place whenever a control is moved, out.
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { libraryScript } from '../display/figure-html.ts';
import { JUPYTER_DISPLAY } from '../display/jupyter-display.ts';
import { escapeHtml } from '../report/html.ts';
import { type CommPort, clearSessionOutput, commPort, type Display, type Json, sessionDisplay } from './comm-port.ts';
import type { Control, ValueOf } from './control.ts';
import { controlsText, viewOrText } from './controls-text.ts';
import { NewestOnly } from './newest-only.ts';
import { WidgetModel } from './widget-model.ts';

/** Controls by the names of their values. */
// biome-ignore lint/suspicious/noExplicitAny: controls of any values side by side; ValueOf gives each its type back.
export type Controls = Readonly<Record<string, Control<any>>>;

export type Values<C extends Controls> = { readonly [K in keyof C]: ValueOf<C[K]> };

/**
 * As the last value of a cell, or by `display()`: the controls, and below them what `draw` gives for their values, which is anything that a
 * cell can show, or a promise of it. While one drawing is made, only the newest values wait. What `draw` throws stands in the place of
 * the drawing; where nothing can be moved, it is thrown. Controls without a label get their name in `controls`.
 */
export function interact<C extends Controls>(controls: C, draw: (values: Values<C>) => unknown): Interaction<C> {
  return new Interaction(controls, draw);
}

export class Interaction<C extends Controls> {
  readonly controls: C;
  readonly #draw: (values: Values<C>) => unknown;
  readonly #box: WidgetModel;
  readonly #placeId = randomUUID();
  /** The library of figures, where the first drawing brought it. */
  #library: Json | undefined;
  #place: ReturnType<Display> | undefined;
  /** The page knows no place by its id, and never will of what a message caused: all is shown anew each time. */
  #isPlaceLost = false;
  readonly #drawings = new NewestOnly(() => this.#drawAgain());
  /** Each ends the hearing of one control. */
  #hearings: readonly (() => void)[] = [];

  constructor(controls: C, draw: (values: Values<C>) => unknown) {
    this.controls = controls;
    this.#draw = draw;
    this.#box = new WidgetModel({
      name: () => 'VBox',
      state: () => ({ children: this.#all.map((control) => `IPY_MODEL_${control.open()}`) }),
      onState: () => undefined,
      onPage: () => {
        this.#isPlaceLost = true;
      },
      onClose: () => this.#hear(false),
    });
    for (const [name, control] of Object.entries(controls)) control.named(name);
  }

  get values(): Values<C> {
    const entries = Object.entries(this.controls).map(([name, { value }]) => [name, value]);
    return Object.fromEntries(entries) as Values<C>;
  }

  get #all(): readonly Control<unknown>[] {
    return Object.values(this.controls);
  }

  /** A bundle where there is nothing to show it with. */
  async [JUPYTER_DISPLAY](): Promise<Json | undefined> {
    const display = sessionDisplay();
    const port = commPort();
    if (display === undefined) return withLine(controlsText(this.controls), await this.#drawn());
    const canMove = this.#box.open() !== undefined;
    this.#hear(canMove);
    this.#box.draw();
    display(viewOrText(this.#box, this.controls), { raw: true });
    const bundle = canMove && port !== undefined ? await this.#drawnOrError(port) : await this.#drawn();
    const { drawing, library } = apart(bundle);
    this.#library = canMove ? library : undefined;
    if (this.#library !== undefined) display(this.#library, { raw: true });
    this.#place = display(canMove ? drawing : bundle, { raw: true, id: this.#placeId });
    this.#isPlaceLost = false;
    return undefined;
  }

  /** Of what moves its controls, which may be of another cell and live on: as long as its box is open, and once each. */
  #hear(isWanted: boolean): void {
    for (const end of this.#hearings) end();
    const draw = () => (this.#place === undefined ? undefined : this.#drawings.wish());
    this.#hearings = isWanted ? this.#all.map((control) => control.onChange(draw)) : [];
  }

  async #drawn(): Promise<Json> {
    return bundleOf(await this.#draw(this.values));
  }

  async #drawnOrError(port: CommPort): Promise<Json> {
    try {
      return await port.run(() => this.#drawn());
    } catch (error) {
      // of the cell itself: told as its error
      if (this.#place === undefined && error instanceof Error && error.name === 'Interrupted') throw error;
      return { 'text/plain': port.traceback(error) };
    }
  }

  async #drawAgain(): Promise<void> {
    const port = commPort();
    if (port === undefined) return;
    const bundle = await this.#drawnOrError(port);
    const display = sessionDisplay();
    if (!this.#isPlaceLost || display === undefined) return this.#place?.update(bundle);
    clearSessionOutput();
    display(viewOrText(this.#box, this.controls), { raw: true });
    if (this.#library !== undefined) display(this.#library, { raw: true });
    this.#place = display(bundle, { raw: true, id: this.#placeId });
  }
}

/** What a cell would show of the value. */
async function bundleOf(value: unknown): Promise<Json> {
  const own =
    (typeof value === 'object' || typeof value === 'function') && value !== null && JUPYTER_DISPLAY in value
      ? (value as { readonly [JUPYTER_DISPLAY]: unknown })[JUPYTER_DISPLAY]
      : undefined;
  if (typeof own === 'function') {
    const bundle: unknown = await own.call(value);
    if (typeof bundle === 'object' && bundle !== null) return bundle as Json;
  }
  return {
    'text/plain': value === undefined ? '' : inspect(value, { depth: 4, maxArrayLength: 100, breakLength: 100 }),
  };
}

/** The library that figures of a page share comes with the first one: by itself it stays when that is drawn anew. */
function apart(bundle: Json): { readonly drawing: Json; readonly library: Json | undefined } {
  const html = bundle['text/html'];
  if (typeof html !== 'string' || !html.includes(libraryScript())) return { drawing: bundle, library: undefined };
  const library = { 'text/html': libraryScript(), 'text/plain': '' };
  return { drawing: { ...bundle, 'text/html': html.replace(libraryScript(), () => '') }, library };
}

function withLine(line: ReturnType<typeof controlsText>, bundle: Json): Json {
  const plain = String(bundle['text/plain'] ?? '');
  const html = String(bundle['text/html'] ?? `<pre>${escapeHtml(plain)}</pre>`);
  return { 'text/plain': `${line['text/plain']}\n${plain}`, 'text/html': `${line['text/html']}\n${html}` };
}
