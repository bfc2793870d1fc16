/** Names and notes of somebody who means harm, on the bill, on receipts, in goodbyes and in the books. */
import type { Page } from '@playwright/test';
import { Bill, Till } from '../support/bill';
import { House } from '../support/house';
import { farewellOf, formulasIn, Harm, joined, LONG, NAMES, NOTES, rateAs, SMALL } from '../support/payloads';
import { signIn } from '../support/staff';
import { hire } from '../support/team';
import { expect, test } from '../support/test';

const cashier = (name: string) => ({ name, role: 'cashier', password: 'three dull words' });

test('names are text on the bill of a phone and at the till', async ({ hub, devices }) => {
  const [own, ...others] = NAMES;
  const ada = await devices.guest(own, SMALL);
  const harm = Harm.on(ada.page);
  const house = await House.of(hub);
  for (const name of others) await house.orderAtDemoTable(name, { item: 'negroni' });
  await ada.add('Tiramisù', { forWhom: 'Everyone' });
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const bill = new Bill(ada);
  await bill.open();
  await harm.expectNone(ada.page, 'the bill', ...others);
  await bill.choose('Each their own');
  await expect(bill.share(LONG)).toBeVisible();
  await bill.changeOf('You').click();
  const whoPays = bill.sheet().getByRole('button', { name: 'Who pays for Tiramisù?' });
  await whoPays.click();
  await harm.expectNone(ada.page, 'who pays a dish', ...others);
  await whoPays.click();
  await bill.shareDish('Tiramisù', { [LONG]: 1, You: 1 });
  await expect(bill.sheet().getByText('Shared by')).toContainText(LONG);

  await hire(hub, cashier(LONG));
  const page = await devices.page(SMALL);
  const atTill = Harm.on(page);
  await signIn(page, hub, cashier(LONG));
  const till = new Till(page);
  await till.open(hub);
  await till.shares().filter({ hasText: LONG }).getByRole('button', { name: 'Change this part' }).click();
  await atTill.expectNone(page, 'the bill at the till', ...NAMES);
  await page.getByRole('button', { name: 'Discount or take-away' }).click();
  await page.getByLabel('How much?').fill('5');
  await page.getByLabel('Why?').fill(NOTES[0]);
  await atTill.expectNone(page, 'a discount', ...NAMES);
  await page.getByRole('button', { name: 'Give the discount' }).click();
  await atTill.expectNone(page, 'the bill with a discount', NOTES[0]);
  await till.take(LONG);
  await atTill.expectNone(page, 'a payment', `Payment: ${LONG}`);
  await harm.expectNone(ada.page, 'a part that is being paid', `Paying now with ${LONG}`);
  await till.sheet().getByRole('button', { name: 'On account' }).click();
  await till.sheet().getByLabel('In the name of').fill(LONG);
  await till.sheet().getByRole('button', { name: /^Take €/ }).click();
  await till.next();
  await page.getByRole('button', { name: 'Give back or mend receipt 1' }).click();
  await page.getByLabel('Why?').fill(NOTES[6]);
  await atTill.expectNone(page, 'giving back');
  await page.getByRole('button', { name: /^Give back €/ }).click();
  await atTill.expectNone(page, 'the payments', `by ${LONG}`, NOTES[6]);
  await harm.expectNone(ada.page, 'the bill with a payment', ...others);
});

test('receipts, goodbyes and the books of a day are text, and files of them can be opened', async ({
  hub,
  devices,
  complaints,
}) => {
  test.setTimeout(180_000);
  complaints.expect(401, '/api/customer/bill');
  const [own, ...others] = NAMES;
  const ada = await devices.guest(own, SMALL);
  const harm = Harm.on(ada.page);
  await ada.add('Porcini risotto', { note: NOTES[6] });
  await ada.cart.place();
  await ada.orders.openFromReceipt();
  const house = await House.of(hub);
  const farewells = [];
  for (const name of others) farewells.push(await farewellOf(hub, (await joined(hub, name)).token));
  for (const name of others.slice(0, 4)) await house.orderAtDemoTable(`${name.slice(0, 20)} too`, { item: 'negroni' });
  const bill = new Bill(ada);
  await bill.open();
  await bill.choose('Each their own');
  const session = await house.sessionAt('1');
  for (const name of ['=1+1', '+1', '-2', '@SUM(A1)', LONG]) {
    await hire(hub, cashier(name));
    await (await House.of(hub, cashier(name))).payNext(session, { tender: 'account', name });
  }
  await house.settle(session);
  await house.close(session);

  const note = ada.page.getByLabel('Anything to add?');
  await ada.page.getByRole('radio', { name: '1 star' }).check();
  await note.fill(NOTES[0]);
  await harm.expectNone(ada.page, 'the goodbye', NOTES[6]);
  await ada.page.getByRole('button', { name: 'Send' }).click();
  await harm.expectNone(ada.page, 'the thanks', 'Thank you, the house has it.');
  for (const [number, farewell] of farewells.entries()) {
    await rateAs(hub, farewell, NOTES[number % NOTES.length] ?? '');
  }

  await ada.page.getByRole('link', { name: /^Receipt 5/ }).click();
  await harm.expectNone(ada.page, 'a receipt', `Served by ${LONG}`);
  const pdf = await ada.page.getByRole('link', { name: 'Save as PDF' }).getAttribute('href');
  await expectPdf(await ada.page.request.get(`${hub.url}${pdf}`));

  const office = await devices.page(SMALL);
  const inBooks = Harm.on(office);
  await signIn(office, hub);
  await office.goto(`${hub.url}/till`);
  await inBooks.expectNone(office, 'the books', ...NOTES, '=1+1', LONG);
  await office.getByLabel('Stays in the drawer for tomorrow').fill('0');
  await office.getByRole('button', { name: 'Close the day' }).click();
  await expect(office.getByRole('heading', { name: /^Business day 2/ })).toBeVisible();
  await office.getByRole('button', { name: 'Show day 1' }).click();
  await inBooks.expectNone(office, 'a closed day', ...NOTES, '=1+1', LONG);

  // The files of a day leave the hub only for somebody who has just proved who they are.
  const post = (path: string, data: object) =>
    office.request.post(hub.url + path, { data, headers: { origin: hub.url } });
  expect((await post('/api/staff/step-up', { password: hub.facts.staff_password })).status()).toBe(204);
  await expectPdf(await post('/api/till/days/1/pdf', {}));
  const saved = await post('/api/till/days/1/csv', {});
  expect(saved.status()).toBe(200);
  const csv = await saved.text();
  expect(csv).toContain('Taken by =1+1,');
  expect(csv).toContain(NOTES[7]);
  expect(formulasIn(csv)).toEqual([]);
});

async function expectPdf(answer: Awaited<ReturnType<Page['request']['get']>>): Promise<void> {
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('application/pdf');
  expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
}
