// Controls in; one line that says what they are set to and what could be moved, for who has no widgets, out.
import { escapeHtml } from '../report/html.ts';
import type { Json } from './comm-port.ts';
import type { WidgetModel } from './widget-model.ts';

interface Worded {
  readonly label: string | undefined;
  readonly words: string;
}

export interface TextForms {
  readonly 'text/plain': string;
  readonly 'text/html': string;
}

export function controlsText(controls: Readonly<Record<string, Worded>>): TextForms {
  const told = Object.entries(controls).map(([name, { label, words }]) => `${label ?? name} = ${words}`);
  const text = `Controls: ${told.join('; ')}. They can be moved where the notebook runs in a front end with widgets (ipywidgets).`;
  return {
    'text/plain': text,
    'text/html': `<p class="tex2jax_ignore mathjax_ignore" style="opacity:.75"><small>${escapeHtml(text)}</small></p>`,
  };
}

/** The widget, with the line beside it for who has none: version 6, which draws elsewhere, would show it besides. */
export function viewOrText(model: WidgetModel, controls: Readonly<Record<string, Worded>>): Json {
  const view = model.view();
  return view !== undefined && model.open()?.dialect === 'classic' ? view : { ...view, ...controlsText(controls) };
}
