/** What a screen lets people hear and feel. */
import type { Page } from '@playwright/test';

type Heard = { heard: number[]; felt: number };

/**
 * Notes from now on the pitch of every wave that is started, by which sounds differ. Gives what was heard so
 * far, and how often the device was shaken; a page that is opened anew counts from nothing.
 */
export async function listen(page: Page): Promise<{ heard: () => Promise<number[]>; felt: () => Promise<number> }> {
  const note = () => {
    const noted: Heard = { heard: [], felt: 0 };
    Object.assign(window, noted);
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
      noted.heard.push(this.frequency.value);
      start.call(this, when);
    };
    navigator.vibrate = () => {
      (window as unknown as Heard).felt += 1;
      return true;
    };
  };
  await page.addInitScript(note);
  await page.evaluate(note);
  return {
    heard: () => page.evaluate(() => (window as unknown as Heard).heard),
    felt: () => page.evaluate(() => (window as unknown as Heard).felt),
  };
}
