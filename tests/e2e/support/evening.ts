/** A house on a good evening: what stands on the kitchen's screens when they are looked at. */
import type { House } from './house';

/** Minutes since each order: the first are late, the last has just come in. */
const MINUTES: Record<number, number> = { 1: 13, 2: 9, 3: 6, 4: 4, 5: 2, 6: 1 };

export const minutesSinceOrder = (order: number): number => MINUTES[order] ?? 0;

/** Fills the house, table 1 (the demo's) included; leaves tables 2, 5, 7, T1, T3 and T4 free. */
export async function fill(house: House): Promise<void> {
  await house.orderAtDemoTable(
    'Mirela',
    { item: 'lamb-chops', modifiers: ['doneness/medium', 'side/polenta', 'sauces/salsa-verde'] },
    { item: 'sea-bass', modifiers: ['side/greens'], note: 'Bones off, please' },
    { item: 'negroni' },
  );
  await house.party(
    '4',
    4,
    'Chiara',
    { item: 'ragu', modifiers: ['pasta-shape/rigatoni', 'pasta-extras/pecorino'], quantity: 2 },
    { item: 'bitter-leaves', modifiers: ['dressing/lemon-oil'] },
    { item: 'montepulciano', modifiers: ['pour/carafe'] },
  );
  await house.party(
    't2',
    3,
    'Dario',
    { item: 'octopus' },
    { item: 'burrata', modifiers: ['starter-extras/prosciutto'] },
    { item: 'vermentino', modifiers: ['pour/glass'], quantity: 2 },
  );
  await house.allergicParty(
    '6',
    5,
    'Elif',
    ['nuts', 'peanuts'],
    { item: 'brick-chicken', modifiers: ['heat/hot', 'side/potatoes'] },
    { item: 'kids-pasta', modifiers: ['pasta-shape/tagliatelle', 'kids-sauce/tomato'], note: 'Nut allergy' },
    { item: 'focaccia', modifiers: ['dips/ricotta'] },
  );
  await house.party('8', 6, 'Farid', { item: 'risotto', modifiers: ['truffle/shaved-truffle'] });
  await house.party('3', 2, 'Greta', { item: 'tiramisu', quantity: 2 }, { item: 'espresso', quantity: 2 });

  await house.bump('2-bar');
  await house.bump('3-bar');
  await house.setStatus(1, 0, 'ready');
  await house.setStatus(1, 1, 'cooking');
  await house.setStatus(2, 0, 'cooking');
  await house.setStatus(2, 1, 'ready');
  await house.setStatus(3, 0, 'cooking');
}
