// Messages to the bot from a server of this machine; who may command, codes that count once and in time, and what is told of it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TelegramApi } from '../../../src/adapters/alerts/telegram-api.ts';
import { Secret } from '../../../src/adapters/secrets/secret.ts';
import { CODE_MS, ConfirmationCodes } from '../../../src/runner/alerting/confirmation-codes.ts';
import { TelegramControl } from '../../../src/runner/alerting/telegram-control.ts';
import type { OffsetStore } from '../../../src/runner/alerting/telegram-offset.ts';
import { type LocalHttp, localHttp, telegramSays } from '../../adapters/alerts/local-http.ts';

const ANA = 111;
const GROUP = -500;
const TOKEN = '99:token-of-the-control-bot';

let http: LocalHttp;
let clockMs: number;
let inbox: object[];
let said: string[];
let asked: string[];
let raised: string[];
let offsets: OffsetStore & { value: number; writes: number };
let fails: string | undefined;
let control: TelegramControl | undefined;
let running: Promise<void>;
let updateId: number;

beforeEach(async () => {
  http = await localHttp();
  clockMs = Date.parse('2026-11-23T13:00:00Z');
  [inbox, said, asked, raised, fails, updateId] = [[], [], [], [], undefined, 100];
  offsets = {
    value: 0,
    writes: 0,
    read: () => offsets.value,
    write: (offset) => {
      offsets.value = offset;
      offsets.writes += 1;
    },
  };
  http.answer = (heard, response) => {
    if (heard.path.endsWith('/sendMessage')) {
      said.push((JSON.parse(heard.body) as { text: string }).text);
      return telegramSays(response, {});
    }
    const { offset } = JSON.parse(heard.body) as { offset: number };
    const now = inbox.filter((update) => (update as { update_id: number }).update_id >= offset);
    setTimeout(() => telegramSays(response, now), now.length === 0 ? 5 : 0);
  };
});

afterEach(async () => {
  control?.close();
  await running;
  control = undefined;
  await http.close();
});

function listen(): void {
  let next = 0;
  control = new TelegramControl({
    api: new TelegramApi({ token: new Secret(TOKEN), url: http.url, timeoutMs: 2000 }),
    source: 'wdo live',
    language: 'en',
    commandIds: [ANA],
    chatIds: [ANA, GROUP],
    offsets,
    operator: {
      status: () =>
        fails === undefined ? Promise.resolve(`active, token ${TOKEN}`) : Promise.reject(new Error(fails)),
      operate: (command, by, reason) => {
        asked.push(`${command} ${by} ${reason}`);
        return fails === undefined ? Promise.resolve('the session has taken it') : Promise.reject(new Error(fails));
      },
    },
    raise: (_severity, code, text) => raised.push(`${code}: ${text}`),
    codes: new ConfirmationCodes(
      () => clockMs,
      () => String(++next).padStart(6, '0'),
    ),
    nowMs: () => clockMs,
    pollSeconds: 0,
    firstPauseMs: 5,
  });
  running = control.run();
}

