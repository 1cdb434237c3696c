// What a control is in; its value, who hears of a change, and the widget that shows it out.

import { JUPYTER_DISPLAY } from '../display/jupyter-display.ts';
import type { Json } from './comm-port.ts';
import { viewOrText } from './controls-text.ts';
import type { WidgetDialect } from './widget-dialect.ts';
import { WidgetModel } from './widget-model.ts';

/** One sort of control: how front ends are told of it, and what they may say. */
export interface ControlKind<V> {
  readonly name: (dialect: WidgetDialect) => string;
  readonly state: (dialect: WidgetDialect, value: V) => Json;
  /** The value that a front end has set; undefined where it set none, or none that can be. */
  readonly valueIn: (state: Json) => V | undefined;
  /** The value and what else it could be, in words. */
  readonly words: (value: V) => string;
}

export type ValueOf<C> = C extends Control<infer V> ? V : never;

/** A slider, a dropdown or a checkbox. As the last value of a cell it is drawn; without widgets, its value is told. */
export class Control<V> {
  readonly #kind: ControlKind<V>;
  readonly #model: WidgetModel;
  readonly #listeners = new Set<(value: V) => unknown>();
  #label: string | undefined;
  #value: V;

  constructor(kind: ControlKind<V>, value: V, label?: string) {
    this.#kind = kind;
    this.#value = value;
    this.#label = label;
    this.#model = new WidgetModel({
      name: kind.name,
      state: (dialect) => ({
        description: labelText(this.#label ?? ''),
        ...kind.state(dialect, this.#value),
      }),
      onState: (state) => this.#change(kind.valueIn(state)),
    });
  }

  get value(): V {
    return this.#value;
  }

  get label(): string | undefined {
    return this.#label;
  }

  /** Words of its value and of what else it could be. */
  get words(): string {
    return this.#kind.words(this.#value);
  }

  /** `listener` is called with each new value, one after the other; what it gives ends that. What it throws is shown below the cell. */
  onChange(listener: (value: V) => unknown): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** A label for one that has none. */
  named(label: string): void {
    this.#label ??= label;
  }

  /** Its widget, as part of another; undefined where no front end has widgets. */
  open(): string | undefined {
    return this.#model.open()?.id;
  }

  [JUPYTER_DISPLAY](): Json {
    this.#model.draw();
    return viewOrText(this.#model, { [this.#label ?? 'value']: this });
  }

  async #change(value: V | undefined): Promise<void> {
    if (value === undefined || Object.is(value, this.#value)) return;
    this.#value = value;
    const heard = await Promise.allSettled([...this.#listeners].map(async (listener) => listener(value)));
    const failed = heard.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') throw failed.reason;
  }
}

/** Versions 6 and 7 take a label for HTML, 8 for text: with a character of no width behind them these begin no tag, and look the same in all. */
function labelText(label: string): string {
  return label.replaceAll(/[<&]/g, '$&\u200b');
}
