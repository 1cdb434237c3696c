// Takes an answer for each request; gives a server on a free port of this machine that records what it was sent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface LocalHttp {
  readonly url: string;
  readonly heard: Heard[];
  /** Called for each request that was read whole. */
  answer: (heard: Heard, response: ServerResponse) => void;
  close(): Promise<void>;
}

export async function localHttp(): Promise<LocalHttp> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body };
      heard.push(one);
      local.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const local: LocalHttp = {
    url: `http://127.0.0.1:${port}`,
    heard,
    answer: (_heard, response) => void response.end('ok'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return local;
}

/** What Telegram answers when it did what was asked. */
export function telegramSays(response: ServerResponse, result: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, result }));
}
