/** The calls about accounts, devices of the house, PINs, step-up and the audit. */
import type { components } from "../api/types";
import { saveFile } from "./save";
import { command, newCommandKey, read, type StaffAnswer } from "./staff-calls";

type Schemas = components["schemas"];
export type AuditAct = Schemas["AuditAct"];
export type AuditFilter = Schemas["AuditFilter"];
export type AuditKind = Schemas["AuditKind"];
export type AuditPage = Schemas["AuditPage"];
export type AuditRecord = Schemas["AuditRecord"];
export type DeviceAnswer = Schemas["DeviceAnswer"];
export type DeviceCode = Schemas["DeviceCode"];
export type DeviceView = Schemas["DeviceView"];
export type PersonChange = Schemas["PersonChange"];
export type PersonTile = Schemas["PersonTile"];
export type PersonView = Schemas["PersonView"];
export type Role = Schemas["Role"];
export type SetupAnswer = Schemas["SetupAnswer"];
export type SignInView = Schemas["SignInView"];
export type TeamView = Schemas["TeamView"];

/** What proves who one is. */
export type Proof = { pin: string } | { password: string };

export const teamCalls = {
  setup: () => read<SetupAnswer>("/api/setup"),
  firstOwner: (code: string, name: string, password: string) =>
    command<StaffAnswer>("/api/setup/owner", newCommandKey(), { code, name, password }),

  device: () => read<DeviceAnswer>("/api/device"),
  enrol: (code: string) => command<null>("/api/device/enrol", newCommandKey(), { code }),
  signInWithPin: (staff: string, pin: string) =>
    command<StaffAnswer>("/api/staff/sign-in/pin", newCommandKey(), { staff, pin }),
  stepUp: (proof: Proof) => command<null>("/api/staff/step-up", newCommandKey(), proof),

  choosePin: (password: string, pin: string) =>
    command<null>("/api/staff/me/pin", newCommandKey(), { password, pin }),
  choosePassword: (password: string, newPassword: string) =>
    command<null>("/api/staff/me/password", newCommandKey(), { password, new_password: newPassword }),
  ownSignIns: () => read<SignInView[]>("/api/staff/sign-ins"),
  revokeSignIn: (signIn: string, key: string) => command<null>(`/api/staff/sign-ins/${signIn}/revoke`, key),

  team: () => read<TeamView>("/api/team"),
  addPerson: (name: string, role: Role, password: string, key: string) =>
    command<null>("/api/team/people", key, { name, role, password }),
  changePerson: (staff: string, change: PersonChange, key: string) =>
    command<null>(`/api/team/people/${staff}`, key, change),
  deviceCode: (name: string, key: string) => command<DeviceCode>("/api/team/device-codes", key, { name }),
  revokeDevice: (device: string, key: string) => command<null>(`/api/team/devices/${device}/revoke`, key),

  audit: (filter: AuditFilter) => command<AuditPage>("/api/audit", newCommandKey(), filter),
  saveAudit: (filter: AuditFilter) => saveFile("/api/audit/export", filter, "audit.csv"),
};
