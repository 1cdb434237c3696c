// A front with a scripted session and a client connected to it, for one test; all is closed when the test ends.
import { onTestFinished } from 'vitest';
import type { ConnectionFacts } from '../../../src/kernel/front/connection-file.ts';
import { bindSockets, closeSockets } from '../../../src/kernel/front/front-sockets.ts';
import type { KernelFacts } from '../../../src/kernel/front/kernel-facts.ts';
import { type FrontEnd, KernelFront } from '../../../src/kernel/front/kernel-front.ts';
import { type LanguageFront, noLanguage } from '../../../src/kernel/front/language-front.ts';
import { ipcConnection, tcpConnection } from './connection.ts';
import { ProtocolClient } from './protocol-client.ts';
import { type Script, ScriptedSession } from './scripted-session.ts';

export const facts: KernelFacts = {
  implementation: 'test-kernel',
  implementationVersion: '1.2.3',
  languageVersion: '6.0.3',
  banner: 'A kernel',
  helpLinks: [{ text: 'Docs', url: 'https://example.org' }],
};

export interface OpenFront {
  readonly client: ProtocolClient;
  readonly session: ScriptedSession;
  /** How the front ended, once it did. */
  readonly ended: Promise<FrontEnd>;
}

export async function openFront(
  script: Script,
  options: { readonly connection?: ConnectionFacts; readonly language?: LanguageFront } = {},
): Promise<OpenFront> {
  const { language = noLanguage } = options;
  const connection = options.connection ?? (process.platform === 'win32' ? await tcpConnection() : ipcConnection());
  const session = new ScriptedSession(script);
  const sockets = await bindSockets(connection);
  const end = Promise.withResolvers<FrontEnd>();
  new KernelFront({ sockets, key: connection.key, port: session, language, facts, onEnd: end.resolve }).start();
  const client = new ProtocolClient(connection);
  onTestFinished(() => {
    client.close();
    closeSockets(sockets);
  });
  await client.welcomed();
  return { client, session, ended: end.promise };
}
