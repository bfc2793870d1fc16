/** A payment provider on this machine: answers as Stripe's documentation says, with a page that has one button. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Session = { id: string; payment_status: string; status: string; [field: string]: unknown };

export class Provider {
  readonly sessions: Session[] = [];
  private back = '';

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async start(): Promise<Provider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const provider = new Provider(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => void provider.answer(request, response));
    return provider;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (request.method === 'POST' && path === '/v1/checkout/sessions') {
      const form = new URLSearchParams(await read(request));
      const id = `cs_test_${this.sessions.length}`;
      this.back = form.get('success_url') ?? '';
      const session = {
        id,
        object: 'checkout.session',
        status: 'open',
        payment_status: 'unpaid',
        payment_intent: null,
        amount_total: Number(form.get('line_items[0][price_data][unit_amount]')),
        currency: form.get('line_items[0][price_data][currency]'),
        client_reference_id: form.get('client_reference_id'),
        url: `${this.address}/pay/${id}`,
      };
      this.sessions.push(session);
      return void json(session);
    }
    const session = this.sessions.find(({ id }) => path.includes(id));
    // Browsers ask for an icon as well.
    if (!session) return void response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
    if (path.startsWith('/v1/')) return void json(session);
    if (request.method === 'POST') {
      Object.assign(session, { status: 'complete', payment_status: 'paid', payment_intent: 'pi_3Plato' });
      return void response.writeHead(303, { location: this.back }).end();
    }
    const page = '<!doctype html><html lang="en"><title>Pay</title><form method="post"><button>Pay now</button></form>';
    response.setHeader('content-type', 'text/html').end(page);
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
