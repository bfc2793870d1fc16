/** The demo's venue with courses: starters, mains and desserts, as an owner would add them. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { Hub } from './hub';
import { staffCookie } from './staff';

const COURSES = ['Starters', 'Mains', 'Desserts'] as const;
/** Which categories of the demo belong to which course; drinks belong to none. */
const OF_CATEGORY: Record<string, string> = {
  share: 'starters',
  starters: 'starters',
  pasta: 'mains',
  mains: 'mains',
  desserts: 'desserts',
};

export async function withCourses(hub: Hub): Promise<void> {
  const demo = await readFile('../../hub/demo/venue.toml', 'utf8');
  const named = COURSES.map((name) => `[[course]]\nid = "${name.toLowerCase()}"\nname = "${name}"\n`).join('\n');
  const file = demo.replaceAll(/\[\[category\]\]\nid   = "([a-z-]+)"\n/g, (text, id: string) => {
    const course = OF_CATEGORY[id];
    return course === undefined ? text : `${text}course = "${course}"\n`;
  });
  const answer = await fetch(`${hub.url}/api/venue/import`, {
    method: 'POST',
    headers: {
      cookie: await staffCookie(hub),
      origin: hub.url,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ file: `${named}\n${file}` }),
  });
  expect(answer.ok, `the venue with courses is taken: ${await answer.text()}`).toBe(true);
}