async function write(text: string, fields: { from?: number; chat?: number; ageS?: number; id?: number } = {}) {
  const { from = ANA, chat = from, ageS = 0, id = ++updateId } = fields;
  const date = Math.floor(clockMs / 1000) - ageS;
  const before = http.heard.length;
  inbox.push({ update_id: id, message: { date, chat: { id: chat }, from: { id: from, username: 'ana' }, text } });
  if (control === undefined) listen();
  // the question after the one that brought it: then it was dealt with
  const polls = (): number => http.heard.slice(before).filter(({ path }) => path.endsWith('/getUpdates')).length;
  for (let k = 0; k < 400 && polls() < 3; k++) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('control by telegram', () => {
  it('does nothing without its code, and what was asked with it', async () => {
    await write('/flatten central bank');
    expect(said.at(-1)).toBe('FLATTEN wdo live? Send 000001 within 60 s to confirm.');
    expect(asked).toEqual([]);
    await write('000001');
    expect(asked).toEqual(['flatten telegram:ana central bank']);
    expect(said.at(-1)).toBe('FLATTEN: the session has taken it');
  });

  it.each(['pause', 'resume', 'flatten', 'kill'])('/%s is confirmed by a code', async (command) => {
    await write(`/${command}@our_bot`);
    await write('000001');
    expect(asked).toEqual([`${command} telegram:ana asked by telegram`]);
  });

  it('a code counts once', async () => {
    await write('/kill');
    await write('000001');
    await write('000001');
    expect(asked).toHaveLength(1);
    expect(said.at(-1)).toBe('There is nothing to confirm.');
  });

  it('a code counts for a minute', async () => {
    await write('/kill');
    clockMs += CODE_MS + 1;
    await write('000001');
    expect(asked).toEqual([]);
    expect(said.at(-1)).toContain('older than 60 s');
  });

  it('three wrong codes withdraw the command', async () => {
    await write('/kill');
    for (const wrong of ['999999', '888888', '777777']) await write(wrong);
    await write('000001');
    expect(asked).toEqual([]);
  });

  it('a new command takes the place of the one before, with its code', async () => {
    await write('/kill');
    await write('/pause');
    await write('000001');
    expect(asked).toEqual([]);
    await write('000002');
    expect(asked).toEqual(['pause telegram:ana asked by telegram']);
  });

  it('a stranger is told nothing, and the owner once', async () => {
    await write('/kill', { from: 666 });
    await write('000001', { from: 666 });
    await write('/status', { from: 666, chat: GROUP });
    await write('/status', { from: ANA, chat: -77 });
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
    expect(raised[0]).toBe('telegramStranger: person 666 wrote in chat 666');
  });

  it('the code of one chat is no code in another', async () => {
    await write('/kill', { chat: GROUP });
    await write('000001');
    expect(asked).toEqual([]);
  });

  it('what is old, or of the future, is not done', async () => {
    await write('/status', { ageS: 61 });
    await write('/status', { ageS: -61 });
    expect(said).toHaveLength(2);
    expect(said[0]).toContain('61 s after');
    expect(asked).toEqual([]);
  });

  it('nothing is done twice after a restart, also when the server tells it again', async () => {
    await write('/pause');
    await write('000001');
    control!.close();
    await running;
    const before = http.heard.length;
    listen();
    await write('hello');
    expect(asked).toHaveLength(1);
    const first = http.heard.slice(before).find(({ path }) => path.endsWith('/getUpdates'))!;
    expect(JSON.parse(first.body)).toMatchObject({ offset: 103 });
    await write('000001', { id: 101 });
    expect(asked).toHaveLength(1);
  });

  it('a message is marked as taken before it is acted on', async () => {
    offsets.write = () => {
      throw new Error('disk full');
    };
    await write('/pause');
    expect(said).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('a session that does not answer is told as a failure, and no secret with it', async () => {
    fails = `the session hangs ${TOKEN}`;
    await write('/kill');
    await write('000001');
    expect(said.at(-1)).toBe('KILL FAILED: the session hangs [secret]');
    fails = undefined;
    await write('/status');
    expect(said.at(-1)).toBe('wdo live\nactive, token [secret]');
  });

  it('anything else gets help', async () => {
    for (const text of ['hi', '/killall', '/kill/flatten', '12345']) await write(text);
    expect(said.every((each) => each.includes('/status'))).toBe(true);
    expect(asked).toEqual([]);
  });

  it('goes on after a server that failed, and says so after the fifth time', async () => {
    const well = http.answer;
    let left = 6;
    http.answer = (heard, response) => {
      if (left-- <= 0) return well(heard, response);
      response.writeHead(502);
      response.end('<html>bad gateway</html>');
    };
    await write('/status');
    for (let k = 0; k < 200 && said.length === 0; k++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(said).toHaveLength(1);
    expect(raised).toEqual([expect.stringContaining('telegramUnread: Telegram answered 502')]);
  });
});
