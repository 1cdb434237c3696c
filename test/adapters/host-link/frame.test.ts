// Cuts streams of frames at seeded places and damages them, and expects every frame or a fault that says why.
import { describe, expect, it } from 'vitest';
import { FRAME_BYTES_MAX, FrameReader, FrameType, frameHead } from '../../../src/adapters/host-link/frame.ts';
import { Random } from '../../../src/simulation/random.ts';

const types = [FrameType.message, FrameType.events, FrameType.records] as const;

function frame(type: 1 | 2 | 3, payload: Buffer): Buffer {
  return Buffer.concat([frameHead(type, payload.length), payload]);
}

function wholeReader(taken: string[]): FrameReader {
  const reader = new FrameReader((type, payload) => taken.push(`${type}:${payload.toString('hex')}`));
  reader.bytesMax = FRAME_BYTES_MAX;
  return reader;
}

describe('frames', () => {
  it('come out as they went in, wherever the stream is cut', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = new Random(seed, 'frames');
      const sent: string[] = [];
      const parts: Buffer[] = [];
      for (let n = 0; n < 40; n++) {
        const type = types[Math.floor(random.float() * 3)]!;
        const payload = Buffer.from(
          Array.from({ length: Math.floor(random.float() * 300) }, (_, k) => (k * seed) & 255),
        );
        sent.push(`${type}:${payload.toString('hex')}`);
        parts.push(frame(type, payload));
      }
      const stream = Buffer.concat(parts);
      const taken: string[] = [];
      const reader = wholeReader(taken);
      for (let at = 0; at < stream.length; ) {
        const end = Math.min(stream.length, at + 1 + Math.floor(random.float() * 90));
        expect(reader.take(stream.subarray(at, end))).toBe(true);
        at = end;
      }
      expect(taken).toEqual(sent);
    }
  });

  it('of garbage never throw, and nothing is taken after a fault', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = new Random(seed, 'garbage');
      const taken: string[] = [];
      const reader = wholeReader(taken);
      for (let n = 0; n < 20; n++) {
        const chunk = Buffer.from(
          Array.from({ length: 1 + Math.floor(random.float() * 64) }, () => random.float() * 256),
        );
        const before = taken.length;
        const hadFault = reader.fault !== undefined;
        const isFollowed = reader.take(chunk);
        expect(isFollowed).toBe(reader.fault === undefined);
        if (hadFault) expect(taken.length).toBe(before);
      }
    }
  });

  it('that are empty, too long or of an unknown type are a fault before room is made for them', () => {
    for (const [head, words] of [
      [[0, 0, 0, 0, 1], 'no bytes'],
      [[1, 0, 0, 1, 1], 'at most'],
      [[255, 255, 255, 255, 1], 'at most'],
      [[1, 0, 0, 0, 9], 'unknown type 9'],
    ] as const) {
      const reader = wholeReader([]);
      expect(reader.take(Buffer.from(head))).toBe(false);
      expect(reader.fault).toContain(words);
    }
  });

  it('are small until the peer is known', () => {
    const reader = new FrameReader(() => {});
    expect(reader.take(frameHead(FrameType.message, 4000))).toBe(false);
  });
});
