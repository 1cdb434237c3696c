// A terminal that is typed at, and a pipe; the answer comes, and nothing of it is shown.
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askHidden, type Terminal } from '../../src/cli/hidden-question.ts';

function terminal(): { shown: () => string; raw: boolean[]; input: PassThrough; asked: Terminal } {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  const output = new PassThrough();
  let text = '';
  output.on('data', (data) => {
    text += String(data);
  });
  return { shown: () => text, raw, input, asked: { input: input as unknown as NodeJS.ReadStream, output } };
}

it('takes what is typed, with corrections, and shows none of it', async () => {
  const { shown, raw, input, asked } = terminal();
  const answer = askHidden('password: ', asked);
  for (const keys of ['hus', 'hx', '\u007f', '-ção', '\r']) input.write(keys);
  expect(await answer).toBe('hush-ção');
  expect(shown()).toBe('password: \n');
  expect(raw).toEqual([true, false]);
});

it('is given up with Ctrl+C, and the terminal is as before', async () => {
  const { raw, input, asked } = terminal();
  const answer = askHidden('password: ', asked);
  input.write('abc\u0003');
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  expect(raw).toEqual([true, false]);
});

it('takes the first line of a pipe', async () => {
  const input = new PassThrough() as unknown as NodeJS.ReadStream;
  const answer = askHidden('password: ', { input, output: new PassThrough() });
  (input as unknown as PassThrough).end('from a pipe\r\nand more\n');
  expect(await answer).toBe('from a pipe');
});
