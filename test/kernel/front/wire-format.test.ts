import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { WireFormat } from '../../../src/kernel/front/wire-format.ts';
import { HeaderSource, type WireMessage } from '../../../src/kernel/front/wire-message.ts';

const headers = new HeaderSource();

function message(fields: Partial<WireMessage> = {}): WireMessage {
  const header = headers.next('execute_request');
  return { identities: [], header, parent: {}, metadata: {}, content: { code: 'olá 𝄞' }, buffers: [], ...fields };
}

const encoded = (key: string, fields: Partial<WireMessage> = {}) =>
  new WireFormat(key).encode(message(fields)).map((frame) => Buffer.from(frame));

it('brings a message back as it was, identities, parent and buffers included', () => {
  const sent = message({
    identities: [Buffer.from('client')],
    parent: headers.next('x'),
    metadata: { a: [1, null] },
    buffers: [new Uint8Array([0, 255])],
  });
  const frames = new WireFormat('secret').encode(sent).map((frame) => Buffer.from(frame));
  const decoded = new WireFormat('secret').decode(frames);
  expect(decoded).toEqual({ kind: 'message', message: sent });
});

it('signs with HMAC-SHA256 over header, parent, metadata and content', () => {
  const frames = encoded('secret', { buffers: [new Uint8Array([1])] });
  const expected = createHmac('sha256', 'secret')
    .update(Buffer.concat(frames.slice(2, 6)))
    .digest('hex');
  expect(frames.slice(0, 2).map(String)).toEqual(['<IDS|MSG>', expected]);
});

it('neither signs nor checks with an empty key', () => {
  const frames = encoded('');
  expect(String(frames[1])).toBe('');
  const wire = new WireFormat('');
  expect([wire.decode(frames).kind, wire.decode(frames).kind]).toEqual(['message', 'message']);
});

it('copies buffers out of the memory they came in', () => {
  const pool = Buffer.from(new Uint8Array(100).buffer);
  const frames = [...encoded(''), pool.subarray(10, 12)];
  const decoded = new WireFormat('').decode(frames);
  expect(decoded.kind === 'message' && decoded.message.buffers[0]?.buffer.byteLength).toBe(2);
});

it('refuses a wrong signature, a message sent twice and one cut short', () => {
  const wire = new WireFormat('secret');
  const reasonOf = (frames: readonly Buffer[]) => {
    const decoded = wire.decode(frames);
    return decoded.kind === 'refused' ? decoded.reason : 'taken';
  };
  expect(reasonOf(encoded('other'))).toBe('its signature does not match');
  expect(reasonOf(encoded(''))).toBe('its signature does not match');
  const frames = encoded('secret');
  expect(reasonOf(frames)).toBe('taken');
  expect(reasonOf(frames)).toBe('it was sent before (same signature)');
  expect(reasonOf(frames.slice(0, 5))).toBe('it has too few parts');
  expect(reasonOf(frames.slice(1))).toBe('it has no delimiter');
  expect(reasonOf([])).toBe('it has no delimiter');
});

it('refuses parts that are no JSON objects and headers without what they need', () => {
  const wire = new WireFormat('');
  const withPart = (index: number, text: string) => encoded('').with(index, Buffer.from(text));
  for (const text of ['{', '[]', 'null', '"x"', '']) {
    for (const index of [2, 3, 4, 5]) {
      expect(wire.decode(withPart(index, text))).toEqual({ kind: 'refused', reason: 'a part of it is no JSON object' });
    }
  }
  expect(wire.decode(withPart(2, '{"msg_id":"1","session":"s"}')).kind).toBe('refused');
});

it('writes integers beyond the exact range as text and others as numbers', () => {
  const frames = encoded('', { content: { small: 5n, large: 2n ** 60n } });
  expect(JSON.parse(String(frames[5]))).toEqual({ small: 5, large: '1152921504606846976' });
});
