/** The demo's venue with courses (starters, mains and desserts) or with two levels of a pass, as an owner would add them. */
import type { Hub } from './hub';
import { changeVenue } from './venue';

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
  const named = COURSES.map((name) => `[[course]]\nid = "${name.toLowerCase()}"\nname = "${name}"\n`).join('\n');
  await changeVenue(hub, (demo) => {
    const file = demo.replaceAll(/\[\[category\]\]\nid   = "([a-z-]+)"\n/g, (text, id: string) => {
      const course = OF_CATEGORY[id];
      return course === undefined ? text : `${text}course = "${course}"\n`;
    });
    return `${named}\n${file}`;
  });
}

/** Grill and cold hand their dishes to the kitchen's own pass; the bar hands them to nobody. */
export async function withPasses(hub: Hub): Promise<void> {
  const pass = '[[pass]]\nid = "kitchen"\nname = "Kitchen pass"\n';
  await changeVenue(hub, (demo) => {
    const handsOver = (text: string) => `${text}pass = "kitchen"\n`;
    return `${pass}\n${demo.replaceAll(/\[\[station\]\]\nid +=+ "(?:grill|cold)"\n/g, handsOver)}`;
  });
}
