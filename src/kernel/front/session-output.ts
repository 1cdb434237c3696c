// One event of the session in, published to the clients as the protocol's message for it.
import type { SessionEvent } from '../session/session-events.ts';
import type { CellHistory } from './cell-history.ts';
import type { Iopub, Parent } from './iopub.ts';
import type { Parents } from './parents.ts';

/** Where output goes and what it belongs to. */
export interface OutputDesk {
  readonly iopub: Iopub;
  readonly parents: Parents;
  readonly history: CellHistory;
}

/** Data that has no JSON text, such as an object that contains itself, becomes a line on the cell's stderr. */
export function publishEvent(event: SessionEvent, desk: OutputDesk): void {
  const parent = desk.parents.headerOf(event.token);
  try {
    publish(event, parent, desk);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    desk.iopub.stream('stderr', `An output of kind '${event.kind}' could not be sent: ${reason}\n`, parent);
  }
}

function publish(event: SessionEvent, parent: Parent, { iopub, history }: OutputDesk): void {
  switch (event.kind) {
    case 'stream':
      iopub.stream(event.name, event.text, parent);
      return;
    case 'display': {
      const { data, metadata, displayId, isUpdate } = event;
      const transient = displayId === undefined ? {} : { display_id: displayId };
      iopub.publish({
        type: isUpdate ? 'update_display_data' : 'display_data',
        parent,
        content: { data, metadata, transient },
      });
      return;
    }
    case 'result': {
      const { data, metadata, executionCount } = event;
      const plain = data['text/plain'];
      if (typeof plain === 'string') history.addResult(executionCount, plain);
      iopub.publish({
        type: 'execute_result',
        parent,
        content: { execution_count: executionCount, data, metadata, transient: {} },
      });
      return;
    }
    case 'error': {
      const { name, message, traceback } = event.error;
      iopub.publish({ type: 'error', parent, content: { ename: name, evalue: message, traceback } });
      return;
    }
    case 'clear':
      iopub.publish({ type: 'clear_output', parent, content: { wait: event.wait } });
      return;
    case 'comm': {
      const { type, content, metadata, buffers } = event;
      iopub.publish({ type, parent, content, metadata, buffers });
      return;
    }
  }
}
