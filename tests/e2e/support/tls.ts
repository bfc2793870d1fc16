/** What stands before a hub that is reached by https: takes the TLS off and passes the rest on. */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';

export class TlsFront {
  private readonly open = new Set<TLSSocket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    /** For `--ignore-certificate-errors-spki-list`: this certificate is trusted, and no other. */
    readonly fingerprint: string,
  ) {}

  static async before(hubUrl: string, host: string): Promise<TlsFront> {
    const { key, cert } = await certificateFor(host);
    const hubPort = Number(new URL(hubUrl).port);
    const server = createServer({ key, cert }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const spki = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
    const fingerprint = createHash('sha256').update(spki).digest('base64');
    const front = new TlsFront(server, `https://${host}:${port}`, fingerprint);
    server.on('secureConnection', (outside) => front.pass(outside, hubPort));
    server.on('tlsClientError', () => undefined);
    return front;
  }

  get port(): number {
    return Number(new URL(this.origin).port);
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.close();
    for (const socket of this.open) socket.destroy();
    await once(this.server, 'close');
  }

  private pass(outside: TLSSocket, hubPort: number): void {
    const inside = connect(hubPort, '127.0.0.1');
    this.open.add(outside);
    outside.on('close', () => this.open.delete(outside));
    outside.pipe(inside).pipe(outside);
    const end = () => [outside, inside].forEach((socket) => socket.destroy());
    for (const socket of [outside, inside]) socket.on('error', end).on('close', end);
  }
}

async function certificateFor(host: string): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'plato-e2e-tls-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '2'];
    await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', cert]);
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
