// `qt deliver RELEASE --to TARGET`, and the two ways to receive on the other machine: `receive` behind ssh, `serve` over https.

import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { Command } from 'commander';
import { takeFromEnvironment } from '../adapters/secrets/secret-source.ts';
import { UserError } from '../adapters/user-error.ts';
import { serveDeliveries } from '../promotion/delivery/delivery-server.ts';
import { receiveStream } from '../promotion/delivery/receive-stream.ts';
import { Receiver } from '../promotion/delivery/receiver.ts';
import type { CommandContext } from './command-context.ts';
import { contextOf } from './context-of.ts';
import { type DeliverFlags, deliverTo } from './deliver-to.ts';
import { StopRequest } from './stop-request.ts';

const EXAMPLES = [
  'qt deliver wdo-regime@live --to trader@pc:/srv/quantumtrader',
  'qt deliver wdo-regime@live --to https://pc.example:8443',
  'qt deliver 4f9c01ab --to /media/stick/quantumtrader --no-channel',
];

export function deliverCommand(program: Command): void {
  program
    .command('deliver')
    .summary('a release to the trading PC: only what it lacks, proved there before it appears')
    .description(
      'TARGET is the home of the PC as a folder, ssh://user@host[:port]/folder, user@host:folder, or https://host:port where qt deliver serve ' +
        'listens. The PC trusts its own keys only. A delivery that broke goes on where it stopped.',
    )
    .argument('<release>', 'folder, id, or STRATEGY@STAGE, whose channel is moved there too')
    .option('--to <target>', 'where to (required)')
    .option('--stage <stage>', 'channel to move there: paper, demo or live')
    .option('--no-channel', 'bring the release only')
    .option('--ca <file>', 'certificate of who signed that of the host, PEM')
    .option('--remote <command>', 'runs the receiver behind ssh (default: npx qt in the folder there)')
    .addHelpText('after', `\nExamples:\n  ${EXAMPLES.join('\n  ')}`)
    .action(async (spec: string, options: DeliverFlags & { readonly to?: string }, command: Command) => {
      // required of itself alone: receive and serve have none
      if (options.to === undefined) command.error("error: required option '--to <target>' not specified");
      const context = contextOf(command);
      const { result, text } = await deliverTo(
        context,
        spec,
        options.to,
        `${userInfo().username}@${hostname()}`,
        options,
      );
      context.result(result, text);
    })
    .addCommand(receiveCommand())
    .addCommand(serveCommand());
}

function receiveCommand(): Command {
  return new Command('receive')
    .summary('takes a delivery on standard input; ssh starts it')
    .addHelpText('after', '\nExample:\n  ssh trader@pc qt deliver receive --home /srv/quantumtrader')
    .action(async (_options: object, command: Command) => {
      await receiveStream(new Receiver(contextOf(command).home), process.stdin, process.stdout);
    });
}

interface ServeFlags {
  readonly listen: string;
  readonly cert?: string;
  readonly key?: string;
}

function serveCommand(): Command {
  return new Command('serve')
    .summary('takes deliveries over https, until it is ended')
    .description(
      'Senders show the secret deliveryToken. Without a certificate only this machine itself is listened to.',
    )
    .requiredOption('--listen <host:port>', 'such as 0.0.0.0:8443')
    .option('--cert <file>', 'certificate, PEM')
    .option('--key <file>', 'its private key, PEM')
    .addHelpText('after', '\nExample:\n  qt deliver serve --listen 0.0.0.0:8443 --cert host.crt --key host.key')
    .action(async (options: ServeFlags, command: Command) => serve(contextOf(command), options));
}

async function serve(context: CommandContext, { listen, cert, key }: ServeFlags): Promise<void> {
  const { host, port } = hostPort(listen);
  const token = await takeFromEnvironment().need('deliveryToken');
  const tls = cert === undefined || key === undefined ? undefined : { cert: readPem(cert), key: readPem(key) };
  const receiver = new Receiver(context.home);
  const ended = new AbortController();
  const stop = new StopRequest(() => ended.abort());
  const server = await serveDeliveries({ receiver, host, port, tls, token, say: (text) => context.say(text) });
  context.say(`Deliveries are taken at ${host}:${server.port}`);
  if (!ended.signal.aborted) await new Promise((resolve) => ended.signal.addEventListener('abort', resolve));
  stop.close();
  await server.close();
  context.result({ port: server.port }, 'Deliveries are no longer taken');
}

function hostPort(text: string): { readonly host: string; readonly port: number } {
  const parts = /^(?:\[([0-9a-fA-F:]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const port = Number(parts?.[3] ?? Number.NaN);
  if (parts !== null && port <= 65_535) return { host: (parts[1] ?? parts[2])!, port };
  throw new UserError({
    code: 'bad-option',
    message: `${text} is no host:port`,
    field: 'listen',
    fix: 'Write 0.0.0.0:8443',
  });
}

function readPem(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UserError({
      code: 'file-missing',
      message: `${file} cannot be read: ${(cause as Error).message}`,
      file,
      fix: 'Name the files of the certificate and of its key, PEM',
    });
  }
}
