/**
 * What browsers complain about: errors on the console and exceptions nobody caught. A test with any
 * fails. Not counted are calls that fail because the hub is down, and refusals that the test expects:
 * browsers write both to the console by themselves.
 */
import type { BrowserContext, ConsoleMessage } from '@playwright/test';
import type { Hub } from './hub';

export type Refusal = { status: number; path: string };

const NETWORK = /net::ERR_(CONNECTION_|EMPTY_RESPONSE|SOCKET_|NETWORK_|INCOMPLETE_|FAILED|ABORTED)/;
const NO_SOCKET = /^WebSocket connection to .+ failed/;
const STATUS = /responded with a status of (\d{3})/;

export class Complaints {
  private readonly heard: string[] = [];
  private readonly expected: Refusal[] = [];
  private mayLoseCalls = false;
  private mayLackSockets = false;

  constructor(private readonly hub: Hub) {}

  listen(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' && !this.isExpected(message)) {
        this.heard.push(`${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => this.heard.push(String(error.error().stack)));
  }

  /** The hub will refuse this in the test, and that is right. */
  expect(status: number, path: string): void {
    this.expected.push({ status, path });
  }

  /** The test itself keeps calls from the hub. */
  expectLostCalls(): void {
    this.mayLoseCalls = true;
  }

  /** The network of the test lets no WebSocket through. */
  expectNoSockets(): void {
    this.mayLackSockets = true;
  }

  all(): readonly string[] {
    return this.heard;
  }

  private isExpected(message: ConsoleMessage): boolean {
    const text = message.text();
    if (NETWORK.test(text)) return this.mayLoseCalls || this.hub.wasDown;
    if (this.mayLackSockets && NO_SOCKET.test(text)) return true;
    const status = Number(STATUS.exec(text)?.[1]);
    const { url } = message.location();
    return this.expected.some((refusal) => refusal.status === status && url.endsWith(refusal.path));
  }
}
