/**
 * What hubs and kitchen screens of a test run have written, kept beside the secrets that must not be in it,
 * as in `tests/support/src/trail.rs`: a folder for each address under PLATO_TRAIL, which `cargo xtask test`
 * looks through at the end. Traces of Playwright are no part of it: they record what the browser itself
 * sent, tokens included, are kept only of tests that failed, and stay on the machine that ran them.
 */
import { appendFile, copyFile, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page, Response } from '@playwright/test';

const TRAIL = process.env['PLATO_TRAIL'];
/** Calls that tell a secret to the hub, and answers that tell one to whoever asked. */
const TELLING =
  /\/api\/(sessions\/join|setup\/owner|staff\/|team\/|device\/enrol|knocks|customer\/goodbye|sessions\/[^/]+\/invites|floor\/(tables\/[^/]+\/seat|sessions\/[^/]+\/(pin|invites)))/;
/** What is secret in a body, by the names of its fields, and what it is. */
const SECRET: Record<string, string> = {
  token: 'token', pin: 'pin', code: 'code', key: 'key', secret: 'secret', password: 'password', new_password: 'password',
};

/** How much a hub logs: everything, where it is looked through. */
export const LOG_LEVEL = TRAIL === undefined ? undefined : 'trace';

async function folderOf(url: string): Promise<string | undefined> {
  if (TRAIL === undefined) return undefined;
  const folder = join(TRAIL, new URL(url).host.replaceAll(/[^a-z0-9]/gi, '-'));
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Keeps a hub's log and database. */
export async function keepHub(url: string, log: string, data: string): Promise<void> {
  const folder = await folderOf(url);
  if (folder === undefined) return;
  await appendFile(join(folder, 'log.txt'), log);
  const database = join(data, 'plato.redb');
  if (await stat(database).catch(() => undefined)) await copyFile(database, join(folder, 'plato.redb'));
}

/** Notes secrets of a hub: what each is, and the secret. */
export async function noteSecrets(url: string, secrets: readonly (readonly [string, string])[]): Promise<void> {
  const folder = await folderOf(url);
  const lines = secrets.map(([kind, secret]) => `${kind} ${secret}\n`);
  if (folder !== undefined && lines.length > 0) await appendFile(join(folder, 'secrets.txt'), lines.join(''));
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown;
  } catch {
    return undefined;
  }
}

function secretsOf(body: unknown, kinds = SECRET): (readonly [string, string])[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) => {
    const kind = kinds[name];
    if (kind === undefined) return secretsOf(value, kinds);
    // What is too short to be right stands in many words.
    const isSecret = typeof value === 'string' && !value.includes('\n') && (kind === 'pin' || value.length >= 8);
    return isSecret ? [[kind, value] as const] : [];
  });
}

/** Notes what a browser says and is told. Gives a promise for all that is under way. */
export function noteWhatIsTold(url: string, context: BrowserContext): () => Promise<void> {
  const running: Promise<void>[] = [];
  const note = async (answer: Response) => {
    const cookie = (await answer.headerValue('set-cookie')) ?? '';
    const tokens = [...cookie.matchAll(/=([0-9a-f]{64})/g)].map(([, token]) => ['token', token ?? ''] as const);
    const told = answer.ok() ? secretsOf(await answer.json().catch(() => undefined)) : [];
    // Answers name an invite by an id that is no secret; whoever comes with one says its code.
    const said = secretsOf(parsed(answer.request().postData()), { ...SECRET, invite: 'code' });
    await noteSecrets(url, [...tokens, ...told, ...said]);
  };
  if (TRAIL !== undefined) {
    context.on('response', (answer) => {
      // A page that is closed meanwhile has no more answers to tell.
      if (TELLING.test(answer.url())) running.push(note(answer).catch(() => undefined));
    });
  }
  return async () => void (await Promise.all(running));
}

/** Everything that a page keeps: storages, databases, and caches of what the interface answered. */
export async function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const parts: unknown[] = [{ ...localStorage }, { ...sessionStorage }];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((settle, fail) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => settle(opening.result);
        opening.onerror = () => fail(opening.error);
      });
      for (const store of database.objectStoreNames) {
        parts.push(
          await new Promise((settle, fail) => {
            const reading = database.transaction(store).objectStore(store).getAll();
            reading.onsuccess = () => settle(reading.result);
            reading.onerror = () => fail(reading.error);
          }),
        );
      }
      database.close();
    }
    // Programs and pages speak of prices; what the hub answered must not.
    for (const name of 'caches' in window ? await caches.keys() : []) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const isApi = new URL(request.url).pathname.startsWith('/api/');
        parts.push(request.url, isApi ? await (await cache.match(request))?.text() : '');
      }
    }
    return JSON.stringify(parts);
  });
}

/** Keeps what a kitchen's screen has heard and keeps. */
export async function keepKitchen(url: string, text: string): Promise<void> {
  const folder = await folderOf(url);
  if (folder !== undefined) await appendFile(join(folder, 'kitchen.txt'), `${text}\n`);
}
