import { createRoot } from "solid-js";
import { beforeEach, expect, test, vi } from "vitest";
import type { Effect, View } from "./names";

/** A brain that notes what it is told and traps when asked to. */
const world = vi.hoisted(() => ({
  told: [] as string[],
  brains: 0,
  replaced: 0,
  willTrap: false,
  loads: 0,
  willLoad: true,
}));

vi.mock("./brain", () => ({
  isTrap: (cause: unknown) => cause instanceof Error && cause.message === "trap",
  replaceInstance: () => void (world.replaced += 1),
  loadWasm: () => {
    world.loads += 1;
    return world.willLoad ? Promise.resolve() : Promise.reject(new Error("no network"));
  },
  createBrain: () => {
    world.brains += 1;
    return {
      restore: (): Effect[] => [],
      update: (input: { type: string; action?: { type: string } }): Effect[] => {
        if (world.willTrap) throw new Error("trap");
        world.told.push(input.action?.type ?? input.type);
        return [{ type: "render" }];
      },
      frame: (): Effect[] => [],
      tabMessage: (): Effect[] => [],
      view: (): Partial<View> => ({
        diners: [],
        orders: [],
        knocks: [],
        calls: [],
        cart: emptyCart,
        stage: { type: "seated" },
      }),
      quote: () => ({ message: "" }),
    };
  },
}));
vi.mock("../platform/storage", () => ({
  openStorage: () =>
    Promise.resolve({ isDurable: true, load: () => Promise.resolve({ keys: [], records: [] }) }),
}));
vi.mock("../platform/kept", () => ({
  keptFor: () => ({
    key: () => "k",
    invite: () => undefined,
    knock: () => undefined,
    login: () => undefined,
    actor: () => undefined,
  }),
  keptMenu: () => undefined,
}));
vi.mock("../platform/menu", () => ({ fetchMenu: () => new Promise(() => undefined) }));
vi.mock("../platform/wake", () => ({ onWake: () => () => undefined }));
vi.mock("../platform/link", () => ({
  createLink: () => ({ open: () => undefined, send: () => undefined, close: () => undefined }),
}));

const { createGuest } = await import("./guest");
const emptyCart = { groups: [], portions: 0, unsaved_edits: 0, is_orderable: false };
const guestAt = (table: string) => createRoot(() => createGuest(table));

beforeEach(() => {
  Object.assign(world, { told: [], brains: 0, replaced: 0, willTrap: false, loads: 0, willLoad: true });
});

test("what is done before the brain is there is done once it is", async () => {
  const guest = guestAt("7");
  guest.act({ type: "join", pin: "4821", name: "Mia" });
  expect(world.told).toEqual([]);
  await vi.waitFor(() => expect(guest.readiness()).toBe("ready"));
  expect(world.told).toEqual(["join"]);
  expect(guest.view.stage.type).toBe("seated");
});

test("after a trap a fresh brain takes over, and the guest is told", async () => {
  const guest = guestAt("7");
  await vi.waitFor(() => expect(guest.readiness()).toBe("ready"));
  world.willTrap = true;
  guest.act({ type: "place" });
  world.willTrap = false;
  expect(guest.trouble()).toBe("recovered");
  await vi.waitFor(() => expect(guest.readiness()).toBe("ready"));
  expect([world.brains, world.replaced]).toEqual([2, 1]);
});

test("a brain that traps again and again is given up", async () => {
  const guest = guestAt("7");
  for (let trap = 0; trap < 4; trap += 1) {
    // oxlint-disable-next-line no-await-in-loop -- each brain has to live before it can trap
    await vi.waitFor(() => expect(guest.readiness()).toBe("ready"));
    world.willTrap = true;
    guest.act({ type: "place" });
    world.willTrap = false;
  }
  expect(guest.readiness()).toBe("failed");
});

test("a wasm that cannot be fetched is fetched again when the guest asks", async () => {
  world.willLoad = false;
  const guest = guestAt("7");
  await vi.waitFor(() => expect(guest.readiness()).toBe("failed"));
  world.willLoad = true;
  guest.retry();
  await vi.waitFor(() => expect(guest.readiness()).toBe("ready"));
  expect(world.loads).toBe(2);
});
