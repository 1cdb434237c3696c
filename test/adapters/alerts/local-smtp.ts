// Takes how it should behave; gives a mail server on a free port of this machine that speaks as little SMTP as is needed.
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface SmtpBehaviour {
  readonly greeting?: string;
  /** Says nothing at all. */
  readonly silent?: boolean;
  readonly offersStartTls?: boolean;
  readonly rcptReply?: string;
  readonly dataReply?: string;
}

export interface LocalSmtp {
  readonly port: number;
  readonly mails: string[];
  readonly lines: string[];
  behaviour: SmtpBehaviour;
  close(): Promise<void>;
}

export async function localSmtp(): Promise<LocalSmtp> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    if (!local.behaviour.silent) converse(socket, local);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const local: LocalSmtp = {
    port: (server.address() as AddressInfo).port,
    mails: [],
    lines: [],
    behaviour: {},
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
  return local;
}

function converse(socket: Socket, local: LocalSmtp): void {
  const { behaviour } = local;
  let buffer = '';
  let mail: string | undefined;
  socket.setEncoding('utf8');
  socket.write(`${behaviour.greeting ?? '220 local'}\r\n`);
  socket.on('data', (part: string) => {
    buffer += part;
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      if (mail !== undefined && line === '.') {
        local.mails.push(mail);
        mail = undefined;
        socket.write(`${behaviour.dataReply ?? '250 taken'}\r\n`);
      } else if (mail !== undefined) mail += `${line}\n`;
      else {
        local.lines.push(line);
        const word = line.slice(0, 4).toUpperCase();
        if (word === 'DATA') mail = '';
        socket.write(`${replyTo(word, behaviour)}\r\n`);
      }
    }
  });
}

function replyTo(word: string, { offersStartTls, rcptReply }: SmtpBehaviour): string {
  if (word === 'EHLO') return offersStartTls ? '250-local\r\n250 STARTTLS' : '250 local';
  if (word === 'DATA') return '354 go on';
  if (word === 'RCPT') return rcptReply ?? '250 ok';
  if (word === 'QUIT') return '221 bye';
  return '250 ok';
}
