// Child process of the session's tests: a session over a folder; cells come as lines of JSON, what they show and their replies go back so.
import { createInterface } from 'node:readline';
import { Session } from '../../../src/kernel/session/session.ts';
import type { SessionEvent } from '../../../src/kernel/session/session-events.ts';
import type { ChildRequest } from './session-process.ts';

const [, , root = '', folder = ''] = process.argv;
let events: SessionEvent[] = [];
const session = new Session({
  ...{ root, folder, emit: (event) => void events.push(event) },
  refusal: (path) => (path.includes('/live/') ? `${path} reaches the broker` : undefined),
});
session.open();

function answer(value: unknown): void {
  session.print('stdout', `${JSON.stringify(value)}\n`);
}

async function take(request: ChildRequest): Promise<void> {
  if (request.kind === 'interrupt') return session.interrupt();
  if (request.kind === 'memory') {
    // buffers go a turn after the objects that held them
    for (let k = 0; k < 3; k++) {
      globalThis.gc?.();
      await new Promise((done) => setImmediate(done));
    }
    const { heapUsed, external } = process.memoryUsage();
    return answer({ heldBytes: heapUsed + external });
  }
  if (request.kind === 'events') {
    answer({ events });
    events = [];
    return;
  }
  const { code, isSilent = false } = request;
  const token = `cell ${request.id}`;
  const reply = await session.execute({ token, code, isSilent, storesHistory: true, allowsStdin: false });
  const seen = events;
  events = [];
  answer({ reply, events: seen });
}

// the channel of the parent is no stream: cells may do with those what they like
createInterface({ input: process.stdin }).on('line', (line) => void take(JSON.parse(line) as ChildRequest));
