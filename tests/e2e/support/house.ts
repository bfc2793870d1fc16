/** Parties that order by HTTP alone, so that a house is full before a screen is looked at. */
import { randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import type { Hub } from './hub';
import { staffCookie, type Account } from './staff';

export type Dish = { item: string; modifiers?: string[]; note?: string; quantity?: number };

type Code = { url: string };
type Seated = { session: string; pin: string };
type Joined = { token: string };
type CartAnswer = { confirm: object };
type Payment = { amount: number; tender: string };
type Stray = { money: { minor: number } };
type Checkout = {
  bill: { total: number; left: number; due_back: number; shares: { share: string; left: number }[] };
  payments: Payment[];
  strays?: Stray[];
};
type Receipt = { number: number };
type FloorAnswer = { rooms: { tables: { name: string; session: { session: string } | null }[] }[] };

export class House {
  private constructor(
    private readonly hub: Hub,
    private readonly cookie: string,
  ) {}

  static async of(hub: Hub, account?: Account): Promise<House> {
    return new House(hub, await staffCookie(hub, account));
  }

  /** The demo's party orders as another of its guests. */
  async orderAtDemoTable(name: string, ...dishes: Dish[]): Promise<void> {
    const { guest_url, pin } = this.hub.facts;
    await this.order(await this.join(guest_url, pin, name), dishes);
  }

  /** Seats a party, which says what it must not eat and orders. */
  async allergicParty(table: string, covers: number, name: string, allergens: string[], ...dishes: Dish[]): Promise<void> {
    const seated = await this.seat(table, covers);
    const token = await this.join(await this.codeOf(table), seated.pin, name);
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    await post(`${this.hub.url}/api/customer/allergies`, headers, { allergens });
    await this.order(token, dishes);
  }

  /** Seats a party, which orders at once. */
  async party(table: string, covers: number, name: string, ...dishes: Dish[]): Promise<Seated> {
    const seated = await this.seat(table, covers);
    const token = await this.join(await this.codeOf(table), seated.pin, name);
    if (dishes.length > 0) await this.order(token, dishes);
    return seated;
  }

  /** Somebody more at a table orders the same again and again. */
  async orders(table: string, pin: string, times: number, dish: Dish): Promise<void> {
    const token = await this.join(await this.codeOf(table), pin, 'Again');
    for (let order = 0; order < times; order += 1) await this.order(token, [dish]);
  }

  /** What the code on a table carries. */
  async codeOf(table: string): Promise<string> {
    return ((await (await this.staff(`/api/floor/tables/${table}/code`)).json()) as Code).url;
  }

  async bump(ticket: string): Promise<void> {
    await this.staff(`/api/kitchen/ticket/${ticket}/bump`, {});
  }

  /** Takes portions off that are not made yet, as somebody who has just proved who they are. */
  async void(order: number, index: number, portions = 1): Promise<void> {
    await this.staff('/api/staff/step-up', { password: this.hub.facts.staff_password });
    await this.staff(`/api/orders/${order}/item/${index}/void`, { portions, reason: 'mistake' });
  }

  async fire(session: string, course: number): Promise<void> {
    await this.staff(`/api/sessions/${session}/fire`, { course });
  }

  async moveToCourse(order: number, index: number, course: number): Promise<void> {
    await this.staff(`/api/kitchen/order/${order}/item/${index}/course`, { course });
  }

  async close(session: string): Promise<void> {
    await this.staff(`/api/sessions/${session}/close`, {});
  }

  /** Takes what a visit owes by card, share by share. */
  async settle(session: string): Promise<void> {
    while (await this.payNext(session));
  }

  /** Takes the next share that a visit owes; gives whether there was one. */
  async payNext(session: string, offer: object = { tender: 'card', reference: 'T1 0042' }): Promise<boolean> {
    const { bill } = await this.checkout(session);
    const next = bill.shares.find(({ left }) => left > 0);
    if (next) {
      const { share, left: amount } = next;
      const payment = [...randomBytes(10)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('');
      await this.staff(`/api/sessions/${session}/bill/payments`, { payment, share, amount, tip: 0, with: offer });
    }
    return next !== undefined;
  }

  /** The bill of a visit, as the till has it. */
  async checkout(session: string): Promise<Checkout> {
    return (await (await this.staff(`/api/sessions/${session}/bill`)).json()) as Checkout;
  }

  /** Every receipt of the house. */
  async receipts(): Promise<Receipt[]> {
    return (await (await this.staff('/api/till/receipts')).json()) as Receipt[];
  }

  /** The visit that sits at a table. */
  /** Everyone at a table has a cart of their own from now on. */
  async apart(session: string): Promise<void> {
    await this.staff(`/api/floor/sessions/${session}/mode`, { mode: 'individual' });
  }

  async sessionAt(table: string): Promise<string> {
    const { rooms } = (await (await this.staff('/api/floor')).json()) as FloorAnswer;
    const found = rooms.flatMap(({ tables }) => tables).find(({ name }) => name === table);
    expect(found?.session, `somebody sits at table ${table}`).toBeTruthy();
    return found?.session?.session ?? '';
  }

  async eightySix(item: string, is_eighty_sixed: boolean): Promise<void> {
    await this.staff(`/api/kitchen/items/${item}/eighty-six`, { is_eighty_sixed });
  }

  async setStatus(order: number, index: number, status: 'cooking' | 'ready' | 'served'): Promise<void> {
    await this.staff(`/api/kitchen/order/${order}/item/${index}/status`, { status });
  }

  private async seat(table: string, covers: number): Promise<Seated> {
    const answer = await this.staff(`/api/floor/tables/${table}/seat`, { covers, mode: 'family' });
    return (await answer.json()) as Seated;
  }

  private async join(guestUrl: string, pin: string, name: string): Promise<string> {
    const [, table = '', key = ''] = /\/t\/([^#]+)#(.+)$/.exec(guestUrl) ?? [];
    const answer = await post(`${this.hub.url}/api/sessions/join`, {}, { table, key, pin, name });
    return ((await answer.json()) as Joined).token;
  }

  private async order(token: string, dishes: readonly Dish[]): Promise<void> {
    const headers = { authorization: `Bearer ${token}` };
    let cart: CartAnswer | undefined;
    for (const { item, modifiers = [], note = '', quantity = 1 } of dishes) {
      const body = { item, config: { modifiers, note }, quantity };
      cart = (await (await post(`${this.hub.url}/api/customer/cart/add`, headers, body)).json()) as CartAnswer;
    }
    await post(`${this.hub.url}/api/order/place`, headers, { ...cart?.confirm, command_id: randomUUID() });
  }

  private async staff(path: string, body?: object): Promise<Response> {
    // As a page of the hub: a cookie without an origin is refused.
    const headers = { cookie: this.cookie, origin: this.hub.url, 'idempotency-key': randomUUID() };
    if (body) return post(this.hub.url + path, headers, body);
    return checked(await fetch(this.hub.url + path, { headers }));
  }
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<Response> {
  const all = { ...headers, 'content-type': 'application/json' };
  return checked(await fetch(url, { method: 'POST', headers: all, body: JSON.stringify(body) }));
}

async function checked(answer: Response): Promise<Response> {
  expect(answer.ok, `${answer.url} answers ${answer.status}`).toBe(true);
  return answer;
}
