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
  const courses = COURSES.map((name) => `[[course]]\nid = "${name.toLowerCase()}"\nname = "${name}"\n`).join('\n');
  await changeVenue(hub, (demo) => {
    let named = 0;
    const file = demo.replaceAll(/\[\[category\]\]\nid += "([a-z-]+)"\n/g, (text, id: string) => {
      const course = OF_CATEGORY[id];
      if (course === undefined) return text;
      named += 1;
      return `${text}course = "${course}"\n`;
    });
    if (named < Object.keys(OF_CATEGORY).length) throw new Error('a category of the demo was not found');
    return `${courses}\n${file}`;
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
