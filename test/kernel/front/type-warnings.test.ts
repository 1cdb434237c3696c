// What the compiler says of a cell, as clients hear of it: below the cell, before its end where nobody looks on.
import { expect, it } from 'vitest';
import { noLanguage } from '../../../src/kernel/front/language-front.ts';
import { type OpenFront, openFront } from './open-front.ts';
import type { Message } from './protocol-client.ts';
import type { Script } from './scripted-session.ts';

const WARNING = 'Type warning, line 1, column 1: no (TS1)\n';

/** A front whose compiler says something of each cell once it is let go on. */
async function openSlow(script: Script): Promise<OpenFront & { readonly answer: () => void; asked: string[] }> {
  const gate = Promise.withResolvers<string>();
  const asked: string[] = [];
  const warnings = (code: string): Promise<string> => {
    asked.push(code);
    return gate.promise;
  };
  const open = await openFront(script, { language: { ...noLanguage, warnings } });
  return { ...open, asked, answer: () => gate.resolve(WARNING) };
}

const words = ({ type, content }: Message): unknown =>
  type === 'stream' ? content.text : type === 'status' ? content.execution_state : type;
const prints: Script = (code, { print }) => print(code);

async function next(client: OpenFront['client'], type: string): Promise<Message> {
  for (;;) {
    const message = await client.inboxes.iopub.next();
    if (message.type === type) return message;
  }
}

it('keeps no person waiting, and comes with its cell when it is there', async () => {
  const { client, answer } = await openSlow(prints);
  const id = client.execute('a');
  const published = await client.published(id);
  expect(published.map(words)).toEqual(['busy', 'execute_input', 'a', 'idle']);
  await client.published(client.execute('b'));
  answer();
  const late = [await next(client, 'stream'), await next(client, 'stream')];
  expect(late.map(({ content, parentId }) => [content.text, parentId === id])).toEqual([
    [WARNING, true],
    [WARNING, false],
  ]);
});

it('stands below all that the cell shows when it is there before the end', async () => {
  const { client, answer } = await openSlow(async (_, { print }) => {
    await new Promise((done) => setTimeout(done, 30));
    print('shown');
  });
  answer();
  const published = await client.published(client.execute('a'));
  expect(published.map(words)).toEqual(['busy', 'execute_input', 'shown', WARNING, 'idle']);
});

it('holds the end of a cell where nobody looks on, and the cells behind it', async () => {
  const { client, answer, session } = await openSlow(prints);
  const ids = ['a', 'b'].map((code) => client.execute(code, { allow_stdin: false }));
  await next(client, 'stream');
  expect(session.received.length).toBe(1);
  answer();
  expect((await client.published(ids[0]!)).map(words)).toEqual([WARNING, 'idle']);
  expect((await client.published(ids[1]!)).map(words)).toEqual(['busy', 'execute_input', 'b', WARNING, 'idle']);
  for (const id of ids) expect((await client.reply(id)).content.status).toBe('ok');
});

it('does not hold up the end of the kernel', async () => {
  const { client, ended } = await openSlow(prints);
  const id = client.execute('a', { allow_stdin: false });
  await next(client, 'stream');
  client.send('control', 'shutdown_request', { restart: false });
  expect((await client.reply(id)).content.status).toBe('ok');
  expect(await ended).toBe('stopped');
});

it('is not asked of silent cells', async () => {
  const { client, asked } = await openSlow(prints);
  await client.reply(client.execute('a', { silent: true }));
  await client.reply(client.execute('b'));
  expect(asked).toEqual(['b']);
});
