/** The line between one page and a socket of the hub, in the hands of the test: its long-poll, too. */
import type { Page, Route, WebSocketRoute } from '@playwright/test';

type Ends = { page: WebSocketRoute; hub: WebSocketRoute };

/** A line that can be cut and mended while the hub runs on and answers all else. */
export class Line {
  private readonly open = new Set<Ends>();
  /** Polls under way, each to be told when the line is cut. */
  private readonly polls = new Set<() => void>();
  private isCut = false;

  /** Lays the line; to be called before the page opens its socket. Outlives a reload. */
  static async to(page: Page, path: '/api/sync' | '/api/feed'): Promise<Line> {
    const line = new Line();
    await page.routeWebSocket((url) => url.pathname === path, (socket) => line.connect(socket));
    // Phones have long-poll as well. Where one call of a page may be answered here, all of them come by.
    if (path === '/api/sync') {
      await page.route((url) => url.pathname === `${path}/poll`, (route) => line.poll(route));
    }
    return line;
  }

  async cut(): Promise<void> {
    this.isCut = true;
    const all = [...this.open];
    this.open.clear();
    for (const hangUpPoll of this.polls) hangUpPoll();
    await Promise.all(all.map((ends) => hangUp(ends)));
  }

  mend(): void {
    this.isCut = false;
  }

  /** A poll ends with the line as a socket does: what answers instead of the hub is not the hub. */
  private async poll(route: Route): Promise<void> {
    let hangUpPoll = () => undefined as void;
    const cut = new Promise<undefined>((end) => (hangUpPoll = () => end(undefined)));
    this.polls.add(hangUpPoll);
    if (this.isCut) hangUpPoll();
    // The page may be gone before its poll is answered.
    const answer = this.isCut ? undefined : route.fetch({ timeout: 0 }).catch(() => undefined);
    const response = await Promise.race([cut, answer]);
    this.polls.delete(hangUpPoll);
    await route.fulfill(response ? { response } : { body: '' }).catch(() => undefined);
  }

  private connect(page: WebSocketRoute): void {
    if (this.isCut) {
      void page.close();
      return;
    }
    const ends = { page, hub: page.connectToServer() };
    this.open.add(ends);
    // What is still on its way when the line is cut is lost: a socket that closes takes nothing more.
    page.onMessage((message) => {
      if (this.open.has(ends)) ends.hub.send(message);
    });
    page.onClose(() => {
      this.open.delete(ends);
      void ends.hub.close();
    });
  }
}

async function hangUp({ page, hub }: Ends): Promise<void> {
  await Promise.all([page.close(), hub.close()]);
}

type Ticket = { order: number; fired_at_ms: number };
type Frame = { view?: { tickets?: Ticket[]; done?: Ticket[] }; changed?: Ticket[] };

/**
 * Makes tickets older on their way to a kitchen screen, by the minutes that each order has: the
 * hub's clock cannot be turned, and nobody wants to wait.
 */
export async function ageTickets(page: Page, minutesOf: (order: number) => number): Promise<void> {
  const older = (tickets: Ticket[] = []) => {
    for (const ticket of tickets) ticket.fired_at_ms -= minutesOf(ticket.order) * 60_000;
  };
  await page.routeWebSocket((url) => url.pathname === '/api/feed', (socket) => {
    socket.connectToServer().onMessage((message) => {
      const frame = JSON.parse(String(message)) as Frame;
      older(frame.view?.tickets);
      older(frame.view?.done);
      older(frame.changed);
      socket.send(JSON.stringify(frame));
    });
  });
}

type Session = { unshown?: { fired_at_ms: number }[] };
type FloorFrame = { view?: { rooms?: { tables: { session: Session | null }[] }[] } };

/** Makes orders that no kitchen display has shown wait for longer, on their way to a floor screen. */
export async function ageUnshown(page: Page, seconds: () => number): Promise<void> {
  await page.routeWebSocket((url) => url.pathname === '/api/feed', (socket) => {
    socket.connectToServer().onMessage((message) => {
      const frame = JSON.parse(String(message)) as FloorFrame;
      const tables = frame.view?.rooms?.flatMap((room) => room.tables) ?? [];
      for (const unshown of tables.flatMap(({ session }) => session?.unshown ?? [])) {
        unshown.fired_at_ms -= seconds() * 1_000;
      }
      socket.send(JSON.stringify(frame));
    });
  });
}

type Patience = {
  ready_late_ms?: number;
  call_late_ms?: number;
  rooms?: { tables: { status?: { state: string; limit_ms?: number } }[] }[];
};

/** Has a house that waits for nothing: what is ready, calls or is dirty is late, on its way to a floor screen. */
export async function withoutPatience(page: Page): Promise<void> {
  await page.routeWebSocket((url) => url.pathname === '/api/feed', (socket) => {
    socket.connectToServer().onMessage((message) => {
      const frame = JSON.parse(String(message)) as { view?: Patience };
      if (frame.view) Object.assign(frame.view, { ready_late_ms: 0, call_late_ms: 0 });
      for (const { status } of frame.view?.rooms?.flatMap(({ tables }) => tables) ?? []) {
        if (status?.state === 'to_clean') status.limit_ms = 0;
      }
      socket.send(JSON.stringify(frame));
    });
  });
}

/** A network with something in it that answers a WebSocket's request as if it were for a page. */
export async function letNoSocketThrough(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Real = WebSocket;
    globalThis.WebSocket = class extends Real {
      constructor(url: string | URL) {
        super(String(url).replace(/\/api\/(sync|feed)/, '/healthz'));
      }
    };
  });
}

/** Has the hub say to a floor screen that nobody joins by a PIN for so many minutes: sixty wrong ones take too long. */
export async function pausePins(page: Page, minutes: number): Promise<void> {
  await page.routeWebSocket((url) => url.pathname === '/api/feed', (socket) => {
    socket.connectToServer().onMessage((message) => {
      const frame = JSON.parse(String(message)) as PausedFrame;
      if (frame.view) frame.view.pins_paused_until_ms = frame.view.hub_time_ms + minutes * 60_000;
      socket.send(JSON.stringify(frame));
    });
  });
}

type PausedFrame = { view?: { hub_time_ms: number; pins_paused_until_ms?: number } };
