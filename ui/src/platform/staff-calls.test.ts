import { afterEach, expect, test, vi } from "vitest";
import { abandon, command, newCommandKey, outcome } from "./staff-calls";

const problem = (status: number) => JSON.stringify({ code: "some_code", title: "A sentence.", status });

test("a command key is a version 4 UUID and never the same twice", () => {
  const keys = Array.from({ length: 50 }, newCommandKey);
  for (const key of keys) {
    expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(keys).size).toBe(50);
});

test("a good answer carries its body, and an empty one nothing", () => {
  expect(outcome(200, '{"pin":"4711"}')).toEqual({ type: "done", value: { pin: "4711" } });
  expect(outcome(204, "")).toEqual({ type: "done", value: null });
});

test("a refusal, a fault and a plea for patience are told apart", () => {
  expect(outcome(409, problem(409)).type).toBe("refused");
  expect(outcome(401, problem(401)).type).toBe("refused");
  expect(outcome(500, problem(500)).type).toBe("fault");
  expect(outcome(503, problem(503)).type).toBe("busy");
});

test("a page that the hub did not word is no answer, whatever its status", () => {
  for (const status of [200, 404, 502]) {
    expect(outcome(status, "<html>Sign in to this Wi-Fi</html>").type).toBe("unreachable");
  }
  expect(outcome(404, '{"error":"no"}').type).toBe("unreachable");
});

afterEach(() => vi.unstubAllGlobals());

test("a command that is given up is unanswered, and the same one may be sent anew at once", async () => {
  const ends: (AbortSignal | null | undefined)[] = [];
  vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) => {
    ends.push(signal);
    return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("given up"))));
  });
  const first = command("/api/x", "key");
  abandon("key");
  const second = command("/api/x", "key");
  expect(await first).toEqual({ type: "unreachable" });
  expect(ends.map((end) => end?.aborted)).toEqual([true, false]);
  abandon("key");
  expect(await second).toEqual({ type: "unreachable" });
});
