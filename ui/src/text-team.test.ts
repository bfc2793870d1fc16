import { expect, test } from "vitest";
import type { AuditAct, AuditRecord } from "./platform/team-calls";
import { actText } from "./text-team";

function record(act: AuditAct, part: Partial<AuditRecord> = {}): AuditRecord {
  const empty = { who: "", subject: "", detail: "", device: "", address: "", user_agent: "", hash: "" };
  return { position: 1, at_ms: 0, kind: "sign_in", act, ...empty, ...part };
}

test("an act is a sentence about whom it concerns", () => {
  const failed = { subject: "Mia", detail: "pin" };
  expect(actText(record("sign_in_failed", failed))).toBe("tried to be Mia, with a wrong PIN");
  expect(actText(record("sign_in_failed"))).toBe("tried a name that nobody has");
  const unproved = { who: "Mia", subject: "Mia", detail: "step_up_password" };
  expect(actText(record("sign_in_failed", unproved))).toBe(
    "did not confirm that it is Mia: the password was wrong",
  );
  expect(actText(record("role_changed", { subject: "Mia", detail: "cashier" }))).toBe("made Mia cashier");
  expect(actText(record("audit_exported", { detail: "1" }))).toBe("exported 1 record");
});

test("what somebody does to their own account reads so", () => {
  const own = { who: "Mia", subject: "Mia" };
  expect(actText(record("signed_out", own))).toBe("signed out");
  expect(actText(record("signed_out", { who: "Olga", subject: "Mia" }))).toBe("signed Mia out");
  expect(actText(record("password_set", own))).toBe("changed their password");
  expect(actText(record("password_set", { who: "Olga", subject: "Mia" }))).toBe("set a password for Mia");
});
