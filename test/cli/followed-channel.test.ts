// Which channel a session follows: that of its own stage and no other.

import { describe, expect, it } from 'vitest';
import { followedChannel } from '../../src/cli/followed-channel.ts';
import { STAGES } from '../../src/promotion/release/stage.ts';

describe('a session', () => {
  it('follows the channel of its own stage, and none of another, which it says', () => {
    for (const stage of STAGES) {
      for (const named of STAGES) {
        const { channel, note } = followedChannel(`wdo@${named}`, stage);
        if (named === stage) expect([channel, note]).toEqual([{ strategy: 'wdo', stage }, undefined]);
        else expect([channel, note]).toEqual([undefined, expect.stringContaining(`followed here is wdo@${stage}`)]);
      }
    }
  });

  it('that was named otherwise follows nothing, and says nothing', () => {
    for (const spec of ['4f9c01aa', '/home/x/releases/wdo/4f9c', 'channels/wdo.live.json']) {
      expect(followedChannel(spec, 'live')).toEqual({ channel: undefined, note: undefined });
    }
  });
});
