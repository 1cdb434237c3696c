import { describe, expect, it } from 'vitest';
import {
  DISPLAY_CHARS_MAX,
  OutputGate,
  TEXT_CHARS_MAX,
  TEXT_LINES_MAX,
} from '../../../src/kernel/notebook/output-gate.ts';
import type { OutputEvent } from '../../../src/kernel/notebook/process-messages.ts';

function through(events: Iterable<OutputEvent>): readonly OutputEvent[] {
  const sent: OutputEvent[] = [];
  const gate = new OutputGate((event) => void sent.push(event));
  for (const event of events) gate.take(event);
  gate.flush();
  return sent;
}

const printed = (text: string, token = 'cell 1', name: 'stdout' | 'stderr' = 'stdout'): OutputEvent => ({
  ...{ kind: 'stream', token, name, text },
});

function* lines(count: number): Iterable<OutputEvent> {
  for (let at = 0; at < count; at++) yield printed(`line ${at}\n`);
}

function textOf(events: readonly OutputEvent[], name = 'stdout', token = 'cell 1'): string {
  return events
    .map((event) => (event.kind === 'stream' && event.name === name && event.token === token ? event.text : ''))
    .join('');
}

describe('what cells print', () => {
  it('goes out in large pieces, complete and in order', () => {
    const sent = through([...lines(100_000), printed('oops', 'cell 1', 'stderr'), printed('end\n')]);
    expect(sent.length).toBeLessThan(40);
    expect(textOf(sent).split('\n')).toHaveLength(100_002);
    expect(sent.at(-1)).toEqual(printed('end\n'));
  });

  it('is cut behind its last whole line where there are too many, once, with a notice', () => {
    const sent = through([...lines(TEXT_LINES_MAX + 5000), printed('other', 'cell 2')]);
    expect(textOf(sent).endsWith(`\nline ${TEXT_LINES_MAX - 1}\n`)).toBe(true);
    expect(
      textOf(sent, 'stderr').match(/cut here: a notebook keeps 10000000 characters or 200000 lines/g),
    ).toHaveLength(1);
    expect(textOf(sent, 'stdout', 'cell 2')).toBe('other');
  });

  it('is cut where one text is too long', () => {
    const sent = through([printed('x'.repeat(TEXT_CHARS_MAX + 1))]);
    expect(textOf(sent)).toHaveLength(TEXT_CHARS_MAX);
    expect(textOf(sent, 'stderr')).toContain('cut here');
  });

  it('counts anew when it was cleared', () => {
    const clear: OutputEvent = { kind: 'clear', token: 'cell 1', wait: true };
    const sent = through([printed('x'.repeat(TEXT_CHARS_MAX)), clear, printed('y')]);
    expect(sent.slice(-2)).toEqual([clear, printed('y')]);
  });
});

describe('what cells display', () => {
  const shown = (data: Readonly<Record<string, unknown>>): OutputEvent => ({
    ...{ kind: 'display', token: 'cell 1', data, metadata: {}, displayId: 'a', isUpdate: false },
  });

  it('keeps its place among what is printed', () => {
    const events = [printed('a'), shown({ 'text/plain': 'b' }), printed('c')];
    expect(through(events)).toEqual(events);
  });

  it('is told instead where it has no JSON text', () => {
    const sent = through([shown({ 'application/json': { big: 1n } })]);
    expect(textOf(sent, 'stderr')).toMatch(/^A value could not be kept in the notebook: .*BigInt/);
  });

  it('is cut where it is too much', () => {
    const large = shown({ 'text/plain': 'x'.repeat(DISPLAY_CHARS_MAX / 2) });
    const sent = through([large, large, shown({ 'text/plain': 'y' })]);
    expect(sent.map(({ kind }) => kind)).toEqual(['display', 'stream']);
  });
});
