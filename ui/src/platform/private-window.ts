/**
 * Is this a private window, which forgets everything when it is closed? Browsers do not want pages to know, so
 * this is what can be told without ever taking an ordinary window for one: Firefox and Safari turn down a
 * private file system (a page that came by plain http is not told of it at all), and Chromium gave little room
 * until it began to say the same everywhere.
 */
type Quota = {
  webkitTemporaryStorage?: {
    queryUsageAndQuota: (told: (usage: number, quota: number) => void, failed: () => void) => void;
  };
};
type Heap = { memory?: { jsHeapSizeLimit: number } };

/** Whoever does not answer by then says nothing. */
const ANSWER_MS_MAX = 500;

export async function isPrivateWindow(): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ANSWER_MS_MAX));
  const signs = Promise.all([isWithoutFiles(), hasLittleRoom()]).then((found) => found.includes(true));
  return Promise.race([signs, late]).catch(() => false);
}

async function isWithoutFiles(): Promise<boolean> {
  // Missing on plain http, whatever the types say, and in browsers that are older than it.
  const storage: Partial<StorageManager> | undefined = navigator.storage;
  if (!storage?.getDirectory) return false;
  try {
    await storage.getDirectory();
    return false;
  } catch {
    return true;
  }
}

/** Private windows of Chromium keep all in memory, so that they give less than a page's own may grow to. */
function hasLittleRoom(): Promise<boolean> {
  const { webkitTemporaryStorage: room }: Quota = navigator as Quota;
  const { memory }: Heap = performance as Heap;
  if (!room || !memory) return Promise.resolve(false);
  return new Promise((resolve) =>
    room.queryUsageAndQuota(
      (_, quota) => resolve(quota < memory.jsHeapSizeLimit),
      () => resolve(false),
    ),
  );
}
