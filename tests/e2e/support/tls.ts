/** What stands before a hub that is reached by https: takes the TLS off and passes the rest on. */
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import { Certificate } from './certificate';

export class TlsFront {
  private readonly open = new Set<TLSSocket>();

  private constructor(
    private readonly server: Server,
    readonly origin: string,
    readonly certificate: Certificate,
  ) {}

  static async before(hubUrl: string, host: string): Promise<TlsFront> {
    const certificate = await Certificate.for(host);
    const hubPort = Number(new URL(hubUrl).port);
    const server = createServer({ key: certificate.key, cert: certificate.cert }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const front = new TlsFront(server, `https://${host}:${port}`, certificate);
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
    await this.certificate.remove();
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
