// A page of classic Notebook in; what a person does on it, and what its cells show, out.
import type { Locator, Page } from 'playwright-core';
import { Pixels } from './pixels.ts';
import type { WatchedPage } from './watched-page.ts';

/** As the notebook would store it. */
export interface CellOutput {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ename?: string;
  readonly evalue?: string;
}

const RUN_MS_MAX = 100_000;
const CELLS = 'Jupyter.notebook.get_cells()';
const KERNEL = 'Jupyter.notebook.kernel';
const FIGURE_TYPE = 'application/vnd.plotly.v1+json';
const LIVING = '.js-plotly-plot';

/** Cells are counted from 0, those of text among them. */
export class NotebookPage {
  readonly page: Page;
  readonly faults: readonly string[];
  private readonly end: () => Promise<void>;

  constructor({ page, faults }: WatchedPage, end: () => Promise<void>) {
    this.page = page;
    this.faults = faults;
    this.end = end;
  }

  /** When the kernel can be used. */
  async ready(): Promise<void> {
    const isReady = `${KERNEL}?.is_connected() && ${KERNEL}.info_reply.status === 'ok'`;
    await this.page.waitForFunction(`globalThis.Jupyter?.notebook && ${isReady}`, undefined, { timeout: RUN_MS_MAX });
  }

  /** By the menu; ends when no cell runs and all figures are drawn. */
  async runAll(): Promise<void> {
    await this.choose('#celllink', '#run_all_cells');
    await this.settled();
  }

  async run(cell: number): Promise<void> {
    await this.start(cell);
    await this.settled();
  }

  /** By the button; it may go on for ever. */
  async start(cell: number): Promise<void> {
    await this.page.evaluate(`Jupyter.notebook.select(${cell})`);
    await this.click('run-cell-and-select-next');
  }

  /** When no cell runs, and each figure that came is a living one; where that does not happen, says what is. */
  async settled(): Promise<void> {
    // the reply may overtake what the cell shows, on its way of its own; the end of that is told on the same way
    const isTold = `(${KERNEL}._msg_callbacks[cell.last_msg_id]?.iopub_done ?? true)`;
    const isIdle = `${CELLS}.every((cell) => !cell.element.hasClass('running') && ${isTold})`;
    await this.page.waitForFunction(isIdle, undefined, { timeout: RUN_MS_MAX });
    const figures = `${CELLS}.flatMap((cell) => cell.output_area?.outputs ?? []).filter((each) => each.data?.['${FIGURE_TYPE}'])`;
    const drawn = `document.querySelectorAll('${LIVING} .main-svg:first-of-type').length`;
    await this.page.waitForFunction(`${drawn} >= ${figures}.length`, undefined, { timeout: 15_000 }).catch(() => {});
  }

  /** A button of the bar, by the name of what it does. */
  async click(action: string): Promise<void> {
    await this.page.click(`#maintoolbar button[data-jupyter-action="jupyter-notebook:${action}"]`);
  }

  async choose(menu: string, entry: string): Promise<void> {
    await this.page.click(menu);
    await this.page.click(`${entry} a`);
  }

  /** By the button, and the question that it asks. */
  async restart(): Promise<void> {
    await this.page.evaluate(`${KERNEL}.info_reply = {}`);
    await this.click('confirm-restart-kernel');
    await this.page.click('.modal-dialog .btn-danger');
    await this.ready();
  }

  /** The cursor at the end of its text. */
  async edit(cell: number): Promise<void> {
    await this.cell(cell).locator('.CodeMirror-lines').click();
    await this.page.keyboard.press('Control+End');
  }

  async sourceOf(cell: number): Promise<string> {
    return this.page.evaluate(`${CELLS}[${cell}].get_text()`);
  }

  /** To the file; what ran on this page is trusted from then on. */
  async save(): Promise<void> {
    await this.page.evaluate('Jupyter.notebook.save_notebook()');
  }

  cell(cell: number): Locator {
    return this.page.locator('#notebook-container > .cell').nth(cell);
  }

  outputOf(cell: number): Locator {
    return this.cell(cell).locator('.output_wrapper');
  }

  /** Charts that can be zoomed. */
  figuresOf(cell: number): Locator {
    return this.outputOf(cell).locator(LIVING);
  }

  /** Of charts, where no script runs or until one did. */
  pictureOf(cell: number): Locator {
    return this.outputOf(cell).locator('img[src^="data:image/svg+xml"]');
  }

  async outputsOf(cell: number): Promise<readonly CellOutput[]> {
    return this.page.evaluate<readonly CellOutput[]>(`${CELLS}[${cell}].output_area?.toJSON() ?? []`);
  }

  async outputs(): Promise<readonly (readonly CellOutput[])[]> {
    return this.page.evaluate(`${CELLS}.map((cell) => cell.output_area?.toJSON() ?? [])`);
  }

  /** Of its first figure, else of all that it shows. */
  async screenshotOf(cell: number): Promise<Pixels> {
    const figures = this.figuresOf(cell);
    const shown = (await figures.count()) > 0 ? figures.first() : this.outputOf(cell);
    return new Pixels(await shown.screenshot());
  }

  async countOf(cell: number): Promise<number | undefined> {
    const text = await this.cell(cell).locator('.input_prompt').innerText();
    const count = /\d+/.exec(text)?.[0];
    return count === undefined ? undefined : Number(count);
  }

  /** With its kernel. */
  async close(): Promise<void> {
    await this.page.close();
    await this.end();
  }
}

/** How many figures the outputs hold. */
export function figuresIn(outputs: readonly CellOutput[]): number {
  return outputs.filter(({ data }) => data?.[FIGURE_TYPE] !== undefined).length;
}

/** The first figure as JSON; empty where there is none. */
export function figureText(outputs: readonly CellOutput[]): string {
  const first = outputs.map(({ data }) => data?.[FIGURE_TYPE]).find((figure) => figure !== undefined);
  return JSON.stringify(first ?? '');
}

/** What is printed, and the text of what is shown. */
export function textIn(outputs: readonly CellOutput[]): string {
  return outputs.map(({ text, data }) => text ?? String(data?.['text/plain'] ?? '')).join('');
}
