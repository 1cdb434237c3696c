// What of the conditions of trading goes into the journal: all of them once, then what has changed in words.
import { expect, it } from 'vitest';
import type { JournalledGate } from '../../../src/adapters/journal/journalled-gate.ts';
import { GateRecord } from '../../../src/runner/live/gate-record.ts';
import type { LiveGate } from '../../../src/runner/live/live-options.ts';

it('each gate is recorded when it is new or has changed, not when a figure in it moves', () => {
  const kept: JournalledGate[] = [];
  let timeUs = 10;
  const record = new GateRecord({ gates: (changed) => void kept.push(...changed) }, () => timeUs++);
  const data = (state: LiveGate['state'], text: string): LiveGate => ({ id: 'data', state, text });
  const armed: LiveGate = { id: 'armed', state: 'shut', text: 'not armed', fix: 'arm it' };
  record.take([data('open', 'the last trade came 1 s ago'), armed]);
  record.take([data('open', 'the last trade came 12 s ago'), armed]);
  record.take([data('waiting', 'the last trade came 61 s ago'), armed]);
  record.take([data('waiting', 'no trade was told yet'), armed]);
  expect(kept).toEqual([
    { timeUs: 10, id: 'data', state: 'open', text: 'the last trade came 1 s ago' },
    { timeUs: 10, id: 'armed', state: 'shut', text: 'not armed' },
    { timeUs: 12, id: 'data', state: 'waiting', text: 'the last trade came 61 s ago' },
    { timeUs: 13, id: 'data', state: 'waiting', text: 'no trade was told yet' },
  ]);
});
