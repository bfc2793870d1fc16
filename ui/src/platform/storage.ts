/**
 * Records of one table, kept in the browser: IndexedDB where it works, which a private window forgets when it
 * is closed, memory where it is missing or denied (full phones). A change is one transaction: first put, then delete.
 */
import { fromHex } from "./hex";
import { isPrivateWindow } from "./private-window";

export type Kept = { keys: string[]; records: Uint8Array[] };
export type Put = { key: string; bytes: string };

export type Storage = {
  /** Are records kept beyond this page, as far as a page can know? */
  isDurable: boolean;
  load: () => Promise<Kept>;
  change: (put: Put[], drop: string[]) => Promise<void>;
  forget: () => Promise<void>;
};

const RECORDS = "records";
const OPEN_MS_MAX = 3_000;

export async function openStorage(table: string): Promise<Storage> {
  try {
    const [database, isPrivate] = await Promise.all([openDatabase(`plato-${table}`), isPrivateWindow()]);
    return inDatabase(database, !isPrivate);
  } catch {
    return inMemory();
  }
}

function openDatabase(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener("upgradeneeded", () => request.result.createObjectStore(RECORDS));
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(failure(request.error)));
    setTimeout(() => reject(new Error("the browser's database did not open in time")), OPEN_MS_MAX);
  });
}

function inDatabase(database: IDBDatabase, isDurable: boolean): Storage {
  database.addEventListener("versionchange", () => database.close());

  function transact(mode: IDBTransactionMode, work: (records: IDBObjectStore) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(RECORDS, mode);
      transaction.addEventListener("complete", () => resolve());
      transaction.addEventListener("abort", () => reject(failure(transaction.error)));
      work(transaction.objectStore(RECORDS));
    });
  }

  return {
    isDurable,
    load: async () => {
      const kept: Kept = { keys: [], records: [] };
      await transact("readonly", (records) => {
        const keys = records.getAllKeys();
        const values = records.getAll();
        keys.addEventListener("success", () => (kept.keys = keys.result.map(String)));
        values.addEventListener("success", () => (kept.records = values.result as Uint8Array[]));
      });
      return kept;
    },
    change: (put, drop) =>
      transact("readwrite", (records) => {
        for (const { key, bytes } of put) records.put(fromHex(bytes), key);
        for (const key of drop) records.delete(key);
      }),
    forget: () => transact("readwrite", (records) => records.clear()),
  };
}

function inMemory(): Storage {
  const kept = new Map<string, Uint8Array>();
  return {
    isDurable: false,
    load: () => Promise.resolve({ keys: [...kept.keys()], records: [...kept.values()] }),
    change: (put, drop) => {
      for (const { key, bytes } of put) kept.set(key, fromHex(bytes));
      for (const key of drop) kept.delete(key);
      return Promise.resolve();
    },
    forget: () => {
      kept.clear();
      return Promise.resolve();
    },
  };
}

function failure(cause: DOMException | null): Error {
  return new Error("the browser's database failed", { cause });
}
