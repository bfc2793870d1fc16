/** The demo's venue with a change that an owner would make, put in force through the hub's own door. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Hub } from './hub';
import { staffCookie } from './staff';

export async function changeVenue(hub: Hub, change: (file: string) => string): Promise<void> {
  const file = change(await readFile('../../hub/demo/venue.toml', 'utf8'));
  const answer = await fetch(`${hub.url}/api/venue/import`, {
    method: 'POST',
    headers: {
      cookie: await staffCookie(hub),
      origin: hub.url,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ file }),
  });
  expect(answer.ok, `the changed venue is taken: ${await answer.text()}`).toBe(true);
}

/** The house looks at the first order of every table. */
export const withApproval = (hub: Hub) =>
  changeVenue(hub, (file) => file + '\n[approval]\nfirst_order = true\n');
