import { expect, test, type Devices } from '../support/test';
import { Guest } from '../support/guest';
import type { Hub } from '../support/hub';

/** A phone whose clock the test can turn. */
async function withClock(name: string, hub: Hub, devices: Devices): Promise<Guest> {
  const page = await devices.page();
  await page.clock.install();
  const guest = new Guest(page, name);
  await guest.open(hub.facts.guest_url);
  await guest.join(hub.facts.pin);
  return guest;
}

test('all see who is at the table, and who is about to order', async ({ devices }) => {
  const ada = await devices.guest('Ada', { reducedMotion: 'reduce' });
  await ada.cart.open();
  await expect(ada.party).toHaveText('Just you so far');
  const bruno = await devices.guest('Bruno');
  await expect(ada.party).toHaveText('You and Bruno are here');
  await ada.add('Porcini risotto');
  await ada.cart.open();
  const button = await ada.cart.reviewButton().boundingBox();

  await bruno.cart.review();
  await expect(ada.party).toHaveText('Bruno is confirming the order');
  const words = ada.page.getByText('Bruno is confirming the order');
  await expect(words, 'under the heading and at the button').toHaveCount(2);
  expect(await ada.cart.reviewButton().boundingBox(), 'the button stays where it is').toEqual(button);
  const review = await ada.cart.review();
  await expect(review.getByText('Bruno is confirming, too. One of you is enough.')).toBeVisible();
  const order = await ada.cart.placeButton().boundingBox();

  await bruno.page.keyboard.press('Escape');
  await expect(review.getByText('One of you is enough.')).toBeHidden();
  expect(await ada.cart.placeButton().boundingBox(), 'and so does the other one').toEqual(order);
  await ada.page.keyboard.press('Escape');
  await expect(ada.party).toHaveText('You and Bruno are here');
});

test('a phone that was not heard from for a while is told of, in words', async ({ hub, devices }) => {
  const ada = await withClock('Ada', hub, devices);
  const bruno = await devices.guest('Bruno');
  await ada.cart.open();
  await bruno.page.close();
  const button = ada.page.getByRole('button', { name: /^At the table: / });
  await expect(button).toHaveAccessibleName(/Bruno \(not connected just now\)/);
  await expect(ada.party, 'which alone is not worth a word').toHaveText('You and Bruno are here');

  await ada.page.clock.fastForward('03:10');
  await expect(ada.party).toHaveText('Bruno’s phone: not heard from for 3 min');
  await button.click();
  const sheet = ada.sheet('At the table');
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Bruno' })).toContainText('Not heard from for 3 min');
  await expect(sheet.getByRole('listitem').filter({ hasText: 'Ada' })).toContainText('Here');
});

test('an offline phone claims nothing about the others', async ({ hub, devices }) => {
  const ada = await devices.guest('Ada');
  await devices.guest('Bruno');
  await ada.cart.open();
  await expect(ada.party).toHaveText('You and Bruno are here');
  await hub.kill();
  await expect(ada.connection).toContainText('Offline since');
  await expect(ada.party).toHaveText('Offline, so we cannot see who is here');
  await ada.page.getByRole('button', { name: 'At the table: you and Bruno. Show all' }).click();
  await expect(ada.sheet('At the table')).toContainText('This phone is offline');
});
