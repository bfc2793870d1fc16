import type { StaffAnswer } from "../../platform/staff-calls";

type Role = StaffAnswer["role"];

/** Screens that are not for everyone who works here. On a shared device the next person has another job. */
const NOT_FOR: Readonly<Record<string, readonly Role[]>> = {
  "/kitchen": ["cashier"],
  "/floor": ["kitchen"],
  "/bill": ["kitchen"],
  "/till": ["kitchen"],
  "/team": ["kitchen", "waiter", "cashier"],
  "/audit": ["kitchen", "waiter", "cashier"],
};

/** Where to go after signing in: the screen that asked, if it is this hub's and theirs; else their first. */
export function nextPath(search: string, role: Role): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  const isPath = /^(\/[a-z0-9-]+)+$/.test(next) && next !== "/staff";
  const screen = next.split("/").slice(0, 2).join("/");
  return isPath && !NOT_FOR[screen]?.includes(role) ? next : firstScreen(role);
}

/** Where someone begins who did not ask for a screen. */
function firstScreen(role: Role): string {
  switch (role) {
    case "kitchen":
      return "/kitchen";
    case "owner":
    case "manager":
    case "waiter":
      return "/floor";
    case "cashier":
      return "/till";
  }
}
