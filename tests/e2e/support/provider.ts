/** A payment provider on this machine: answers as Stripe's documentation says, with a page that has one button. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The version of the interface that the hub is written for. */
const VERSION = '2025-12-15.clover';
const PAID = { status: 'complete', payment_status: 'paid', payment_intent: 'pi_3Plato' };
const AMOUNT_MIN = 50;
const OPEN_S = { min: 30 * 60, max: 24 * 60 * 60 };

type Answer = { status: number; body: unknown };

type Session = { id: string; payment_status: string; status: string; amount_total: number; [field: string]: unknown };

export class Provider {
  readonly sessions: Session[] = [];
  /** Answers nothing but that it is broken. */
  isBroken = false;
  /** Does not get round to closing a page. */
  keepsPagesOpen = false;
  private back = '';
  /** The first answer under each key, and the form that it was to. */
  private readonly answers = new Map<string, { form: string; answer: Answer }>();

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

  /** Somebody pays so much on the page that was opened last. */
  paysOther(amount: number): void {
    const session = this.sessions.at(-1);
    if (session) Object.assign(session, PAID, { amount_total: amount });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const send = ({ status, body }: Answer) => void json(body, status);
    if (path.startsWith('/v1/') && request.headers['stripe-version'] !== VERSION) return send(refusal(400, 'version'));
    if (request.method === 'POST' && path === '/v1/checkout/sessions') {
      const [key, form] = [String(request.headers['idempotency-key']), await read(request)];
      const known = this.answers.get(key);
      if (known) return send(known.form === form ? known.answer : refusal(400, 'idempotency_error'));
      // What does not hold is turned away before it comes to work, and not kept.
      const wrong = whatIsWrong(new URLSearchParams(form));
      if (wrong) return send(refusal(400, wrong));
      const answer = this.isBroken ? refusal(500, 'api_error') : this.open(new URLSearchParams(form));
      this.answers.set(key, { form, answer });
      return send(answer);
    }
    const session = this.sessions.find(({ id }) => path.includes(id));
    // Browsers ask for an icon as well.
    if (!session) return void response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
    if (path.endsWith('/expire')) {
      if (this.keepsPagesOpen) return send(refusal(500, 'api_error'));
      if (session.status !== 'open') return send(refusal(400, 'checkout_session_not_open'));
      session.status = 'expired';
    }
    if (path.startsWith('/v1/')) return void json(session);
    if (session.status === 'expired') return void response.writeHead(410).end('This page has expired.');
    if (request.method === 'POST') {
      Object.assign(session, PAID);
      return void response.writeHead(303, { location: this.back }).end();
    }
    const page = '<!doctype html><html lang="en"><title>Pay</title><form method="post"><button>Pay now</button></form>';
    response.setHeader('content-type', 'text/html').end(page);
  }

  private open(form: URLSearchParams): Answer {
    const id = `cs_test_${this.sessions.length}`;
    this.back = form.get('success_url') ?? '';
    const body: Session = {
      id,
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      payment_intent: null,
      amount_total: sum(form),
      currency: form.get('line_items[0][price_data][currency]'),
      client_reference_id: form.get('client_reference_id'),
      url: `${this.address}/pay/${id}`,
    };
    this.sessions.push(body);
    return { status: 200, body };
  }
}

function sum(form: URLSearchParams): number {
  const amounts = [...form].filter(([name]) => name.endsWith('[unit_amount]'));
  return amounts.reduce((total, [, amount]) => total + Number(amount), 0);
}

/** Which parameter does not hold, by the reference of the interface. */
function whatIsWrong(form: URLSearchParams): string | undefined {
  const openS = Number(form.get('expires_at')) - Math.floor(Date.now() / 1000);
  if (openS < OPEN_S.min || openS > OPEN_S.max) return 'expires_at';
  if (form.get('payment_method_types[0]') !== 'card') return 'payment_method_types';
  return sum(form) < AMOUNT_MIN ? 'amount_too_small' : undefined;
}

function refusal(status: number, code: string): Answer {
  return { status, body: { error: { type: 'invalid_request_error', code, message: 'No.' } } };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
