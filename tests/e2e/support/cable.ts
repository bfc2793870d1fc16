/**
 * All that lies between some pages and the hub, in the hands of the test. While it is cut nobody answers and
 * nobody refuses: what was sent or begun hangs, as when a device has lost its Wi-Fi.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

type Ends = { page: Socket; hub: Socket };

export class Cable {
  private readonly open = new Set<Ends>();
  /** Begun while cut: their first packets are sent again until somebody answers. */
  private readonly held = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly hubPort: number,
  ) {
    server.on('connection', (page) => this.begin(page));
  }

  static async to(hubUrl: string): Promise<Cable> {
    const server = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Cable(server, Number(new URL(hubUrl).port));
  }

  get url(): string {
    const { port } = this.server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  cut(): void {
    this.isCut = true;
    for (const { page, hub } of this.open) {
      page.unpipe();
      hub.unpipe();
      hub.destroy();
    }
  }

  /** What was begun meanwhile arrives now; what was open is not heard of any more. */
  mend(): void {
    this.isCut = false;
    for (const page of this.held) this.join(page);
    this.held.clear();
  }

  async close(): Promise<void> {
    this.server.close();
    for (const { page } of this.open) page.destroy();
    for (const page of this.held) page.destroy();
    await once(this.server, 'close');
  }

  private begin(page: Socket): void {
    page.on('error', () => page.destroy());
    page.on('close', () => this.held.delete(page));
    if (this.isCut) this.held.add(page);
    else this.join(page);
  }

  private join(page: Socket): void {
    const ends = { page, hub: connect(this.hubPort, '127.0.0.1') };
    this.open.add(ends);
    page.pipe(ends.hub).pipe(page);
    ends.hub.on('error', () => ends.hub.destroy());
    ends.hub.on('close', () => {
      if (!this.isCut) page.destroy();
    });
    page.on('close', () => {
      this.open.delete(ends);
      ends.hub.destroy();
    });
  }
}
