/**
 * Writes down which tests failed, and where each stopped, so that `cargo xtask` can end by naming them: whoever
 * runs everything sees the last lines.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FullConfig, Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Read by `xtask/src/test.rs`. */
const FILE = 'artifacts/failures.txt';
/** What was expected, and what there was instead. */
const LINES_MAX = 5;
const CHARS_MAX = 500;

export default class Failures implements Reporter {
  readonly #found: string[] = [];
  #file = FILE;

  onBegin(config: FullConfig): void {
    this.#file = join(config.rootDir, FILE);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    if (test.outcome() !== 'unexpected' || result.retry < test.retries) return;
    const [, , ...path] = test.titlePath();
    const stopped = (result.error?.location ?? test.location).line;
    const why = (result.error?.message ?? result.status).replace(/\u001b\[\d+m/g, '').split('\n').filter(Boolean);
    this.#found.push(`${path.join(' > ')} (line ${stopped}): ${why.slice(0, LINES_MAX).join(' ').slice(0, CHARS_MAX)}`);
  }

  onEnd(): void {
    if (this.#found.length === 0) return;
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, this.#found.join('\n'));
  }

  printsToStdio(): boolean {
    return false;
  }
}
