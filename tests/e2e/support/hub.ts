/**
 * The real program, started, killed and restarted by the test that owns it. Offline means that its
 * process is gone and its port refuses: a browser that is set offline keeps an open socket.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from '@playwright/test';
import type { Certificate } from './certificate';
import { keepHub, LOG_LEVEL, noteSecrets } from './trail';

const PROGRAM = resolve(process.env['PLATO_BIN'] ?? '../../target/release/plato');
const READY_WITHIN_MS = 40_000;
const STOP_WITHIN_MS = 3_000;

/** What the demo made: as in `hub/src/demo.rs`. */
export type DemoFacts = {
  url: string;
  guest_url: string;
  table: string;
  session: string;
  pin: string;
  kitchen_url: string;
  floor_url: string;
  staff_name: string;
  staff_password: string;
};

type Running = { process: ChildProcess; exited: Promise<unknown> };

export class Hub {
  readonly url: string;
  /** The same by https, with a certificate of its own. */
  readonly httpsUrl: string;
  /** What the hub has logged, over all its lives. */
  log = '';
  /** Was it ever out of reach in this test? */
  wasDown = false;
  /** What the hub has printed on its console, over all its lives. */
  printed = '';
  private running: Running | undefined;
  private demo: DemoFacts | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly httpsPort: number,
    private readonly args: readonly string[],
    private readonly isDemo = true,
  ) {
    this.url = `http://127.0.0.1:${port}`;
    this.httpsUrl = `https://127.0.0.1:${httpsPort}`;
  }

  /**
   * A hub with the demo venue in a folder of its own. `host` is the name that guests know it by; with a
   * certificate they come by https.
   */
  static async start(host?: string, certificate?: Certificate): Promise<Hub> {
    const folder = await mkdtemp(join(tmpdir(), 'plato-e2e-'));
    const [port, httpsPort] = [await freePort(), await freePort()];
    const origin = certificate ? `https://${host}:${httpsPort}` : `http://${host}:${port}`;
    const args = host === undefined ? [] : ['--public-url', origin];
    if (certificate) args.push('--tls-cert', certificate.certFile, '--tls-key', certificate.keyFile);
    const hub = new Hub(folder, port, httpsPort, args);
    await hub.run();
    return hub;
  }

  /** The same where guests pay online, with an account at this address. */
  static async startPaidOnline(address: string): Promise<Hub> {
    const folder = await mkdtemp(join(tmpdir(), 'plato-e2e-'));
    const keys = join(folder, 'keys.toml');
    await writeFile(keys, `secret_key = "sk_test_plato"\naddress = "${address}"\n`);
    const hub = new Hub(folder, await freePort(), await freePort(), ['--payments', keys]);
    await hub.run();
    return hub;
  }

  /** A hub with nothing in it, as it is started for the first time. */
  static async startEmpty(): Promise<Hub> {
    const folder = await mkdtemp(join(tmpdir(), 'plato-e2e-'));
    const hub = new Hub(folder, await freePort(), await freePort(), [], false);
    await hub.run();
    return hub;
  }

  /** The code that makes the first owner, as it stands on the console. */
  async ownerCode(): Promise<string> {
    const code = () => /^ +([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})$/m.exec(this.printed)?.[1];
    await expect.poll(code, 'the hub prints a code').toBeDefined();
    return code() ?? '';
  }

  /** What the demo made in this life of the hub: the PIN is a new one after each start. */
  get facts(): DemoFacts {
    if (!this.demo) throw new Error('the hub is not running');
    return this.demo;
  }

  /** Ends it as a power cut does, and makes sure that nothing answers any more. */
  async kill(): Promise<void> {
    this.wasDown = true;
    const { process, exited } = this.alive();
    process.kill('SIGKILL');
    await exited;
    this.running = undefined;
    await expect.poll(() => portRefuses(this.port), 'the port of a killed hub refuses').toBe(true);
  }

  /** The same data at the same address again. */
  async restart(): Promise<void> {
    await this.run();
  }

  /** Ends it as an operator does. */
  async stop(): Promise<void> {
    if (!this.running) return;
    const { process, exited } = this.running;
    process.kill('SIGTERM');
    const stopped = await Promise.race([exited.then(() => true), pause(STOP_WITHIN_MS, false)]);
    if (!stopped) process.kill('SIGKILL');
    await exited;
    this.running = undefined;
  }

  async remove(): Promise<void> {
    await keepHub(this.url, this.log, join(this.folder, 'data'));
    await rm(this.folder, { recursive: true, force: true });
  }

  private alive(): Running {
    if (!this.running) throw new Error('the hub is not running');
    return this.running;
  }

  private async run(): Promise<void> {
    const data = join(this.folder, 'data');
    const at = ['--listen', `127.0.0.1:${this.port}`, '--https', `127.0.0.1:${this.httpsPort}`];
    const demo = this.isDemo ? ['--demo'] : [];
    const args = ['serve', ...demo, '--data', data, ...at, '--mdns', 'false', ...this.args];
    const env = LOG_LEVEL === undefined ? globalThis.process.env : { ...globalThis.process.env, PLATO_LOG: LOG_LEVEL };
    const process = spawn(PROGRAM, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const exited = once(process, 'exit');
    this.running = { process, exited };
    process.stdout.setEncoding('utf8').on('data', (text: string) => (this.printed += text));
    process.stderr.setEncoding('utf8').on('data', (text: string) => (this.log += text));
    const ended = exited.then(() => Promise.reject(new Error(`the hub ended at once:\n${this.log}`)));
    await Promise.race([ended, this.ready()]);
    if (!this.isDemo) return;
    this.demo = JSON.parse(await readFile(join(data, 'demo.json'), 'utf8')) as DemoFacts;
    const { pin, staff_password, guest_url } = this.demo;
    const key = guest_url.split('#')[1] ?? '';
    await noteSecrets(this.url, [['pin', pin], ['password', staff_password], ['key', key]]);
  }

  private async ready(): Promise<void> {
    // Without a venue file it is never ready to take orders.
    const path = this.isDemo ? '/readyz' : '/healthz';
    const answers = async () => (await fetch(this.url + path).catch(() => undefined))?.ok;
    const timing = { intervals: [20], timeout: READY_WITHIN_MS };
    await expect.poll(answers, { message: 'the hub is ready', ...timing }).toBe(true);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export function portRefuses(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => settle(false));
    socket.once('error', (fault: NodeJS.ErrnoException) => settle(fault.code === 'ECONNREFUSED'));
    socket.once('close', () => socket.destroy());
  });
}
