// What cells show in, in the order of time; the outputs of each cell, as a notebook stores them, out.
import type { Output } from './notebook-file.ts';
import type { OutputEvent } from './process-messages.ts';

interface CellOutputs {
  readonly outputs: Output[];
  /** Cleared as soon as something takes its place. */
  clearsNext: boolean;
}

export class NotebookOutputs {
  private readonly cells = new Map<string, CellOutputs>();
  private readonly displays = new Map<string, Output[]>();
  private current = '';

  /** What follows without a cell of its own belongs to this one. */
  begin(token: string): void {
    this.current = token;
    this.cells.set(token, { outputs: [], clearsNext: false });
  }

  of(token: string): readonly Output[] {
    return this.cells.get(token)?.outputs ?? [];
  }

  take(event: OutputEvent): void {
    const cell = this.cells.get(event.token ?? this.current) ?? this.cells.get(this.current);
    if (cell === undefined) return;
    switch (event.kind) {
      case 'stream':
        return addText(cell, event.name, event.text);
      case 'display':
        return this.display(cell, event);
      case 'result': {
        const { data, metadata, executionCount } = event;
        return add(cell, { output_type: 'execute_result', execution_count: executionCount, data, metadata });
      }
      case 'error': {
        const { name, message, traceback } = event.error;
        return add(cell, { output_type: 'error', ename: name, evalue: message, traceback });
      }
      case 'clear':
        if (event.wait) cell.clearsNext = true;
        else clear(cell);
    }
  }

  private display(cell: CellOutputs, event: Extract<OutputEvent, { readonly kind: 'display' }>): void {
    const { data, metadata, displayId, isUpdate } = event;
    const shown = displayId === undefined ? [] : (this.displays.get(displayId) ?? []);
    if (isUpdate) {
      for (const output of shown) Object.assign(output, { data, metadata });
      return;
    }
    const output: Output = { output_type: 'display_data', data, metadata };
    add(cell, output);
    if (displayId !== undefined) this.displays.set(displayId, [...shown, output]);
  }
}

function clear(cell: CellOutputs): void {
  cell.clearsNext = false;
  cell.outputs.length = 0;
}

function add(cell: CellOutputs, output: Output): void {
  if (cell.clearsNext) clear(cell);
  cell.outputs.push(output);
}

function addText(cell: CellOutputs, name: string, text: string): void {
  if (cell.clearsNext) clear(cell);
  const last = cell.outputs.at(-1);
  if (last?.output_type === 'stream' && last.name === name) last.text = String(last.text) + text;
  else add(cell, { output_type: 'stream', name, text });
}
